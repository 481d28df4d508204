import { describe, expect, test } from 'vitest';
import { FAULT_CODES } from '../../agent/contract/faults.ts';
import { CHECK_IDS } from '../../agent/contract/vocabulary/checks.ts';
import { Language } from '../../agent/contract/vocabulary/document.ts';
import { REASON_CODES, REASON_COLOUR } from '../../agent/contract/vocabulary/verdict.ts';
import { Phase } from '../../agent/contract/vocabulary/visit.ts';
import { LANGUAGES, SENTENCES } from '../../kiosk/languages/by-code.ts';
import { nextSteps } from '../../kiosk/languages/next-steps.ts';

/** Every text of a language with the path to it; functions are called with the numbers that pages give them. */
function texts(value: unknown, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const say = value as (...numbers: number[]) => string;
    return [0, 1, 2, 5].map((count) => [`${path}(${count})`, say(count, 5)] as const);
  }
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

const placesOf = (value: unknown): readonly string[] =>
  texts(value)
    .map(([path]) => path)
    .sort();

describe('the words of every language', () => {
  test('every language of the contract is spoken', () => {
    expect([...LANGUAGES].sort()).toEqual([...Language.enum].sort());
  });

  test.each(LANGUAGES)('%s says something everywhere, without stray space or an unfilled place', (language) => {
    const poor = texts(SENTENCES[language]).filter(
      ([, text]) => text !== text.trim() || text === '' || /undefined|NaN|\{|\}/.test(text),
    );
    expect(poor).toEqual([]);
  });

  test.each(LANGUAGES)('%s has the same places as the first language', (language) => {
    expect(placesOf(SENTENCES[language])).toEqual(placesOf(SENTENCES.sv));
  });

  test.each(LANGUAGES)('%s has words for each phase, reason, fault and check, and none for others', (language) => {
    const words = SENTENCES[language];
    expect(Object.keys(words.phases).sort()).toEqual([...Phase.enum].sort());
    expect(Object.keys(words.reasons).sort()).toEqual([...REASON_CODES].sort());
    expect(Object.keys(words.faults).sort()).toEqual([...FAULT_CODES].sort());
    expect(Object.keys(words.checks).sort()).toEqual([...CHECK_IDS].sort());
  });

  test.each(LANGUAGES)('%s ends its sentences', (language) => {
    const words = SENTENCES[language];
    const sentences = [
      ...Object.values(words.reasons).flatMap(({ sentence, next }) => [sentence, next]),
      ...Object.values(words.faults).flatMap(({ sentence, remedy }) => [sentence, remedy]),
      ...Object.values(words.guidance),
      ...Object.values(words.deliveries),
    ];
    expect(sentences.filter((sentence) => !/[.…]$/.test(sentence))).toEqual([]);
  });

  test.each(LANGUAGES)('%s keeps STOPPED neutral: no word of fraud, crime or guilt reaches the person', (language) => {
    const words = SENTENCES[language];
    const stopped = REASON_CODES.filter((code) => REASON_COLOUR[code] === 'STOPPED');
    const said = [words.colours.STOPPED, ...stopped.map((code) => words.reasons[code])].flatMap((advice) =>
      Object.values(advice),
    );
    expect(
      said.filter((text) =>
        /fraud|fake|forg|crim|police|guilt|wrong person|falsk|bedräg|brott|polis|skyldig|fel person/i.test(text),
      ),
    ).toEqual([]);
  });

  test('no two languages share a sentence: nothing was left untranslated', () => {
    const swedish = new Map(texts(SENTENCES.sv));
    const same = texts(SENTENCES.en).filter(([path, text]) => text.includes(' ') && swedish.get(path) === text);
    expect(same).toEqual([]);
  });

  test('the picture is a mirror: left is said to be the left of the person', () => {
    expect(SENTENCES.en.challenges['turn-left']).toContain('left');
    expect(SENTENCES.sv.challenges['turn-left']).toContain('vänster');
    expect(SENTENCES.sv.challenges['turn-right']).toContain('höger');
  });
});

describe('what the person does next', () => {
  test('a green visit with notes tells only the green next step', () => {
    expect(nextSteps({ colour: 'GREEN', reasons: ['NAME_MATCH_TRUNCATED'] }, SENTENCES.en)).toEqual([
      SENTENCES.en.colours.GREEN.next,
    ]);
  });

  test('two reasons with the same remedy say it once, and lesser colours keep silent', () => {
    const steps = nextSteps(
      { colour: 'RED', reasons: ['ORDER_MISMATCH_DOB', 'ORDER_MISMATCH_NAME', 'IMAGE_GLARE'] },
      SENTENCES.en,
    );
    expect(steps).toEqual([SENTENCES.en.reasons.ORDER_MISMATCH_DOB.next]);
  });

  test('a colour without a reason of its own still has a next step', () => {
    expect(nextSteps({ colour: 'STOPPED', reasons: [] }, SENTENCES.sv)).toEqual([SENTENCES.sv.colours.STOPPED.next]);
  });
});
