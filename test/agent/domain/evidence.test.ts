import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextMisplaced } from '../../../agent/contract/vocabulary/mrz/allowed-characters.ts';
import { judgeCheck } from '../../../agent/contract/vocabulary/mrz/judge-check.ts';
import { LAYOUTS } from '../../../agent/contract/vocabulary/mrz/layouts.ts';
import type { MrzReading } from '../../../agent/contract/vocabulary/observations.ts';
import { type EvidenceSources, THINKABLE_PROBABILITY, weighEvidence } from '../../../agent/domain/evidence.ts';
import type { PrintedField } from '../../../agent/domain/printed-fields.ts';
import { mrzReading, PASSPORT_LINES } from '../../support/visits.ts';

const NOBODY: EvidenceSources = { frames: [], infrared: null, printed: [], chip: null };
const LETTERS = { proven: 'p', corroborated: 'c', read: 'r', conflicting: 'x' } as const;
const shown = (reading: MrzReading, sources: Partial<EvidenceSources> = {}) =>
  weighEvidence(reading, { ...NOBODY, ...sources }).map((line) => line.map(({ grade }) => LETTERS[grade]).join(''));

/** A reading in which the recogniser thought of other characters at some places. */
function doubted(
  reading: MrzReading,
  doubts: readonly { line: number; column: number; instead: string; probability?: number }[],
): MrzReading {
  const characters = reading.characters.map((row, line) =>
    row.map((character, column) => {
      const alternatives = doubts
        .filter((doubt) => doubt.line === line && doubt.column === column && doubt.instead !== character.text)
        .map(({ instead, probability = 0.1 }) => ({ text: instead, probability }));
      const taken = alternatives.reduce((sum, { probability }) => sum + probability, 0);
      return { ...character, alternatives, probability: taken > 0 ? 0.999 - taken : character.probability };
    }),
  );
  return { ...reading, characters };
}

const passport = mrzReading('TD3', PASSPORT_LINES);
/** Number, its digit, state, birth, its digit, sex, expiry, its digit, optional data, its digit, composite. */
const CLEAR = 'pppppppppprrrppppppprpppppppppppppppppppppppp'.slice(0, 44);

