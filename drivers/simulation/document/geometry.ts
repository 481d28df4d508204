import type { SpecimenFormat } from './specimen-document.ts';

/** A rectangle in millimetres from the top left corner of the sheet. */
export interface RectMm {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the machine-readable zone stands on its sheet, in millimetres. */
interface MrzPlace {
  readonly side: 'front' | 'back';
  /** Left edge of the first character from the left edge of the sheet. */
  readonly leftMm: number;
  /** Reference centre lines from the bottom edge, upper line first. */
  readonly centreLinesMm: readonly number[];
  readonly heightMm: number;
}

export interface SheetGeometry {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly cornerMm: number;
  readonly mrz: MrzPlace;
  readonly clause: string;
}

/** Fixed pitch of OCR-B size 1: ten characters to 25.4 mm (ICAO Doc 9303-3 §4.4). */
export const MRZ_PITCH_MM = 2.54;
/** Height of capitals of OCR-B size I over the outlines (ECMA-11 §4.1). */
export const MRZ_CAP_HEIGHT_MM = 2.46;

const TWO_LINES = [15.75, 9.4];

/** Nominal sizes of the sheets and of Zone VII. */
export const SHEETS: Readonly<Record<SpecimenFormat, SheetGeometry>> = {
  TD3: {
    widthMm: 125,
    heightMm: 88,
    cornerMm: 3.18,
    mrz: { side: 'front', leftMm: 6, centreLinesMm: TWO_LINES, heightMm: 23.2 },
    clause: 'ICAO Doc 9303-4 §2.2, §4.2.1.3, figures 3 and 7',
  },
  TD2: {
    widthMm: 105,
    heightMm: 74,
    cornerMm: 3.18,
    mrz: { side: 'front', leftMm: 4, centreLinesMm: TWO_LINES, heightMm: 23.2 },
    clause: 'ICAO Doc 9303-6 §2.1, §4.2.1.3, figure 6',
  },
  TD1: {
    widthMm: 85.6,
    heightMm: 53.98,
    cornerMm: 3.18,
    mrz: { side: 'back', leftMm: 5, centreLinesMm: [14.63, 10.4, 6.17], heightMm: 23.2 },
    clause: 'ICAO Doc 9303-5 §2.1, §4.2.1.3, figure 6; six lines to 25.4 mm',
  },
  'MRV-A': {
    widthMm: 120,
    heightMm: 80,
    cornerMm: 0.5,
    mrz: { side: 'front', leftMm: 4, centreLinesMm: TWO_LINES, heightMm: 23.2 },
    clause: 'ICAO Doc 9303-7 §2.1, §4.2.1.4, figure 3',
  },
  'MRV-B': {
    widthMm: 105,
    heightMm: 74,
    cornerMm: 0.5,
    mrz: { side: 'front', leftMm: 4, centreLinesMm: TWO_LINES, heightMm: 23.2 },
    clause: 'ICAO Doc 9303-7 §5.1, §7.2.1.4',
  },
};
