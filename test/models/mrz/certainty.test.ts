import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBlindPair } from '../../../agent/contract/vocabulary/mrz/check-digit.ts';
import { certaintyOf, guarded, oddsOfDoubleSlip } from '../../../models/mrz/certainty.ts';
import { certaintyNeeded } from '../../../models/mrz/gate.ts';
import { ALPHABET } from '../../../models/mrz/line-network.ts';

const SPECIMEN = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];

/** The network torn between two characters. */
const between =
  (text: string, own: number, other: string) =>
  (character: string): number =>
    character === text ? own : character === other ? 1 - own : 0;

describe('certainty of a character', () => {
  test('names, nationality and sex stand under no check digit, number and dates do', () => {
    const isGuarded = guarded('TD3', SPECIMEN);
    expect([0, 10, 43].map((column) => isGuarded(0, column))).toEqual([false, false, false]);
    expect([10, 12, 20].map((column) => isGuarded(1, column))).toEqual([false, false, false]);
    expect([0, 9, 13, 19, 21, 27, 28, 42, 43].every((column) => isGuarded(1, column))).toBe(true);
  });

  test('a digit that does not hold guards nothing', () => {
    const wrong = [SPECIMEN[0] as string, (SPECIMEN[1] as string).replace('L898902C36', 'L898902C46')];
    expect(guarded('TD3', wrong)(1, 0)).toBe(false);
  });

  test('a check digit settles O against 0, which are worth different things, and not K against a filler', () => {
    expect(certaintyOf('0', true, between('0', 0.55, 'O'))).toBeGreaterThan(0.9);
    expect(certaintyOf('<', true, between('<', 0.55, 'K'))).toBeCloseTo(0.55, 6);
    expect(certaintyOf('0', false, between('0', 0.55, 'O'))).toBeCloseTo(0.55, 6);
  });

  test('is never below the raw probability, and no higher than the blind class leaves room for', () => {
    const character = fc.constantFrom(...ALPHABET);
    fc.assert(
      fc.property(character, character, fc.double({ min: 0, max: 1, noNaN: true }), (text, other, own) => {
        fc.pre(text !== other);
        const certainty = certaintyOf(text, true, between(text, own, other));
        expect(certainty).toBeGreaterThanOrEqual(own);
        if (isBlindPair(text, other)) expect(certainty).toBeLessThanOrEqual(own + 1e-9);
      }),
    );
  });
});

describe('the threshold', () => {
  test('small print must be more certain than large', () => {
    expect(certaintyNeeded(8)).toBe(certaintyNeeded(9));
    expect(certaintyNeeded(11)).toBe(certaintyNeeded(30));
    expect(certaintyNeeded(9)).toBeGreaterThan(certaintyNeeded(10));
    expect(certaintyNeeded(10)).toBeGreaterThan(certaintyNeeded(11));
  });
});

describe('double slips under one digit', () => {
  test('one doubtful character is settled, two are not', () => {
    const clear = new Array<number>(30).fill(0.97);
    expect(oddsOfDoubleSlip(clear)).toBe(0);
    expect(oddsOfDoubleSlip([...clear, 0.5])).toBe(0);
    expect(oddsOfDoubleSlip([...clear, 0.6, 0.6])).toBeGreaterThan(0.01);
  });

  test('more doubt is never better, and the order does not matter', () => {
    const doubts = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 44 });
    fc.assert(
      fc.property(doubts, fc.double({ min: 0, max: 1, noNaN: true }), (probabilities, share) => {
        const odds = oddsOfDoubleSlip(probabilities);
        const [first, ...rest] = probabilities as [number, ...number[]];
        expect(oddsOfDoubleSlip([first * share, ...rest])).toBeGreaterThanOrEqual(odds - 1e-12);
        expect(oddsOfDoubleSlip(probabilities.toReversed())).toBeCloseTo(odds, 6);
      }),
    );
  });
});
