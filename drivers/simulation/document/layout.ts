import type { RectMm } from './geometry.ts';
import type { FieldName } from './printed-zone.ts';
import type { SpecimenFormat } from './specimen-document.ts';

/** One captioned field of the printed zone: left edge and baseline of the value; the caption stands above it. */
interface FieldPlace {
  readonly field: FieldName;
  readonly xMm: number;
  readonly baselineMm: number;
}

/** Everything on one side that is not the machine-readable zone. */
export interface SideLayout {
  readonly header: { readonly xMm: number; readonly baselineMm: number; readonly sizeMm: number };
  readonly portrait?: RectMm;
  readonly ghost?: RectMm;
  readonly fields: readonly FieldPlace[];
  readonly captionMm: number;
  readonly valueMm: number;
}

type Row = readonly [field: FieldName, xMm: number, baselineMm: number];

const places = (rows: readonly Row[]): readonly FieldPlace[] =>
  rows.map(([field, xMm, baselineMm]) => ({ field, xMm, baselineMm }));

/** Sequence of data elements as in 9303-4 figure 5, -5 figure 5, -6 figure 5, -7 §3.2 (a visa shows Zone III above Zone II). */
export const SIDES: Readonly<Record<SpecimenFormat, { readonly front: SideLayout; readonly back?: SideLayout }>> = {
  TD3: {
    front: {
      header: { xMm: 5, baselineMm: 8, sizeMm: 4.2 },
      portrait: { x: 5, y: 17, width: 35, height: 45 },
      ghost: { x: 102, y: 25, width: 18, height: 23 },
      captionMm: 1.7,
      valueMm: 3.1,
      fields: places([
        ['type', 45, 16.5],
        ['code', 60, 16.5],
        ['documentNumber', 83, 16.5],
        ['surname', 45, 23.5],
        ['givenNames', 45, 30.5],
        ['nationality', 45, 37.5],
        ['birthDate', 45, 44.5],
        ['sex', 74, 44.5],
        ['birthPlace', 45, 51.5],
        ['personalNumber', 74, 51.5],
        ['issueDate', 45, 57.5],
        ['authority', 74, 57.5],
        ['expiryDate', 45, 63.5],
      ]),
    },
  },
  TD2: {
    front: {
      header: { xMm: 4, baselineMm: 6.5, sizeMm: 3.6 },
      portrait: { x: 4, y: 11.5, width: 29, height: 37 },
      ghost: { x: 87, y: 29, width: 14, height: 18 },
      captionMm: 1.5,
      valueMm: 2.7,
      fields: places([
        ['surname', 37, 13.5],
        ['givenNames', 37, 19.5],
        ['sex', 37, 25.5],
        ['nationality', 48, 25.5],
        ['birthDate', 37, 31.5],
        ['personalNumber', 62, 31.5],
        ['documentNumber', 37, 37.5],
        ['expiryDate', 62, 37.5],
        ['issueDate', 37, 43.5],
        ['authority', 37, 49],
      ]),
    },
  },
  TD1: {
    front: {
      header: { xMm: 4, baselineMm: 6, sizeMm: 3 },
      portrait: { x: 4, y: 11, width: 27.5, height: 36 },
      ghost: { x: 69, y: 33, width: 13, height: 17 },
      captionMm: 1.35,
      valueMm: 2.5,
      fields: places([
        ['surname', 35, 13.5],
        ['givenNames', 35, 19.5],
        ['sex', 35, 25.5],
        ['nationality', 44, 25.5],
        ['birthDate', 35, 31.5],
        ['documentNumber', 35, 37.5],
        ['expiryDate', 35, 43.5],
        ['remarks', 35, 49.5],
      ]),
    },
    back: {
      header: { xMm: 4, baselineMm: 5.5, sizeMm: 2.4 },
      captionMm: 1.3,
      valueMm: 2.3,
      fields: places([
        ['birthPlace', 4, 12],
        ['personalNumber', 44, 12],
        ['issueDate', 4, 18],
        ['authority', 44, 18],
        ['holderName', 4, 24],
      ]),
    },
  },
  'MRV-A': {
    front: {
      header: { xMm: 5, baselineMm: 7.5, sizeMm: 4 },
      portrait: { x: 5, y: 14, width: 29, height: 37 },
      captionMm: 1.6,
      valueMm: 2.9,
      fields: places([
        ['authority', 40, 16.5],
        ['issueDate', 40, 23],
        ['expiryDate', 66, 23],
        ['documentNumber', 91, 23],
        ['remarks', 40, 29.5],
        ['surname', 40, 36],
        ['givenNames', 40, 42.5],
        ['sex', 40, 49],
        ['birthDate', 54, 49],
        ['nationality', 86, 49],
      ]),
    },
  },
  'MRV-B': {
    front: {
      header: { xMm: 4, baselineMm: 6.5, sizeMm: 3.6 },
      portrait: { x: 4, y: 11, width: 27, height: 34 },
      captionMm: 1.4,
      valueMm: 2.6,
      fields: places([
        ['authority', 36, 13],
        ['issueDate', 36, 19],
        ['expiryDate', 58, 19],
        ['documentNumber', 80, 19],
        ['remarks', 36, 25],
        ['surname', 36, 31],
        ['givenNames', 36, 37],
        ['sex', 36, 43],
        ['birthDate', 47, 43],
        ['nationality', 75, 43],
      ]),
    },
  },
};
