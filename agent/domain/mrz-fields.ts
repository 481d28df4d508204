import type { MrzFormat } from '../contract/vocabulary/document.ts';

/** Where a field lies: zero-based line and column, length in characters. */
export interface Slot {
  readonly line: number;
  readonly at: number;
  readonly length: number;
}

const slot = (line: number, at: number, length: number): Slot => ({ line, at, length });

/** The fields of one MRZ layout. A missing field does not exist in that layout. */
export interface Layout {
  readonly documentCode: Slot;
  readonly issuingState: Slot;
  readonly documentNumber: Slot;
  readonly documentNumberCheck: Slot;
  readonly birthDate: Slot;
  readonly birthDateCheck: Slot;
  readonly sex: Slot;
  readonly expiryDate?: Slot;
  readonly expiryDateCheck?: Slot;
  readonly nationality?: Slot;
  readonly optional: readonly Slot[];
  /** Check digit of the TD3 optional field; `<` is allowed when the field is empty (Doc 9303-4 §4.2.2). */
  readonly optionalCheck?: Slot;
  readonly names?: Slot;
  readonly surname?: Slot;
  readonly givenNames?: Slot;
  readonly composite?: { readonly check: Slot; readonly over: readonly Slot[] };
  /** Doc 9303-5 §4.2.2 and 9303-6 §4.2.2: a `<` check digit continues the number in this field. */
  readonly longNumber?: Slot;
}

/** The lower line begins alike in every two-line layout (Doc 9303-4, -6 and -7 §4.2.2). */
const LOWER_LINE = {
  documentNumber: slot(1, 0, 9),
  documentNumberCheck: slot(1, 9, 1),
  nationality: slot(1, 10, 3),
  birthDate: slot(1, 13, 6),
  birthDateCheck: slot(1, 19, 1),
  sex: slot(1, 20, 1),
  expiryDate: slot(1, 21, 6),
  expiryDateCheck: slot(1, 27, 1),
} as const;

/** Field positions by layout: ICAO Doc 9303-4 (TD3), -5 (TD1), -6 (TD2), -7 (MRV-A, MRV-B); French identity card of 1988. */
export const LAYOUTS: Readonly<Record<MrzFormat, Layout>> = {
  TD3: {
    documentCode: slot(0, 0, 2),
    issuingState: slot(0, 2, 3),
    names: slot(0, 5, 39),
    ...LOWER_LINE,
    optional: [slot(1, 28, 14)],
    optionalCheck: slot(1, 42, 1),
    composite: { check: slot(1, 43, 1), over: [slot(1, 0, 10), slot(1, 13, 7), slot(1, 21, 22)] },
  },
  TD1: {
    documentCode: slot(0, 0, 2),
    issuingState: slot(0, 2, 3),
    documentNumber: slot(0, 5, 9),
    documentNumberCheck: slot(0, 14, 1),
    optional: [slot(0, 15, 15), slot(1, 18, 11)],
    birthDate: slot(1, 0, 6),
    birthDateCheck: slot(1, 6, 1),
    sex: slot(1, 7, 1),
    expiryDate: slot(1, 8, 6),
    expiryDateCheck: slot(1, 14, 1),
    nationality: slot(1, 15, 3),
    names: slot(2, 0, 30),
    composite: { check: slot(1, 29, 1), over: [slot(0, 5, 25), slot(1, 0, 7), slot(1, 8, 7), slot(1, 18, 11)] },
    longNumber: slot(0, 15, 15),
  },
  TD2: {
    documentCode: slot(0, 0, 2),
    issuingState: slot(0, 2, 3),
    names: slot(0, 5, 31),
    ...LOWER_LINE,
    optional: [slot(1, 28, 7)],
    composite: { check: slot(1, 35, 1), over: [slot(1, 0, 10), slot(1, 13, 7), slot(1, 21, 14)] },
    longNumber: slot(1, 28, 7),
  },
  'MRV-A': {
    documentCode: slot(0, 0, 2),
    issuingState: slot(0, 2, 3),
    names: slot(0, 5, 39),
    ...LOWER_LINE,
    optional: [slot(1, 28, 16)],
  },
  'MRV-B': {
    documentCode: slot(0, 0, 2),
    issuingState: slot(0, 2, 3),
    names: slot(0, 5, 31),
    ...LOWER_LINE,
    optional: [slot(1, 28, 8)],
  },
  'FRA-ID': {
    documentCode: slot(0, 0, 2),
    issuingState: slot(0, 2, 3),
    surname: slot(0, 5, 25),
    documentNumber: slot(1, 0, 12),
    documentNumberCheck: slot(1, 12, 1),
    givenNames: slot(1, 13, 14),
    birthDate: slot(1, 27, 6),
    birthDateCheck: slot(1, 33, 1),
    sex: slot(1, 34, 1),
    optional: [slot(0, 30, 6)],
    composite: { check: slot(1, 35, 1), over: [slot(0, 0, 36), slot(1, 0, 35)] },
  },
};
