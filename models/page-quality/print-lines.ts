import type { Box } from '../../agent/contract/vocabulary/observations.ts';
import type { DocumentArea } from './document-area.ts';
import type { ReducedPage } from './reduce-page.ts';

/** The best candidate for an MRZ among the lines of print, and how much print there is at all. */
export interface LongLines {
  /** Unbroken length of the two longest parallel neighbours (the shorter of them), as a share of the document's long side. */
  readonly pairLength: number;
  /** True when one of the two runs to the very edge of the area. */
  readonly runsOut: boolean;
  /** Share of the document's small pixels that are ink. */
  readonly inkShare: number;
}

/** Ink is darker than the mean of its surroundings by this share of the paper. */
const INK = 0.3;
const SURROUNDINGS = 8;
const EDGE = 3;
/** Directions tried, degrees: the page may lie askew and sideways. */
const ANGLES = [0, 90].flatMap((turn) => Array.from({ length: 21 }, (_, i) => turn + 2 * (i - 10)));
/** Cells across and along a line, small pixels. */
const ACROSS = 3;
const ALONG = 8;
/** A line may pause for this many cells: filler runs print thinly. */
const LONGEST_PAUSE = 2;

/**
 * Looks for two long unbroken lines of small print under each other, in any direction: Zone VII of ICAO Doc 9303-3 has 30 to 44
 * characters without a gap in each line, while printed fields are shorter and stand apart.
 */
export function findLongLines(page: ReducedPage, document: DocumentArea, paper: number): LongLines {
  const area = document.box;
  const { xs, ys } = inkPoints(page, document, INK * paper);
  const inkShare = xs.length / (area.width * area.height);
  const long = Math.max(area.width, area.height);
  if (xs.length < 60) return { pairLength: 0, runsOut: false, inkShare };
  const [lying, standing] = sharpest(xs, ys, area).map((degrees) => findPair(xs, ys, area, degrees)) as [Pair, Pair];
  const best = lying.length >= standing.length ? lying : standing;
  return { pairLength: best.length / long, runsOut: best.runsOut, inkShare };
}

function inkPoints(
  { width, luma }: ReducedPage,
  { box: area, mask }: DocumentArea,
  depth: number,
): { xs: Float32Array; ys: Float32Array } {
  const w = area.width;
  const h = area.height;
  const sums = new Float64Array((w + 1) * (h + 1));
  for (let y = 0; y < h; y++) {
    let row = 0;
    for (let x = 0; x < w; x++) {
      row += luma[(area.y + y) * width + area.x + x] as number;
      sums[(y + 1) * (w + 1) + x + 1] = (sums[y * (w + 1) + x + 1] as number) + row;
    }
  }
  const [xs, ys] = [new Float32Array(w * h), new Float32Array(w * h)];
  let count = 0;
  // Along the sheet's edge the dark ground would pass for a line of ink.
  for (let y = EDGE; y < h - EDGE; y++) {
    const [top, bottom] = [Math.max(0, y - SURROUNDINGS), Math.min(h, y + SURROUNDINGS + 1)];
    for (let x = EDGE; x < w - EDGE; x++) {
      const at = (area.y + y) * width + area.x + x;
      const onSheet =
        mask[at - EDGE] === 1 &&
        mask[at + EDGE] === 1 &&
        mask[at - EDGE * width] === 1 &&
        mask[at + EDGE * width] === 1;
      if (!onSheet) continue;
      const [left, right] = [Math.max(0, x - SURROUNDINGS), Math.min(w, x + SURROUNDINGS + 1)];
      const sum =
        (sums[bottom * (w + 1) + right] as number) -
        (sums[top * (w + 1) + right] as number) -
        (sums[bottom * (w + 1) + left] as number) +
        (sums[top * (w + 1) + left] as number);
      const mean = sum / ((bottom - top) * (right - left));
      if (mean - (luma[at] as number) < depth) continue;
      xs[count] = x;
      ys[count] = y;
      count += 1;
    }
  }
  return { xs: xs.subarray(0, count), ys: ys.subarray(0, count) };
}

