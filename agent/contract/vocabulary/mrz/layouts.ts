import { MRZ_LINES, type MrzFormat } from '../document.ts';

/** Which characters a position may hold. */
export type CharacterClass = 'letter' | 'digit' | 'filler' | 'letter-or-filler' | 'digit-or-filler' | 'sex' | 'any';

/** Where something stands: zero-based line and column, length in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A field and what its positions may hold; every position is listed. */
interface Field extends Place {
  readonly characters: readonly CharacterClass[];
}

/** A stretch of positions `from`…`to − 1` of one line. */
export interface Span {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export type CheckName = 'number' | 'birth' | 'expiry' | 'optional' | 'composite';

/** A check digit and what it covers, in the order of the weights 7, 3, 1 (ICAO Doc 9303-3 §4.9). */
export interface CheckRule {
  readonly name: CheckName;
  readonly over: readonly Span[];
  readonly digit: { readonly line: number; readonly column: number };
  /**
   * What a filler in place of the digit means. `empty-field`: nothing to check, allowed where every covered character is a filler
   * (Doc 9303-4 §4.2.2.2). `long-number`: the number and its digit go on in the layout's `longNumber` field (Doc 9303-5 and -6
   * §4.2.2, note j).
   */
  readonly filler: 'invalid' | 'empty-field' | 'long-number';
}

/** The fields of one MRZ layout. A missing field does not exist in that layout. */
export interface Layout {
  readonly documentCode?: Field;
  readonly issuingState?: Field;
  readonly documentNumber: Field;
  readonly birthDate?: Field;
  readonly sex?: Field;
  readonly expiryDate?: Field;
  readonly nationality?: Field;
  readonly optional: readonly Field[];
  /** Primary and secondary identifier in one field, `<<` between them. */
  readonly names?: Field;
  readonly surname?: Field;
  readonly givenNames?: Field;
  /** Only nationals hold the document, so that the issuing state is the nationality. */
  readonly nationalsOnly?: true;
  /** Where a document number of more than nine characters goes on. */
  readonly longNumber?: Place;
  readonly separators?: readonly Field[];
  readonly checks: readonly CheckRule[];
}

const field = (line: number, column: number, characters: string): Field => {
  const expanded = characters.split(' ').flatMap((part) => {
    const [, count = '1', kind] = /^(\d*)(.+)$/.exec(part) ?? [];
    return new Array<CharacterClass>(Number(count || 1)).fill(kind as CharacterClass);
  });
  return { line, column, length: expanded.length, characters: expanded };
};

const span = (line: number, from: number, to: number): Span => ({ line, from, to });

const check = (
  name: CheckName,
  [line, column]: readonly [line: number, column: number],
  over: readonly Span[],
  filler: CheckRule['filler'] = 'invalid',
): CheckRule => ({ name, over, digit: { line, column }, filler });

const CODE = 'letter any';
const STATE = '3letter-or-filler';
const NUMBER = '9any';
/** Unknown parts of a birth date are fillers (Doc 9303-3 §4.8); expiry dates of some permits are open the same way. */
const DATE = '6digit-or-filler';
const names = (length: number) => `${length}letter-or-filler`;

/** Line 1 of the two-line layouts. */
const upperLine = (length: number) => ({
  documentCode: field(0, 0, CODE),
  issuingState: field(0, 2, STATE),
  names: field(0, 5, names(length - 5)),
});

/** Line 2 begins alike in every two-line layout (Doc 9303-4, -6 and -7 §4.2.2). */
const LOWER_LINE = {
  documentNumber: field(1, 0, NUMBER),
  nationality: field(1, 10, STATE),
  birthDate: field(1, 13, DATE),
  sex: field(1, 20, 'sex'),
  expiryDate: field(1, 21, DATE),
} as const;
const NUMBER_CHECK = check('number', [1, 9], [span(1, 0, 9)]);
const DATE_CHECKS = [check('birth', [1, 19], [span(1, 13, 19)]), check('expiry', [1, 27], [span(1, 21, 27)])] as const;

/**
 * Fields, characters and check digits of every layout the station reads and the document factory writes:
 * TD1 Doc 9303-5 §4.2.2, TD2 Doc 9303-6 §4.2.2, TD3 Doc 9303-4 §4.2.2, MRV-A and MRV-B Doc 9303-7 §4.2.2 and §5.2.2 (no composite
 * digit), the French identity card of 1988, the French driving licence of 2013 and the Swiss and Liechtenstein one of 2003, whose
 * three lines carry no check digit at all.
 */
export const LAYOUTS: Readonly<Record<MrzFormat, Layout>> = {
  TD1: {
    documentCode: field(0, 0, CODE),
    issuingState: field(0, 2, STATE),
    documentNumber: field(0, 5, NUMBER),
    optional: [field(0, 15, '15any'), field(1, 18, '11any')],
    birthDate: field(1, 0, DATE),
    sex: field(1, 7, 'sex'),
    expiryDate: field(1, 8, DATE),
    nationality: field(1, 15, STATE),
    names: field(2, 0, names(30)),
    longNumber: { line: 0, column: 15, length: 15 },
    checks: [
      check('number', [0, 14], [span(0, 5, 14)], 'long-number'),
      check('birth', [1, 6], [span(1, 0, 6)]),
      check('expiry', [1, 14], [span(1, 8, 14)]),
      check('composite', [1, 29], [span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)]),
    ],
  },
  TD2: {
    ...upperLine(36),
    ...LOWER_LINE,
    optional: [field(1, 28, '7any')],
    longNumber: { line: 1, column: 28, length: 7 },
    checks: [
      { ...NUMBER_CHECK, filler: 'long-number' },
      ...DATE_CHECKS,
      check('composite', [1, 35], [span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)]),
    ],
  },
  TD3: {
    ...upperLine(44),
    ...LOWER_LINE,
    optional: [field(1, 28, '14any')],
    checks: [
      NUMBER_CHECK,
      ...DATE_CHECKS,
      check('optional', [1, 42], [span(1, 28, 42)], 'empty-field'),
      check('composite', [1, 43], [span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)]),
    ],
  },
  'MRV-A': {
    ...upperLine(44),
    ...LOWER_LINE,
    optional: [field(1, 28, '16any')],
    checks: [NUMBER_CHECK, ...DATE_CHECKS],
  },
  'MRV-B': {
    ...upperLine(36),
    ...LOWER_LINE,
    optional: [field(1, 28, '8any')],
    checks: [NUMBER_CHECK, ...DATE_CHECKS],
  },
  'FRA-ID': {
    documentCode: field(0, 0, 'letter letter-or-filler'),
    issuingState: field(0, 2, STATE),
    surname: field(0, 5, names(25)),
    optional: [field(0, 30, '6any')],
    documentNumber: field(1, 0, '4digit 3any 5digit'),
    givenNames: field(1, 13, names(14)),
    birthDate: field(1, 27, '6digit'),
    sex: field(1, 34, 'sex'),
    nationalsOnly: true,
    checks: [
      check('number', [1, 12], [span(1, 0, 12)]),
      check('birth', [1, 33], [span(1, 27, 33)]),
      check('composite', [1, 35], [span(0, 0, 36), span(1, 0, 35)]),
    ],
  },
  'FRA-DL': {
    documentCode: field(0, 0, 'letter digit'),
    issuingState: field(0, 2, '3letter'),
    documentNumber: field(0, 5, NUMBER),
    expiryDate: field(0, 15, '6digit'),
    surname: field(0, 21, names(8)),
    optional: [],
    checks: [check('number', [0, 14], [span(0, 0, 14)]), check('composite', [0, 29], [span(0, 0, 29)])],
  },
  'CHE-DL': {
    // The blank's number with the language letter; what is registered is the holder's number and the issue count on line 2.
    optional: [field(0, 0, '3any 3digit letter 2filler')],
    documentCode: field(1, 0, '2letter'),
    issuingState: field(1, 2, '3letter'),
    documentNumber: field(1, 5, '12digit'),
    birthDate: field(1, 19, '6digit'),
    separators: [field(1, 17, '2filler'), field(1, 25, '5filler')],
    names: field(2, 0, names(30)),
    checks: [],
  },
};

