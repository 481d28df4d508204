import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FieldMatch, MrzFormat } from '../../../agent/contract/vocabulary/document.ts';
import { LAYOUTS } from '../../../agent/contract/vocabulary/mrz/layouts.ts';
import { issuingState } from '../../../agent/domain/issuing-states.ts';
import { matchName } from '../../../agent/domain/match-names.ts';
import { documentWithNames } from '../../support/documents-with-names.ts';

const ANSWERS: Readonly<Record<string, FieldMatch>> = {
  exact: 'exact',
  transliteration: 'transliteration_equal',
  truncated: 'truncated_equal',
  different: 'different',
  unavailable: 'not_available',
};

const PAIRS = readFileSync(new URL('../../fixtures/name-pairs/name-pairs.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [state = '', format, surname = '', givenNames = '', mrz = '', answer = '', shows = ''] = line.split('|');
    return { state, format: format as MrzFormat, surname, givenNames, mrz, answer, shows };
  });

describe('what an orderer types and what the document shows', () => {
  test.each(PAIRS)(
    '$state $surname, $givenNames against $mrz: $shows',
    ({ state, format, surname, givenNames, mrz, answer }) => {
      expect(matchName({ surname, givenNames }, documentWithNames(format, mrz, state))).toBe(ANSWERS[answer]);
    },
  );
});

describe('the pairs themselves', () => {
  test('are at least three hundred, from every country that sends workers, and a third of them must not match', () => {
    expect(PAIRS.length).toBeGreaterThanOrEqual(300);
    const states = new Set(PAIRS.map(({ state }) => state));
    for (const state of [
      ...[
        'SWE',
        'POL',
        'LTU',
        'LVA',
        'CZE',
        'SVK',
        'EST',
        'FIN',
        'DNK',
        'IRL',
        'DEU',
        'UKR',
        'ROU',
        'NOR',
        'BGR',
        'TUR',
      ],
      ...['SRB', 'MNE', 'BIH', 'HRV', 'MKD', 'RKS', 'ALB', 'KAZ', 'UZB', 'KGZ', 'TJK', 'TKM', 'RUS', 'SYR'],
    ])
      expect(states).toContain(state);
    expect(PAIRS.filter(({ answer }) => answer === 'different').length * 3).toBeGreaterThanOrEqual(PAIRS.length);
  });

  test('each name the state of a real code, fit its field and stand once', () => {
    for (const { state, format, mrz, answer } of PAIRS) {
      expect(issuingState(state), state).not.toBeNull();
      expect(mrz.length, mrz).toBeLessThanOrEqual(LAYOUTS[format].names?.length ?? 0);
      if (answer === 'truncated') expect(mrz, mrz).toHaveLength(LAYOUTS[format].names?.length ?? 0);
    }
    const lines = PAIRS.map(({ state, format, surname, givenNames, mrz }) =>
      [state, format, surname, givenNames, mrz].join('|'),
    );
    expect(new Set(lines).size).toBe(lines.length);
  });
});
