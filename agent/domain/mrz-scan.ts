import { MRZ_LINES, type MrzFormat } from '../contract/vocabulary/document.ts';
import { CHARACTER_KINDS, classMasks } from '../contract/vocabulary/mrz/allowed-characters.ts';
import { CHARACTER_VALUES, NO_VALUE } from '../contract/vocabulary/mrz/check-digit.ts';
import { type DigitState, judgeCheck } from '../contract/vocabulary/mrz/judge-check.ts';
import { type CheckName, type CheckRule, LAYOUTS } from '../contract/vocabulary/mrz/layouts.ts';

/** A layout laid flat: its lines one behind the other, so that one pass over the characters serves every field. */
export interface Plan {
  readonly lengths: readonly number[];
  /** Where each line begins in the flat text. */
  readonly starts: readonly number[];
  /** What each place may hold: kinds as in the upper byte of a scanned entry. */
  readonly masks: Uint16Array;
  readonly rules: { readonly [Name in CheckName]: FlatRule | null };
}

/** A check digit as weights over the flat text. */
interface FlatRule {
  readonly rule: CheckRule;
  readonly digit: number;
  /** First covered place; from it on, a weight for every place up to the last covered one, 0 between the spans and behind
   * the last to make their number a multiple of four. */
  readonly first: number;
  readonly weights: Uint8Array;
}

/** The scanned text has lengths or characters that the layout does not have; has characters outside the MRZ alphabet. */
export const MISPLACED = 1;
export const FOREIGN = 2;

/** Symbol of the filler: worth nothing in any sum modulo 10, and like no other. The others are their values of Doc 9303-3 §4.9. */
export const FILLER = 40;

/** Symbol in the lower byte and kind in the upper one, by character code; every code has an entry, so that none is asked for in vain. */
const SYMBOLS_AND_KINDS = Uint16Array.from({ length: 65_536 }, (_, code) => {
  if (code > 127) return NO_VALUE;
  const symbol = code === 60 ? FILLER : (CHARACTER_VALUES[code] as number);
  return symbol | ((CHARACTER_KINDS[code] as number) << 8);
});

/**
 * Writes the symbols of the lines into `symbols` (as long as the flat layout, at most 96) and says what is wrong with them as a sum of
 * `MISPLACED` and `FOREIGN`. What a line is too short for becomes filler.
 */
export function scanLines(plan: Plan, lines: readonly string[], symbols: Uint8Array): number {
  const { lengths, starts } = plan;
  let wrong = lines.length === lengths.length ? 0 : MISPLACED;
  for (let line = 0; line < lengths.length; line++) {
    const text = lines[line] ?? '';
    const length = lengths[line] as number;
    const fitting = text.length === length ? text : text.slice(0, length).padEnd(length, '<');
    if (fitting !== text) wrong |= MISPLACED;
    wrong |= scanLine(fitting, starts[line] as number, plan.masks, symbols);
  }
  return wrong;
}

function scanLine(text: string, start: number, masks: Uint16Array, symbols: Uint8Array): number {
  let missed = 0;
  for (let column = 0, at = start; column < text.length; column++, at++) {
    const entry = SYMBOLS_AND_KINDS[text.charCodeAt(column)] as number;
    symbols[at] = entry;
    // Below zero when the place may not hold the character.
    missed |= (entry & (masks[at] as number)) - 1;
  }
  if (missed >= 0) return 0;
  for (let at = start; at < start + text.length; at++) if (symbols[at] === NO_VALUE) return MISPLACED | FOREIGN;
  return MISPLACED;
}

/** Judges a check digit over scanned characters, as `judgeCheck` does; the rare cases are left to that. */
export function judgeScanned(
  format: MrzFormat,
  flat: FlatRule | null,
  symbols: Uint8Array,
  wrong: number,
  lines: readonly string[],
): DigitState {
  if (flat === null) return 'absent';
  const digit = symbols[flat.digit] as number;
  if (digit === FILLER || (wrong & FOREIGN) !== 0) return judgeCheck(format, flat.rule, lines);
  const { first, weights } = flat;
  let sum = 0;
  for (let i = 0, at = first; i < weights.length; i += 4, at += 4) {
    // Four at a time, over weights that end in zeros: a loop of one multiplication is mostly loop.
    sum +=
      (symbols[at] as number) * (weights[i] as number) +
      (symbols[at + 1] as number) * (weights[i + 1] as number) +
      (symbols[at + 2] as number) * (weights[i + 2] as number) +
      (symbols[at + 3] as number) * (weights[i + 3] as number);
  }
  return sum % 10 === digit ? 'valid' : 'invalid';
}

const startsOf = (lengths: readonly number[]) =>
  lengths.map((_, line) => lengths.slice(0, line).reduce((sum, n) => sum + n, 0));

function flatten(rule: CheckRule | undefined, starts: readonly number[]): FlatRule | null {
  if (!rule) return null;
  const covered = rule.over.flatMap(({ line, from, to }) =>
    Array.from({ length: to - from }, (_, i) => (starts[line] as number) + from + i),
  );
  const first = Math.min(...covered);
  const weights = new Uint8Array(Math.ceil((Math.max(...covered) - first + 1) / 4) * 4);
  covered.forEach((place, i) => {
    weights[place - first] = [7, 3, 1][i % 3] as number;
  });
  return { rule, digit: (starts[rule.digit.line] as number) + rule.digit.column, first, weights };
}

/** Every layout laid flat. */
export const PLANS = Object.fromEntries(
  (Object.keys(LAYOUTS) as MrzFormat[]).map((format): [MrzFormat, Plan] => {
    const lengths = MRZ_LINES[format];
    const starts = startsOf(lengths);
    const flat = (name: CheckName) =>
      flatten(
        LAYOUTS[format].checks.find((rule) => rule.name === name),
        starts,
      );
    const rules = {
      number: flat('number'),
      birth: flat('birth'),
      expiry: flat('expiry'),
      optional: flat('optional'),
      composite: flat('composite'),
    };
    const masks = Uint16Array.from(classMasks(format).flatMap((row) => [...row].map((mask) => mask << 8)));
    return [format, { lengths, starts, masks, rules }];
  }),
) as Readonly<Record<MrzFormat, Plan>>;
