import type { Box } from '../../agent/contract/vocabulary/observations.ts';

/** A 4-connected set of marked pixels. */
export interface Blob {
  readonly pixels: Int32Array;
  readonly box: Box;
}

/** Connected sets of the pixels that `mask` marks, of at least `leastArea` pixels, largest first. */
export function findBlobs(mask: Uint8Array, width: number, height: number, leastArea: number): Blob[] {
  const left = mask.slice();
  const stack = new Int32Array(width * height);
  const found: Blob[] = [];
  for (let start = 0; start < left.length; start++) {
    if (left[start] === 0) continue;
    left[start] = 0;
    stack[0] = start;
    let [end, at] = [1, 0];
    let [x0, x1, y0, y1] = [width, 0, height, 0];
    while (at < end) {
      const p = stack[at++] as number;
      const y = (p / width) | 0;
      const x = p - y * width;
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
      if (x > 0) end = take(left, stack, end, p - 1);
      if (x < width - 1) end = take(left, stack, end, p + 1);
      if (y > 0) end = take(left, stack, end, p - width);
      if (y < height - 1) end = take(left, stack, end, p + width);
    }
    if (end < leastArea) continue;
    found.push({ pixels: stack.slice(0, end), box: { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 } });
  }
  return found.sort((a, b) => b.pixels.length - a.pixels.length);
}

/** Puts a marked pixel on the stack, once; answers the new height of the stack. */
function take(left: Uint8Array, stack: Int32Array, end: number, pixel: number): number {
  if (left[pixel] !== 1) return end;
  left[pixel] = 0;
  stack[end] = pixel;
  return end + 1;
}

/** Level below which the share `q` (0…1) of a 256-bin histogram lies; 0 for an empty one. */
export function quantile(histogram: Uint32Array, q: number): number {
  let total = 0;
  for (const count of histogram) total += count;
  let sum = 0;
  for (let level = 0; level < histogram.length; level++) {
    sum += histogram[level] as number;
    if (sum > q * total) return level;
  }
  return 0;
}
