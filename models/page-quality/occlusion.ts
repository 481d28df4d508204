import type { Box } from '../../agent/contract/vocabulary/observations.ts';
import { type Blob, findBlobs } from './blobs.ts';
import type { DocumentArea } from './document-area.ts';
import type { Light } from './light.ts';
import type { ReducedPage } from './reduce-page.ts';

/** Something that lies over the document: a finger or a dark object. */
export interface Occlusion {
  readonly box: Box;
  /** Share of the document's area that it covers. */
  readonly share: number;
  /** How far it reaches in, as a share of the document's short side. */
  readonly reach: number;
}

/** Skin in YCbCr (Chai and Ngan, 1999: Cb 77–127, Cr 133–173), narrowed from below because red-toned paper and sepia begin there. */
const SKIN = { leastCb: 77, mostCb: 124, leastCr: 138, mostCr: 176, leastLuma: 40 } as const;
/** Skin is redder than the paper by at least this much Cr. */
const REDDER = 6;
/** A hand's edge along the picture is shorter than this share of the side; a table or a red cover is not. */
const LONGEST_ENTRY = 0.5;

/** Skin-coloured blobs that come in from the picture's edge and lie over the document; largest first. */
export function findFingers(page: ReducedPage, area: DocumentArea, light: Light): Occlusion[] {
  const { width, height, rgb, luma } = page;
  const mask = new Uint8Array(width * height);
  const leastCr = Math.max(SKIN.leastCr, light.paperCr + REDDER);
  for (let at = 0, i = 0; at < mask.length; at++, i += 3) {
    if ((luma[at] as number) < SKIN.leastLuma) continue;
    const [r, g, b] = [rgb[i] as number, rgb[i + 1] as number, rgb[i + 2] as number];
    const cr = 128 + 0.5 * r - 0.419 * g - 0.081 * b;
    if (cr < leastCr || cr > SKIN.mostCr) continue;
    const cb = 128 - 0.169 * r - 0.331 * g + 0.5 * b;
    if (cb >= SKIN.leastCb && cb <= SKIN.mostCb) mask[at] = 1;
  }
  const { box } = area;
  const size = box.width * box.height;
  return findBlobs(opened(mask, width, height), width, height, 0.004 * size)
    .filter((blob) => comesIn(blob, width, height) && isSmooth(blob, luma, width))
    .map((blob) => overDocument(blob, box, width))
    .filter((found) => found.share > 0)
    .sort((a, b) => b.share - a.share);
}

/** Erodes and dilates by one pixel, so that specks of colour noise and thin red lines do not join. */
function opened(mask: Uint8Array, width: number, height: number): Uint8Array {
  const core = new Uint8Array(mask.length);
  const out = new Uint8Array(mask.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const p = y * width + x;
      // The picture's edge counts as marked: a hand goes on beyond it.
      const whole =
        mask[p] === 1 &&
        (x === 0 || mask[p - 1] === 1) &&
        (x === width - 1 || mask[p + 1] === 1) &&
        (y === 0 || mask[p - width] === 1) &&
        (y === height - 1 || mask[p + width] === 1);
      if (!whole) continue;
      core[p] = 1;
      out[p] = 1;
      if (x > 0) out[p - 1] = 1;
      if (x < width - 1) out[p + 1] = 1;
      if (y > 0) out[p - width] = 1;
      if (y < height - 1) out[p + width] = 1;
    }
  return out;
}

/** Share of a finger's pixels at an edge, at most, and of its box that it fills, at least: seals and patterns in red are neither. */
const MOST_EDGES = 0.12;
const LEAST_SOLIDITY = 0.55;
const EDGE = 14;

function isSmooth({ pixels, box }: Blob, luma: Uint8Array, width: number): boolean {
  if (pixels.length < LEAST_SOLIDITY * box.width * box.height) return false;
  let edges = 0;
  for (const p of pixels) {
    const v = luma[p] as number;
    const right = luma[p + 1] ?? v;
    const below = luma[p + width] ?? v;
    if (Math.abs(right - v) > EDGE || Math.abs(below - v) > EDGE) edges += 1;
  }
  return edges <= MOST_EDGES * pixels.length;
}

/** Touches the picture's edge, along a run that a finger or a hand has. */
function comesIn({ pixels, box }: Blob, width: number, height: number): boolean {
  const edge = 2;
  let [top, right, bottom, left] = [0, 0, 0, 0];
  for (const p of pixels) {
    const y = (p / width) | 0;
    const x = p - y * width;
    if (y === edge) top += 1;
    if (y === height - 1 - edge) bottom += 1;
    if (x === edge) left += 1;
    if (x === width - 1 - edge) right += 1;
  }
  const sideways = Math.max(top, bottom) / width;
  const upright = Math.max(left, right) / height;
  const longest = Math.max(sideways, upright);
  return longest > 0.01 && longest < LONGEST_ENTRY && box.width * box.height > 0;
}

