import type { MrzFormat } from '../document.ts';
import { CHARACTER_VALUES, NO_VALUE } from './check-digit.ts';
import { type CheckRule, LAYOUTS, type Place, type Span } from './layouts.ts';

/** State of one check digit. `absent`: the layout has none, or the field it guards is empty and carries `<`. */
export type DigitState = 'valid' | 'invalid' | 'absent';

const FILLER = 60;
const ZERO = 48;

/**
 * Judges one check digit of a layout (ICAO Doc 9303-3 §4.9). What a line is too short for counts as filler. A character outside
 * the MRZ alphabet makes every digit over it invalid.
 */
export function judgeCheck(format: MrzFormat, rule: CheckRule, lines: readonly string[]): DigitState {
  const printed = codeAt(lines, rule.digit.line, rule.digit.column);
  if (printed === FILLER) {
    if (rule.filler === 'empty-field') return isEmpty(rule.over, lines) ? 'absent' : 'invalid';
    if (rule.filler === 'long-number') return judgeLongNumber(format, rule, lines);
    return 'invalid';
  }
  return weigh(rule.over, lines) === printed - ZERO ? 'valid' : 'invalid';
}

/**
 * How many characters of the continuation field belong to a long document number with its check digit, 0 when the number does not
 * go on there (Doc 9303-5 and -6 §4.2.2, note j): the characters up to the first filler, the last of them the digit.
 */
export function continuationLength(format: MrzFormat, lines: readonly string[]): number {
  const rest = LAYOUTS[format].longNumber;
  if (!rest) return 0;
  let length = 0;
  while (length < rest.length && codeAt(lines, rest.line, rest.column + length) !== FILLER) length++;
  return length >= 2 && length < rest.length ? length : 0;
}

/**
 * The digit of a long number covers the whole number. Issuers differ on whether the filler after the ninth character counts as a
 * place (Doc 9303-11 appendix D gives an example that fits both); either holds.
 */
function judgeLongNumber(format: MrzFormat, rule: CheckRule, lines: readonly string[]): DigitState {
  const length = continuationLength(format, lines);
  const rest = LAYOUTS[format].longNumber as Place;
  if (length === 0) return 'invalid';
  const digit = codeAt(lines, rest.line, rest.column + length - 1) - ZERO;
  const tail: Span = { line: rest.line, from: rest.column, to: rest.column + length - 1 };
  if (weigh([...rule.over, tail], lines) === digit) return 'valid';
  const gap: Span = { line: rule.digit.line, from: rule.digit.column, to: rule.digit.column + 1 };
  return weigh([...rule.over, gap, tail], lines) === digit ? 'valid' : 'invalid';
}

/** Weighted sum modulo 10 over the spans in order, −1 when one of the characters has no value. */
function weigh(over: readonly Span[], lines: readonly string[]): number {
  let sum = 0;
  let weight = 7;
  for (let s = 0; s < over.length; s++) {
    const span = over[s] as Span;
    const line = lines[span.line] ?? '';
    const to = Math.min(span.to, line.length);
    for (let at = span.from; at < to; at++) {
      const value = CHARACTER_VALUES[line.charCodeAt(at)] ?? NO_VALUE;
      if (value === NO_VALUE) return -1;
      sum += value * weight;
      weight = weight === 7 ? 3 : weight === 3 ? 1 : 7;
    }
    for (let missing = Math.max(to, span.from); missing < span.to; missing++)
      weight = weight === 7 ? 3 : weight === 3 ? 1 : 7;
  }
  return sum % 10;
}

function isEmpty(over: readonly Span[], lines: readonly string[]): boolean {
  for (const { line, from, to } of over)
    for (let at = from; at < to; at++) if (codeAt(lines, line, at) !== FILLER) return false;
  return true;
}

/** Character code at a place; what is not there counts as filler. */
function codeAt(lines: readonly string[], line: number, column: number): number {
  const text = lines[line];
  return text !== undefined && column < text.length ? text.charCodeAt(column) : FILLER;
}
