import type { Box } from '../../agent/contract/vocabulary/observations.ts';
import { quantile } from './blobs.ts';
import type { ReducedPage } from './reduce-page.ts';

export type Side = 'top' | 'right' | 'bottom' | 'left';
export const SIDES: readonly Side[] = ['top', 'right', 'bottom', 'left'];

/** Where the document lies in the small picture. */
export interface DocumentArea {
  /** True when an even ground was seen around at least half of the picture, so that the document's bounds are known. */
  readonly bounded: boolean;
  readonly box: Box;
  /** 1 where a pixel differs from the ground; all 1 when the ground is not known. */
  readonly mask: Uint8Array;
  /** Longest run along each side of the picture that is document, as a share of the document's extent there. */
  readonly touching: Readonly<Record<Side, number>>;
}

/** Colour distance (largest channel difference, grey levels) from which a pixel is no longer ground. */
const GROUND_SPREAD = 30;
/** Share of a side that shows the ground for that side to be free. */
const FREE_SHARE = 0.85;
/** A document fills its bounds; where less does, the ground was the paper itself and only its print stood out. */
const LEAST_FILL = 0.6;
/** A ground nearly as light as the paper is the canvas of a picture file or a desk: there bounds and holes are guesses. */
const DARKER_GROUND = 0.75;
/** Share of a row or column that is document inside its bounds; less is dust or a reflection on the glass. */
const FILLED_SHARE = 0.06;

/** Finds the document on an even ground (the dark glass, a table) from the picture's border; pictures without one are all document. */
export function findDocument(page: ReducedPage): DocumentArea {
  const { width, height } = page;
  const border = borderPixels(width, height);
  const ground = medianColour(
    page,
    SIDES.flatMap((side) => border[side]),
  );
  const free = SIDES.filter(
    (side) => share(border[side], (at) => distance(page, at, ground) <= GROUND_SPREAD) >= FREE_SHARE,
  );
  const all = { x: 0, y: 0, width, height };
  const none = { top: 0, right: 0, bottom: 0, left: 0 };
  if (free.length < 2)
    return { bounded: false, box: all, mask: new Uint8Array(width * height).fill(1), touching: none };
  const mask = new Uint8Array(width * height);
  const [rows, columns] = [new Uint32Array(height), new Uint32Array(width)];
  const { rgb } = page;
  const [r, g, b] = ground;
  for (let y = 0, at = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++, i += 3) {
      const dr = (rgb[i] as number) - r;
      const dg = (rgb[i + 1] as number) - g;
      const db = (rgb[i + 2] as number) - b;
      const differs =
        dr > GROUND_SPREAD ||
        dr < -GROUND_SPREAD ||
        dg > GROUND_SPREAD ||
        dg < -GROUND_SPREAD ||
        db > GROUND_SPREAD ||
        db < -GROUND_SPREAD;
      if (!differs) continue;
      mask[at] = 1;
      rows[y] = (rows[y] as number) + 1;
      columns[x] = (columns[x] as number) + 1;
    }
  const [top, bottom] = extent(rows, FILLED_SHARE * width);
  const [left, right] = extent(columns, FILLED_SHARE * height);
  if (bottom < top || right < left) return { bounded: false, box: all, mask: mask.fill(1), touching: none };
  const box = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  const inside = levelsOf(page, mask, box);
  const groundLuma = (77 * r + 150 * g + 29 * b) >> 8;
  if (inside.fill < LEAST_FILL || groundLuma > DARKER_GROUND * inside.paper)
    return { bounded: false, box: all, mask: mask.fill(1), touching: none };
  const touching = Object.fromEntries(
    SIDES.map((side) => {
      const run = longestRun(border[side], (at) => mask[at] === 1);
      return [side, run / (side === 'top' || side === 'bottom' ? box.width : box.height)];
    }),
  ) as Record<Side, number>;
  return { bounded: true, box, mask, touching };
}

/** Indices of the pixels two steps inside each side; the outermost row often carries the frame of a cropping tool. */
function borderPixels(width: number, height: number): Record<Side, number[]> {
  const row = (y: number) => Array.from({ length: width }, (_, x) => y * width + x);
  const column = (x: number) => Array.from({ length: height }, (_, y) => y * width + x);
  const inset = Math.min(2, (Math.min(width, height) - 1) >> 1);
  return {
    top: row(inset),
    right: column(width - 1 - inset),
    bottom: row(height - 1 - inset),
    left: column(inset),
  };
}

/** Share of the box that is document, and the level that three fifths of it do not exceed. */
function levelsOf(
  { width, luma }: ReducedPage,
  mask: Uint8Array,
  box: Box,
): { readonly fill: number; readonly paper: number } {
  const levels = new Uint32Array(256);
  let count = 0;
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x, at = y * width + x; x < box.x + box.width; x++, at++) {
      if (mask[at] === 0) continue;
      count += 1;
      levels[luma[at] as number] = (levels[luma[at] as number] as number) + 1;
    }
  return { fill: count / (box.width * box.height), paper: quantile(levels, 0.6) };
}

type Colour = readonly [number, number, number];

function medianColour({ rgb }: ReducedPage, pixels: readonly number[]): Colour {
  const median = (channel: number) =>
    pixels.map((at) => rgb[3 * at + channel] as number).sort((a, b) => a - b)[pixels.length >> 1] as number;
  return [median(0), median(1), median(2)];
}

function distance({ rgb }: ReducedPage, at: number, [r, g, b]: Colour): number {
  const i = 3 * at;
  return Math.max(
    Math.abs((rgb[i] as number) - r),
    Math.abs((rgb[i + 1] as number) - g),
    Math.abs((rgb[i + 2] as number) - b),
  );
}

const share = (pixels: readonly number[], test: (at: number) => boolean): number =>
  pixels.filter(test).length / pixels.length;

function longestRun(pixels: readonly number[], test: (at: number) => boolean): number {
  let [longest, run] = [0, 0];
  for (const at of pixels) {
    run = test(at) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function extent(counts: Uint32Array, least: number): readonly [first: number, last: number] {
  const first = counts.findIndex((count) => count >= least);
  return first < 0 ? [0, -1] : [first, counts.findLastIndex((count) => count >= least)];
}
