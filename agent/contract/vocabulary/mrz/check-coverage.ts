import type { MrzReading } from '../observations.ts';
import { continuationLength, judgeCheck } from './judge-check.ts';
import { LAYOUTS, type Place, type Span } from './layouts.ts';

/** One character's place in an MRZ, both counted from zero. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One check digit at work: the positions it covers, its own last, and whether it holds as printed. */
export interface CheckCoverage {
  readonly positions: readonly Position[];
  readonly holds: boolean;
  /**
   * A change may move the digit itself: the digit of a long document number stands before the first filler, and whether a number is
   * long a filler elsewhere tells.
   */
  readonly mayMove: boolean;
}

type Text = Pick<MrzReading, 'format' | 'lines'>;

/**
 * The check digits of an MRZ as it was read (ICAO Doc 9303-3 §4.9). The empty field that carries a filler for its digit proves
 * nothing and is left out (TD3 optional data).
 */
export function checkCoverage({ format, lines }: Text): readonly CheckCoverage[] {
  return LAYOUTS[format].checks.flatMap((rule): CheckCoverage[] => {
    const state = judgeCheck(format, rule, lines);
    if (state === 'absent') return [];
    const long = rule.filler === 'long-number' && charAt(lines, rule.digit) === '<';
    const digit = long ? continuation(format, lines).slice(-1) : [rule.digit];
    const over = long ? numberPositions({ format, lines }) : rule.over.flatMap(positionsOfSpan);
    return [{ positions: [...over, ...digit], holds: state === 'valid', mayMove: long }];
  });
}

/** Every position of the document number, with the part in which a long one goes on (Doc 9303-5 and -6 §4.2.2, note j). */
export function numberPositions({ format, lines }: Text): readonly Position[] {
  const { documentNumber, checks } = LAYOUTS[format];
  const digit = checks.find(({ name }) => name === 'number')?.digit;
  const goesOn = digit !== undefined && charAt(lines, digit) === '<';
  return [...positionsOf(documentNumber), ...(goesOn ? continuation(format, lines).slice(0, -1) : [])];
}

/** The positions of a field from left to right; none of a field that the layout does not have. */
export function positionsOf(place: Place | undefined): Position[] {
  if (!place) return [];
  const { line, column, length } = place;
  return positionsOfSpan({ line, from: column, to: column + length });
}

export const charAt = (lines: readonly string[], { line, column }: Position): string => lines[line]?.[column] ?? '<';

/** One number for a position, to look it up by. */
export const positionKey = ({ line, column }: Position): number => line * 100 + column;

const positionsOfSpan = ({ line, from, to }: Span): Position[] =>
  Array.from({ length: to - from }, (_, i) => ({ line, column: from + i }));

/** The rest of a long number and its check digit. */
function continuation(format: Text['format'], lines: readonly string[]): Position[] {
  const rest = LAYOUTS[format].longNumber;
  return rest ? positionsOf({ ...rest, length: continuationLength(format, lines) }) : [];
}