/** Every field of a layout with its name, in no particular order. */
export function fieldsOf(layout: Layout): readonly (readonly [name: FieldName, field: Field])[] {
  const single = SINGLE_FIELDS.flatMap((name) => {
    const found = layout[name];
    return found ? [[name, found] as const] : [];
  });
  return [...single, ...layout.optional.map((found) => ['optional', found] as const)];
}

const SINGLE_FIELDS = [
  'documentCode',
  'issuingState',
  'documentNumber',
  'birthDate',
  'sex',
  'expiryDate',
  'nationality',
  'names',
  'surname',
  'givenNames',
] as const;
export type FieldName = (typeof SINGLE_FIELDS)[number] | 'optional';

/** What every position of every line may hold; the place of a check digit holds a digit, and a filler where its rule allows one. */
export const CLASSES: Readonly<Record<MrzFormat, readonly (readonly CharacterClass[])[]>> = Object.fromEntries(
  (Object.keys(LAYOUTS) as MrzFormat[]).map((format) => {
    const layout = LAYOUTS[format];
    const rows = MRZ_LINES[format].map((length) => new Array<CharacterClass>(length).fill('any'));
    for (const placed of [...fieldsOf(layout).map(([, found]) => found), ...(layout.separators ?? [])])
      placed.characters.forEach((kind, offset) => {
        (rows[placed.line] as CharacterClass[])[placed.column + offset] = kind;
      });
    for (const { digit, filler } of layout.checks)
      (rows[digit.line] as CharacterClass[])[digit.column] = filler === 'invalid' ? 'digit' : 'digit-or-filler';
    return [format, rows];
  }),
) as unknown as Readonly<Record<MrzFormat, readonly (readonly CharacterClass[])[]>>;
