import { MRZ_LINES, type MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import type { Box, MrzReading, Picture } from '../../agent/contract/vocabulary/observations.ts';

/** Part of a page to read, in whole pixels, and how much to enlarge it. */
export interface PrintedArea {
  readonly box: Box;
  readonly scale: number;
}

/** OCR-B in the MRZ is printed ten characters to the inch (ICAO Doc 9303-3 §4.5). */
const PITCH_MM = 2.54;
/** The document reaches this far beyond the ends of the MRZ lines (Doc 9303-4 and -5 §3, with room for a skewed page). */
const BESIDE_MM = 10;
/**
 * Print of 1.5–3 mm is read best at this scale. On 68 specimen pages 12 px/mm confirmed number and surname on 32, 9 px/mm on 30, a
 * whole page reduced to 1100 px on 25, at 0.86, 0.69 and 0.60 s of processor time.
 */
const PX_PER_MM = 12;
/** Growing a picture adds no detail beyond this. */
const MOST_GROWTH = 3;
/** The whole page is read at this long side when no MRZ tells where the print is. */
const PAGE_LONG_SIDE = 1100;
const PAGE_MOST_GROWTH = 2;

/** From the bottom of the MRZ to the top of the document, mm: heights of Doc 9303-4, -5, -6 and -7 with room above. */
const HEIGHT_MM: Readonly<Record<MrzFormat, number>> = {
  TD1: 56,
  TD2: 76,
  TD3: 92,
  'MRV-A': 84,
  'MRV-B': 78,
  'FRA-ID': 78,
  'FRA-DL': 56,
  'CHE-DL': 58,
};

/** Where the printed zone of an upright page lies, by the size and place of its MRZ: above it, as wide as the document. */
export function printedArea(page: Picture, mrz: Pick<MrzReading, 'box' | 'format'> | null): PrintedArea {
  const whole = { x: 0, y: 0, width: page.width, height: page.height };
  const longSide = Math.max(page.width, page.height);
  if (!mrz) return { box: whole, scale: Math.min(PAGE_MOST_GROWTH, PAGE_LONG_SIDE / longSide) };
  const pxPerMm = mrz.box.width / (Math.max(...MRZ_LINES[mrz.format]) * PITCH_MM);
  const left = Math.max(0, Math.floor(mrz.box.x - BESIDE_MM * pxPerMm));
  const right = Math.min(page.width, Math.ceil(mrz.box.x + mrz.box.width + BESIDE_MM * pxPerMm));
  const bottom = Math.min(page.height, Math.ceil(mrz.box.y + mrz.box.height));
  const top = Math.max(0, Math.floor(bottom - HEIGHT_MM[mrz.format] * pxPerMm));
  if (right - left < 1 || bottom - top < 1) return { box: whole, scale: PAGE_LONG_SIDE / longSide };
  return {
    box: { x: left, y: top, width: right - left, height: bottom - top },
    scale: Math.min(MOST_GROWTH, PX_PER_MM / pxPerMm),
  };
}
