import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { countMisplaced, isAllowed } from '../../agent/contract/vocabulary/mrz/allowed-characters.ts';
import { judgeCheck } from '../../agent/contract/vocabulary/mrz/judge-check.ts';
import {
  type CharacterClass,
  type CheckRule,
  CLASSES,
  LAYOUTS as TABLE,
} from '../../agent/contract/vocabulary/mrz/layouts.ts';

export type { CheckRule } from '../../agent/contract/vocabulary/mrz/layouts.ts';
export { isAllowed };

/** A layout as the reader needs it: what each position may hold, and the check digits. */
interface Layout {
  readonly classes: readonly (readonly CharacterClass[])[];
  readonly checks: readonly CheckRule[];
}

export const LAYOUTS: Readonly<Record<MrzFormat, Layout>> = Object.fromEntries(
  (Object.keys(TABLE) as MrzFormat[]).map((format) => [
    format,
    { classes: CLASSES[format], checks: TABLE[format].checks },
  ]),
) as Record<MrzFormat, Layout>;

/** Check digits that are wrong as printed; one that may be a filler there and rightly is one holds. */
export const failingChecks = (format: MrzFormat, lines: readonly string[]): CheckRule[] =>
  LAYOUTS[format].checks.filter((rule) => judgeCheck(format, rule, lines) === 'invalid');

/** Positions that hold a character they may not hold. */
export const misplaced = (format: MrzFormat, lines: readonly string[]): number => countMisplaced(format, lines);

/** First letters a document of each layout may have: Doc 9303-4, -5, -6 and -7 §4.2.2.1, and the national layouts. */
const FIRST_LETTERS: Readonly<Record<MrzFormat, string>> = {
  TD1: 'ACI',
  TD2: 'ACI',
  TD3: 'P',
  'MRV-A': 'V',
  'MRV-B': 'V',
  'FRA-ID': 'I',
  'FRA-DL': 'D',
  'CHE-DL': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
};

/** Whether a conformant document may have the character at the position. */
export function mayStand(format: MrzFormat, line: number, column: number, character: string): boolean {
  if (line === 0 && column === 0) return FIRST_LETTERS[format].includes(character);
  return isAllowed(CLASSES[format][line]?.[column] ?? 'any', character);
}
