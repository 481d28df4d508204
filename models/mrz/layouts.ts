import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';

/** Which characters a position may hold. */
export type CharacterClass = 'letter' | 'digit' | 'letter-or-filler' | 'digit-or-filler' | 'sex' | 'any';

const MEMBERS: Readonly<Record<CharacterClass, RegExp>> = {
  letter: /[A-Z]/,
  digit: /[0-9]/,
  'letter-or-filler': /[A-Z<]/,
  'digit-or-filler': /[0-9<]/,
  // Doc 9303 allows M, F and the filler; X is printed by some states.
  sex: /[MFX<]/,
  any: /[A-Z0-9<]/,
};

export const isAllowed = (kind: CharacterClass, character: string): boolean => MEMBERS[kind].test(character);

/** A stretch of positions `from`…`to − 1` of one line. */
interface Span {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** A check digit and what it covers, in the order of the weights 7, 3, 1. */
export interface CheckRule {
  readonly over: readonly Span[];
  readonly digit: { readonly line: number; readonly column: number };
  /** True where an empty field may carry the filler instead of a digit. */
  readonly fillerAllowed: boolean;
}

export interface Layout {
  readonly classes: readonly (readonly CharacterClass[])[];
  readonly checks: readonly CheckRule[];
}

/** Expands runs like `2letter 3any`. */
const row = (text: string): CharacterClass[] =>
  text.split(' ').flatMap((part) => {
    const [, count, kind] = /^(\d+)(.+)$/.exec(part) ?? [];
    return new Array<CharacterClass>(Number(count)).fill(kind as CharacterClass);
  });

const span = (line: number, from: number, to: number): Span => ({ line, from, to });
const check = (line: number, column: number, over: Span[], fillerAllowed = false): CheckRule => ({
  over,
  digit: { line, column },
  fillerAllowed,
});

const NAME_LINE = (n: number): CharacterClass[] => row(`1letter 1any ${n - 2}letter-or-filler`);
const DATA = '9any 1digit-or-filler 3letter-or-filler 6digit-or-filler 1digit 1sex 6digit-or-filler 1digit';
const dates = (): CheckRule[] => [check(1, 19, [span(1, 13, 19)]), check(1, 27, [span(1, 21, 27)])];

/**
 * Positions and check digits: Doc 9303-5 §4.2.2 (TD1), -6 §4.2.2 (TD2), -4 §4.2.2 (TD3), -7 §4.2 and §5.2 (MRV-A, MRV-B);
 * the French card of 1988 after the decree's layout. Dates may hold fillers for unknown parts.
 */
export const LAYOUTS: Readonly<Record<MrzFormat, Layout>> = {
  TD1: {
    classes: [
      row('1letter 1any 3letter-or-filler 9any 1digit-or-filler 15any'),
      row('6digit-or-filler 1digit 1sex 6digit-or-filler 1digit 3letter-or-filler 11any 1digit'),
      row('30letter-or-filler'),
    ],
    checks: [
      // The filler here announces a document number longer than nine characters (Doc 9303-5 §4.2.4 note j).
      check(0, 14, [span(0, 5, 14)], true),
      check(1, 6, [span(1, 0, 6)]),
      check(1, 14, [span(1, 8, 14)]),
      check(1, 29, [span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)]),
    ],
  },
  TD2: {
    classes: [NAME_LINE(36), row(`${DATA} 7any 1digit`)],
    checks: [
      check(1, 9, [span(1, 0, 9)], true),
      ...dates(),
      check(1, 35, [span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)]),
    ],
  },
  TD3: {
    classes: [NAME_LINE(44), row(`${DATA} 14any 1digit-or-filler 1digit`)],
    checks: [
      check(1, 9, [span(1, 0, 9)]),
      ...dates(),
      check(1, 42, [span(1, 28, 42)], true),
      check(1, 43, [span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)]),
    ],
  },
  'MRV-A': { classes: [NAME_LINE(44), row(`${DATA} 16any`)], checks: [check(1, 9, [span(1, 0, 9)]), ...dates()] },
  'MRV-B': { classes: [NAME_LINE(36), row(`${DATA} 8any`)], checks: [check(1, 9, [span(1, 0, 9)]), ...dates()] },
  'FRA-ID': {
    classes: [
      row('30letter-or-filler 6any'),
      row('4digit 3any 5digit 1digit 14letter-or-filler 6digit 1digit 1sex 1digit'),
    ],
    checks: [
      check(1, 12, [span(1, 0, 12)]),
      check(1, 33, [span(1, 27, 33)]),
      check(1, 35, [span(0, 0, 36), span(1, 0, 35)]),
    ],
  },
};

const numberOf = (c: string): number => (c === '<' ? 0 : c <= '9' ? Number(c) : c.charCodeAt(0) - 55);

/** Doc 9303-3 §4.9: weights 7, 3, 1, modulo 10. */
export function holds(rule: CheckRule, lines: readonly string[]): boolean {
  const covered = rule.over.map((s) => (lines[s.line] ?? '').slice(s.from, s.to)).join('');
  const printed = lines[rule.digit.line]?.[rule.digit.column] ?? '';
  if (printed === '<') {
    const longNumber = rule.digit.line === 0 || rule.digit.column === 9;
    return rule.fillerAllowed && (longNumber ? hasContinuation(rule, lines) : /^<*$/.test(covered));
  }
  let sum = 0;
  for (let i = 0; i < covered.length; i++) sum += numberOf(covered[i] as string) * ([7, 3, 1][i % 3] as number);
  return printed === String(sum % 10);
}

/** A long document number goes on in the optional field and ends with its check digit there. */
function hasContinuation(rule: CheckRule, lines: readonly string[]): boolean {
  const first = rule.over[0];
  const line = lines[rule.digit.line] ?? '';
  const rest = rule.digit.line === 0 ? line.slice(15, 30) : line.slice(28, 35);
  const tail = /^([A-Z0-9]+)(\d)<*$/.exec(rest);
  if (first === undefined || tail === null) return false;
  const number = line.slice(first.from, first.to) + (tail[1] ?? '');
  let sum = 0;
  for (let i = 0; i < number.length; i++) sum += numberOf(number[i] as string) * ([7, 3, 1][i % 3] as number);
  return tail[2] === String(sum % 10);
}

export const failingChecks = (format: MrzFormat, lines: readonly string[]): CheckRule[] =>
  LAYOUTS[format].checks.filter((rule) => !holds(rule, lines));

/** Positions that hold a character they may not hold. */
export const misplaced = (format: MrzFormat, lines: readonly string[]): number =>
  LAYOUTS[format].classes.reduce(
    (sum, kinds, line) => sum + kinds.filter((kind, i) => !isAllowed(kind, lines[line]?.[i] ?? '')).length,
    0,
  );
