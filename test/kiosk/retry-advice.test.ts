import { describe, expect, test } from 'vitest';
import { SENTENCES } from '../../kiosk/languages/by-code.ts';
import { retryAdvice } from '../../kiosk/languages/retry-advice.ts';

const fault = { code: 'mrz.not-found' } as const;

describe('advice after a try that did not work', () => {
  test.each(['sv', 'en'] as const)(
    'in %s names what was wrong with the page and what helps, worst first',
    (language) => {
      const words = SENTENCES[language];
      const pageProblems = [
        { kind: 'glare', advice: 'avoid-reflection' } as const,
        { kind: 'finger', advice: 'take-hand-away' } as const,
      ];
      expect(retryAdvice({ fault, pageProblems }, words)).toEqual([
        { sentence: words.pageProblems.glare, remedy: words.pageAdvices['avoid-reflection'] },
        { sentence: words.pageProblems.finger, remedy: words.pageAdvices['take-hand-away'] },
      ]);
    },
  );

  test('is the fault itself where nothing was seen to be wrong, and none without a fault', () => {
    expect(retryAdvice({ fault }, SENTENCES.en)).toEqual([SENTENCES.en.faults['mrz.not-found']]);
    expect(retryAdvice({}, SENTENCES.en)).toEqual([]);
  });

  test.each(['sv', 'en'] as const)('in %s is told in whole sentences', (language) => {
    const { pageProblems, pageAdvices } = SENTENCES[language];
    const texts = [...Object.values(pageProblems), ...Object.values(pageAdvices)];
    expect(texts.filter((text) => !text.endsWith('.'))).toEqual([]);
  });
});