function overDocument({ pixels }: Pick<Blob, 'pixels'>, document: Box, width: number): Occlusion {
  let inside = 0;
  let [x0, x1, y0, y1] = [Number.POSITIVE_INFINITY, -1, Number.POSITIVE_INFINITY, -1];
  const [right, bottom] = [document.x + document.width, document.y + document.height];
  for (const p of pixels) {
    const y = (p / width) | 0;
    const x = p - y * width;
    if (x < document.x || x >= right || y < document.y || y >= bottom) continue;
    inside += 1;
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x);
    y0 = Math.min(y0, y);
    y1 = Math.max(y1, y);
  }
  if (inside === 0) return { box: document, share: 0, reach: 0 };
  const box = { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 };
  const reach = Math.min(x1 + 1 - document.x, right - x0, y1 + 1 - document.y, bottom - y0);
  return {
    box,
    share: inside / (document.width * document.height),
    reach: reach / Math.min(document.width, document.height),
  };
}

/**
 * Dark objects on a document of known bounds: pixels inside the document's convex hull that lie beyond the document's first or
 * last pixel of their row or column. Dark hair inside the portrait does not, and a document lying askew stays convex.
 */
export function findNotches(page: ReducedPage, area: DocumentArea): Occlusion[] {
  if (!area.bounded) return [];
  const { width, height } = page;
  const { box, mask } = area;
  const rows = Array.from({ length: box.height }, (_, i) => span(mask, (box.y + i) * width + box.x, 1, box.width));
  const tops = new Int32Array(box.width);
  const bottoms = new Int32Array(box.width);
  for (let x = 0; x < box.width; x++) [tops[x], bottoms[x]] = span(mask, box.y * width + box.x + x, width, box.height);
  const hull = hullOf(rows);
  const notch = new Uint8Array(width * height);
  let [hullArea, open] = [0, 0];
  for (let row = 0; row < box.height; row++) {
    const [from, to] = hull[row] as Span;
    const [first, last] = rows[row] as Span;
    const start = Math.max(0, from);
    const end = Math.min(to, box.width - 1);
    hullArea += Math.max(0, end - start + 1);
    for (let x = start; x <= end; x++) {
      if (x >= first && x <= last && row >= (tops[x] as number) && row <= (bottoms[x] as number)) continue;
      notch[(box.y + row) * width + box.x + x] = 1;
      open += 1;
    }
  }
  if (open < LEAST_NOTCH * hullArea) return [];
  return findBlobs(opened(notch, width, height), width, height, LEAST_NOTCH * hullArea).map(({ pixels, box: at }) => ({
    box: at,
    share: pixels.length / hullArea,
    reach: Math.min(at.width, at.height) / Math.min(box.width, box.height),
  }));
}

const LEAST_NOTCH = 0.004;

type Span = readonly [first: number, last: number];

/** First and last of the marked pixels along a row or column; specks of dust (runs under 5) are left out. */
function span(mask: Uint8Array, start: number, step: number, length: number): Span {
  let [first, run] = [length, 0];
  for (let i = 0; i < length && first === length; i++) {
    run = mask[start + i * step] === 1 ? run + 1 : 0;
    if (run === 5) first = i - 4;
  }
  run = 0;
  for (let i = length - 1; i > first; i--) {
    run = mask[start + i * step] === 1 ? run + 1 : 0;
    if (run === 5) return [first, i + 4];
  }
  return [length, -1];
}

/** First and last column of the convex hull in each row. */
function hullOf(rows: readonly Span[]): readonly Span[] {
  const seen = rows.flatMap(([first, last], y): [number, number, number][] =>
    last >= first ? [[first, last, y]] : [],
  );
  const left = chain(
    seen.map(([first, , y]) => [first, y]),
    1,
  );
  const right = chain(
    seen.map(([, last, y]) => [last, y]),
    -1,
  );
  return rows.map((_, y) => [Math.ceil(along(left, y, Number.POSITIVE_INFINITY)), Math.floor(along(right, y, -1))]);
}

/** Convex chain through points ordered by y: `bulge` 1 keeps the leftmost, -1 the rightmost outline. */
function chain(points: readonly [number, number][], bulge: 1 | -1): [number, number][] {
  const kept: [number, number][] = [];
  for (const [x, y] of points) {
    for (let n = kept.length; n >= 2; n = kept.length) {
      const [[ax, ay], [bx, by]] = [kept[n - 2] as [number, number], kept[n - 1] as [number, number]];
      const onChord = ax + ((x - ax) * (by - ay)) / (y - ay || 1);
      if ((bx - onChord) * bulge < 0) break;
      kept.pop();
    }
    kept.push([x, y]);
  }
  return kept;
}

function along(points: readonly [number, number][], y: number, none: number): number {
  for (let i = 0; i + 1 < points.length; i++) {
    const [[ax, ay], [bx, by]] = [points[i] as [number, number], points[i + 1] as [number, number]];
    if (y >= ay && y <= by) return by === ay ? ax : ax + ((bx - ax) * (y - ay)) / (by - ay);
  }
  return none;
}
