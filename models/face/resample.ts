import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { Affine } from './affine.ts';

/** How to fill what lies outside the picture, and whether to average when the output is coarser than the source. */
export interface Resampling {
  readonly outside: 'black' | 'edge';
  readonly averaging: boolean;
}

const SMOOTH: Resampling = { outside: 'black', averaging: true };

/**
 * Draws `width` × `height` pixels of `source`, where `toSource` takes output coordinates to source coordinates. Bilinear;
 * with averaging, each output pixel is the mean of samples at most two source pixels apart, so that shrinking does not
 * alias. Without it, the result is that of OpenCV's `INTER_LINEAR`.
 */
export function resample(
  source: Picture,
  toSource: Affine,
  width: number,
  height: number,
  { outside, averaging }: Resampling = SMOOTH,
): Picture {
  const across = averaging ? samplesPerPixel(toSource.xx, toSource.yx) : 1;
  const down = averaging ? samplesPerPixel(toSource.xy, toSource.yy) : 1;
  const count = across * down;
  const data = new Uint8Array(width * height * 3);
  const sum: Sum = { red: 0, green: 0, blue: 0 };
  let at = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      sum.red = sum.green = sum.blue = 0;
      for (let j = 0; j < down; j++)
        for (let i = 0; i < across; i++) {
          const u = x + (i + 0.5) / across;
          const v = y + (j + 0.5) / down;
          const sourceX = toSource.xx * u + toSource.xy * v + toSource.x0 - 0.5;
          const sourceY = toSource.yx * u + toSource.yy * v + toSource.y0 - 0.5;
          addBilinear(source, sourceX, sourceY, outside, sum);
        }
      data[at++] = sum.red / count + 0.5;
      data[at++] = sum.green / count + 0.5;
      data[at++] = sum.blue / count + 0.5;
    }
  return { width, height, data };
}

interface Sum {
  red: number;
  green: number;
  blue: number;
}

/** A bilinear sample already is a weighted mean over two pixels, hence the half. */
const samplesPerPixel = (dx: number, dy: number): number => Math.max(1, Math.ceil(Math.hypot(dx, dy) / 2 - 0.01));

/** Adds the colour at pixel-centre coordinates (x, y). The inside of the picture is nearly all of the work. */
function addBilinear(source: Picture, x: number, y: number, outside: Resampling['outside'], sum: Sum): void {
  const { width, height, data } = source;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const below = y - top;
  const w00 = (1 - right) * (1 - below);
  const w10 = right * (1 - below);
  const w01 = (1 - right) * below;
  const w11 = right * below;
  if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
    const upper = (top * width + left) * 3;
    const lower = upper + width * 3;
    sum.red += w00 * byte(data, upper) + w10 * byte(data, upper + 3);
    sum.red += w01 * byte(data, lower) + w11 * byte(data, lower + 3);
    sum.green += w00 * byte(data, upper + 1) + w10 * byte(data, upper + 4);
    sum.green += w01 * byte(data, lower + 1) + w11 * byte(data, lower + 4);
    sum.blue += w00 * byte(data, upper + 2) + w10 * byte(data, upper + 5);
    sum.blue += w01 * byte(data, lower + 2) + w11 * byte(data, lower + 5);
    return;
  }
  addPixel(source, left, top, w00, outside, sum);
  addPixel(source, left + 1, top, w10, outside, sum);
  addPixel(source, left, top + 1, w01, outside, sum);
  addPixel(source, left + 1, top + 1, w11, outside, sum);
}

function addPixel(
  { width, height, data }: Picture,
  x: number,
  y: number,
  weight: number,
  outside: Resampling['outside'],
  sum: Sum,
): void {
  if (outside === 'black' && (x < 0 || y < 0 || x >= width || y >= height)) return;
  const column = Math.min(width - 1, Math.max(0, x));
  const row = Math.min(height - 1, Math.max(0, y));
  const at = (row * width + column) * 3;
  sum.red += weight * byte(data, at);
  sum.green += weight * byte(data, at + 1);
  sum.blue += weight * byte(data, at + 2);
}

const byte = (data: Uint8Array, index: number): number => data[index] as number;
