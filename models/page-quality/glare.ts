import type { Box } from '../../agent/contract/vocabulary/observations.ts';
import { type Blob, findBlobs } from './blobs.ts';
import type { ReducedPage } from './reduce-page.ts';

/** A reflection: where, its burnt-out share of the document, and how gently it fades into the paper (0 a printed edge … 1). */
export interface Reflection {
  readonly box: Box;
  readonly share: number;
  readonly softness: number;
}

/** Every channel at least here: burnt out. Paper carries a tint or stays below. */
const BURNT_OUT = 249;
/** Paper this light cannot be told from a reflection by its level. */
const WHITE_PAPER = 246;
const LEAST_SHARE = 0.0008;
/** Distance in small pixels at which the fading is measured. */
const RING = 3;

/**
 * Burnt-out blobs of the document whose surroundings fade: a reflection is brightest in its middle and lifts the paper round
 * it, white print and white ground end within a pixel. Largest first.
 */
export function findReflections(page: ReducedPage, area: Box, paper: number): Reflection[] {
  if (paper > WHITE_PAPER) return [];
  const { width, height, rgb } = page;
  const mask = new Uint8Array(width * height);
  const [x1, y1] = [area.x + area.width, area.y + area.height];
  for (let y = area.y; y < y1; y++)
    for (let x = area.x, i = 3 * (y * width + area.x); x < x1; x++, i += 3)
      if ((rgb[i] as number) >= BURNT_OUT && (rgb[i + 1] as number) >= BURNT_OUT && (rgb[i + 2] as number) >= BURNT_OUT)
        mask[y * width + x] = 1;
  const size = area.width * area.height;
  return findBlobs(mask, width, height, Math.max(12, LEAST_SHARE * size))
    .filter((blob) => isRound(blob, width, height))
    .map(({ pixels, box }) => ({
      box,
      share: pixels.length / size,
      softness: softnessOf(page, mask, pixels),
    }));
}

/** A burnt-out stripe along the picture's edge, or a thin one anywhere, is canvas or a border and no reflection. */
const THINNEST = 0.2;
const LEAST_SOLIDITY = 0.5;
function isRound({ pixels, box }: Blob, width: number, height: number): boolean {
  if (box.x === 0 || box.y === 0 || box.x + box.width === width || box.y + box.height === height) return false;
  const long = Math.max(box.width, box.height);
  return pixels.length / (box.width * box.height) >= LEAST_SOLIDITY && pixels.length / long >= THINNEST * long;
}

/** Mean lift at RING pixels outside the blob's outline over what lies three times as far out, as a share of the lift to white. */
function softnessOf({ width, height, luma }: ReducedPage, mask: Uint8Array, pixels: Int32Array): number {
  let sum = 0;
  let count = 0;
  for (const p of pixels) {
    const y = (p / width) | 0;
    const x = p - y * width;
    for (const [dx, dy] of OUTWARD) {
      const [fx, fy] = [x + 3 * RING * dx, y + 3 * RING * dy];
      if (fx < 0 || fy < 0 || fx >= width || fy >= height || mask[(y + dy) * width + x + dx] === 1) continue;
      const near = (y + RING * dy) * width + x + RING * dx;
      const far = fy * width + fx;
      if (mask[near] === 1 || mask[far] === 1) continue;
      const ground = luma[far] as number;
      sum += Math.max(-1, Math.min(1, ((luma[near] as number) - ground) / (255 - Math.min(254, ground))));
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}

const OUTWARD = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;