/** The two directions in which the ink falls into the clearest rows: largest sum of squared row counts. */
function sharpest(xs: Float32Array, ys: Float32Array, area: Box): number[] {
  const reach = Math.ceil(Math.hypot(area.width, area.height));
  const every = Math.max(1, Math.floor(xs.length / 2500));
  const scored = ANGLES.map((degrees) => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const rows = new Uint32Array(2 * reach);
    for (let i = 0; i < xs.length; i += every) {
      const row = ((ys[i] as number) * c - (xs[i] as number) * s + reach) | 0;
      rows[row] = (rows[row] as number) + 1;
    }
    let score = 0;
    for (const count of rows) score += count * count;
    return { degrees, score };
  });
  const lying = scored.slice(0, scored.length / 2).sort((a, b) => b.score - a.score)[0] as { degrees: number };
  const standing = scored.slice(scored.length / 2).sort((a, b) => b.score - a.score)[0] as { degrees: number };
  return [lying.degrees, standing.degrees];
}

interface Pair {
  readonly length: number;
  readonly runsOut: boolean;
}

function findPair(xs: Float32Array, ys: Float32Array, area: Box, degrees: number): Pair {
  const reach = Math.ceil(Math.hypot(area.width, area.height));
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const rows = Math.ceil((2 * reach) / ACROSS);
  const columns = Math.ceil((2 * reach) / ALONG);
  const cells = new Uint8Array(rows * columns);
  let [first, last] = [columns, 0];
  for (let i = 0; i < xs.length; i++) {
    const row = (((ys[i] as number) * c - (xs[i] as number) * s + reach) / ACROSS) | 0;
    const column = (((xs[i] as number) * c + (ys[i] as number) * s + reach) / ALONG) | 0;
    const at = row * columns + column;
    if ((cells[at] as number) < 255) cells[at] = (cells[at] as number) + 1;
    if (column < first) first = column;
    if (column > last) last = column;
  }
  const text = standingFree(cells, rows, columns);
  const runs = Array.from({ length: rows }, (_, row) => longestRun(text, row * columns, columns));
  const peaks = runs
    .map((run, row) => ({ ...run, row }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length);
  const [longest] = peaks;
  // Neighbouring cells of one line are not a second line.
  const second = longest && peaks.find(({ row }) => Math.abs(row - longest.row) >= APART);
  if (!longest || !second) return { length: 0, runsOut: false };
  const [low, high] = edges(area, c, s, reach);
  const runsOut = [longest, second].some(({ from, length }) => from <= low || from + length - 1 >= high);
  return { length: second.length * ALONG, runsOut };
}

/** First and last column that the area reaches, as cells. */
function edges({ width, height }: Box, c: number, s: number, reach: number): readonly [number, number] {
  const ends = [0, width * c, height * s, width * c + height * s].map((along) => (along + reach) / ALONG);
  return [Math.floor(Math.min(...ends)), Math.floor(Math.max(...ends) - 0.01)];
}

/** Rows of cells between two lines of print, at least. */
const APART = 4;
/** Print stands free: within this many rows of cells above and below there are two without ink. */
const FREE_WITHIN = 8;

/** 1 where a cell holds ink that stands free above and below, as lines of print do and a portrait does not. */
function standingFree(cells: Uint8Array, rows: number, columns: number): Uint8Array {
  const text = new Uint8Array(cells.length);
  const empty = (row: number, column: number) =>
    row < 0 || row >= rows || (cells[row * columns + column] as number) === 0;
  const free = (row: number, column: number, step: 1 | -1) => {
    for (let n = 1; n < FREE_WITHIN; n++)
      if (empty(row + n * step, column) && empty(row + (n + 1) * step, column)) return true;
    return false;
  };
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++)
      if ((cells[at] as number) >= 2 && free(row, column, 1) && free(row, column, -1)) text[at] = 1;
  return text;
}

function longestRun(
  text: Uint8Array,
  start: number,
  columns: number,
): { readonly from: number; readonly length: number } {
  let [best, bestFrom, run, from, pause] = [0, 0, 0, 0, 0];
  for (let column = 0; column < columns; column++) {
    if (text[start + column] === 1) {
      if (run === 0) from = column;
      run += 1 + pause;
      pause = 0;
    } else if (run > 0) {
      pause += 1;
      if (pause > LONGEST_PAUSE) run = pause = 0;
    }
    if (run > best) [best, bestFrom] = [run, from];
  }
  return { from: bestFrom, length: best };
}