describe('evidence for each character', () => {
  test('check digits prove what they cover, and nothing stands behind names, state and sex but the recogniser', () => {
    expect(shown(passport)).toEqual(['r'.repeat(44), CLEAR]);
  });

  test('a digit is proven although others are thinkable, since no two digits are blind to each other', () => {
    const reading = doubted(passport, [{ line: 1, column: 1, instead: '3' }]);
    expect(shown(reading)[1]).toBe(CLEAR);
  });

  test.each([
    ['0', '<'],
    ['L', 'B'],
    ['8', 'S'],
    ['2', 'C'],
  ])('%s that might be %s of its blind class is only read', (read, instead) => {
    const column = PASSPORT_LINES[1]?.indexOf(read) ?? -1;
    expect(shown(doubted(passport, [{ line: 1, column, instead }]))[1]?.[column]).toBe('r');
  });

  test('what its place may not hold is no doubt: a letter never stands in a date', () => {
    const reading = doubted(passport, [{ line: 1, column: 13, instead: 'R' }]);
    expect(shown(reading)[1]?.[13]).toBe('p');
  });

  test('an alternative below the threshold is not thinkable', () => {
    const unlikely = { line: 1, column: 0, instead: 'B', probability: THINKABLE_PROBABILITY / 2 };
    expect(shown(doubted(passport, [unlikely]))[1]?.[0]).toBe('p');
  });

  test('two doubtful characters under the same digits are both unproven', () => {
    const reading = doubted(passport, [
      { line: 1, column: 1, instead: '3' },
      { line: 1, column: 3, instead: '3' },
    ]);
    expect(shown(reading)[1]?.slice(0, 5)).toBe('prprp');
  });

  test('two doubtful characters under the composite digit are settled one after the other by the digits of their fields', () => {
    const reading = doubted(passport, [
      { line: 1, column: 1, instead: '3' },
      { line: 1, column: 14, instead: '1' },
    ]);
    expect(shown(reading)[1]).toBe(CLEAR);
  });

  test('a failing digit speaks against its field alone, as long as the other fields hold', () => {
    const lower = PASSPORT_LINES[1]?.replace('7408122', '7408123') ?? '';
    const found = shown(mrzReading('TD3', [PASSPORT_LINES[0] ?? '', lower]))[1] ?? '';
    expect(found.slice(13, 20)).toBe('xxxxxxx');
    expect(found.slice(0, 10)).toBe('pppppppppp');
    expect(found[43]).toBe('x');
  });

  test('a reading whose list of alternatives was cut too early leaves everything thinkable', () => {
    const characters = passport.characters.map((row, line) =>
      row.map((character, column) =>
        line === 1 && column === 1
          ? { ...character, probability: 0.5, alternatives: [{ text: '3', probability: 0.2 }] }
          : character,
      ),
    );
    expect(shown({ ...passport, characters })[1]?.[1]).toBe('r');
  });

  test('a long document number is covered by the digit behind its continuation', () => {
    const lines = [
      'I<UTOD23145890<7349<<<<<<<<<<<',
      '3407127M9507122UTO<<<<<<<<<<<2',
      'STEVENSON<<PETER<JOHN<<<<<<<<<',
    ];
    expect(shown(mrzReading('TD1', lines))[0]).toBe(`rrrrr${'p'.repeat(25)}`);
    const rest = doubted(mrzReading('TD1', lines), [{ line: 0, column: 16, instead: '<' }]);
    expect(shown(rest)[0]?.[16]).toBe('p');
    // With a second doubt the composite digit settles nothing, and the number's own digit may have moved.
    const two = doubted(rest, [
      { line: 0, column: 16, instead: '<' },
      { line: 1, column: 0, instead: '8' },
      { line: 1, column: 1, instead: '9' },
    ]);
    expect(shown(two)[0]?.[16]).toBe('r');
  });

  test('infrared, a second frame, the chip and the printed name lift what was only read', () => {
    const line = PASSPORT_LINES[0] ?? '';
    expect(shown(passport, { infrared: passport })[0]).toBe('c'.repeat(44));
    expect(shown(passport, { frames: [passport, passport] })[0]).toBe('c'.repeat(44));
    expect(shown(passport, { frames: [passport] })[0]).toBe('r'.repeat(44));
    expect(shown(passport, { chip: PASSPORT_LINES })[0]).toBe('c'.repeat(44));
    const surname = agreeing('surname');
    expect(shown(passport, { printed: [surname] })[0]).toBe(
      [...line].map((_, i) => (i >= 5 && i < 13 ? 'c' : 'r')).join(''),
    );
    const both = shown(passport, { printed: [surname, agreeing('givenNames')] })[0];
    expect(both).toBe(`rrrrr${'c'.repeat(39)}`);
  });

  test('a second source that is certain of something else makes a conflict, one that is not sure says nothing', () => {
    const other = mrzReading('TD3', [
      (PASSPORT_LINES[0] ?? '').replace('ERIKSSON', 'FRIKSSON'),
      PASSPORT_LINES[1] ?? '',
    ]);
    expect(shown(passport, { infrared: other })[0]?.slice(4, 8)).toBe('cxcc');
    const unsure = {
      ...other,
      characters: other.characters.map((row) => row.map((c) => ({ ...c, probability: 0.7 }))),
    };
    expect(shown(passport, { infrared: unsure })[0]).toBe('r'.repeat(44));
    expect(shown(passport, { frames: [passport, passport, other] })[0]?.[5]).toBe('x');
  });

  test('a reading of another layout is no witness', () => {
    const card = mrzReading('TD2', ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6']);
    expect(shown(passport, { infrared: card })[0]).toBe('r'.repeat(44));
  });
});

function agreeing(name: PrintedField['name']): PrintedField {
  return { name, value: '', confidence: 1, box: { x: 0, y: 0, width: 1, height: 1 }, agreement: 'same' };
}

describe('what proven claims', () => {
  const SPECIMENS = [
    passport,
    mrzReading('TD1', [
      'I<UTOD231458907<<<<<<<<<<<<<<<',
      '7408122F1204159UTO<<<<<<<<<<<6',
      'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
    ]),
    mrzReading('TD1', [
      'I<UTOD23145890<7349<<<<<<<<<<<',
      '3407127M9507122UTO<<<<<<<<<<<2',
      'STEVENSON<<PETER<JOHN<<<<<<<<<',
    ]),
    mrzReading('TD2', ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6']),
    mrzReading('MRV-A', [
      'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L8988901C4XXX4009078F96121096ZE184226B<<<<<<',
    ]),
  ];
  const passes = (format: MrzReading['format'], lines: readonly string[]) =>
    LAYOUTS[format].checks.every((rule) => judgeCheck(format, rule, lines) !== 'invalid') &&
    nextMisplaced(format, lines, 0, 0) < 0;

  const scene = fc.constantFrom(...SPECIMENS).chain((reading) =>
    fc
      .array(
        fc.record({
          line: fc.integer({ min: 0, max: reading.lines.length - 1 }),
          column: fc.integer({ min: 0, max: (reading.lines[0]?.length ?? 1) - 1 }),
          instead: fc.constantFrom(...'<0123456789ABDEIKLOSUZ'),
          probability: fc.constantFrom(0.004, 0.02, 0.1),
        }),
        { maxLength: 8 },
      )
      .map((doubts) => doubted(reading, doubts)),
  );

  test('exchange any thinkable characters, a proven one among them, and a check fails', () => {
    fc.assert(
      fc.property(scene, fc.infiniteStream(fc.nat(3)), (reading, choices) => {
        const evidence = weighEvidence(reading, NOBODY);
        // Some thinkable text: at each doubtful place one of its alternatives, or what was read.
        const lines = reading.characters.map((row) =>
          row
            .map(({ text, alternatives }) => {
              const thinkable = alternatives.filter(({ probability }) => probability >= THINKABLE_PROBABILITY);
              return thinkable[Number(choices.next().value)]?.text ?? text;
            })
            .join(''),
        );
        const differs = evidence.some((row, line) =>
          row.some(
            ({ grade }, column) => grade === 'proven' && lines[line]?.[column] !== reading.lines[line]?.[column],
          ),
        );
        if (differs) expect(passes(reading.format, lines)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test('every single thinkable exchange of a proven character fails a check', () => {
    fc.assert(
      fc.property(scene, (reading) => {
        weighEvidence(reading, NOBODY).forEach((row, line) => {
          row.forEach(({ grade }, column) => {
            if (grade !== 'proven') return;
            for (const { text, probability } of reading.characters[line]?.[column]?.alternatives ?? []) {
              if (probability < THINKABLE_PROBABILITY) continue;
              const changed = reading.lines.map((old, at) =>
                at === line ? old.slice(0, column) + text + old.slice(column + 1) : old,
              );
              expect(passes(reading.format, changed)).toBe(false);
            }
          });
        });
      }),
      { numRuns: 200 },
    );
  });

  test('more sources never make a character less than corroborated that agrees with all of them', () => {
    fc.assert(
      fc.property(scene, (reading) => {
        for (const row of weighEvidence(reading, { ...NOBODY, infrared: mrzReading(reading.format, reading.lines) }))
          for (const { grade } of row) expect(['proven', 'corroborated']).toContain(grade);
      }),
      { numRuns: 100 },
    );
  });
});
