import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { Affine } from './affine.ts';
import { resampleUpright, type Sampling } from './resample-upright.ts';

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
  const upright = toSource.xy === 0 && toSource.yx === 0;
  const data = upright
    ? resampleUpright(source, toSource, width, height, { across, down, outside })
    : resampleTurned(source, toSource, width, height, { across, down, outside });
  return { width, height, data };
}

/** A bilinear sample already is a weighted mean over two pixels, hence the half. */
const samplesPerPixel = (dx: number, dy: number): number => Math.max(1, Math.ceil(Math.hypot(dx, dy) / 2 - 0.01));

function resampleTurned(
  source: Picture,
  toSource: Affine,
  outWidth: number,
  outHeight: number,
  { across, down, outside }: Sampling,
): Uint8Array {
  const { width, height, data } = source;
  const out = new Uint8Array(outWidth * outHeight * 3);
  const share = 1 / (across * down);
  const rowBytes = width * 3;
  const border: Sum = { red: 0, green: 0, blue: 0 };
  let at = 0;
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++) {
      let [red, green, blue] = [0, 0, 0];
      for (let j = 0; j < down; j++)
        for (let i = 0; i < across; i++) {
          const u = x + (i + 0.5) / across;
          const v = y + (j + 0.5) / down;
          const sourceX = toSource.xx * u + toSource.xy * v + toSource.x0 - 0.5;
          const sourceY = toSource.yx * u + toSource.yy * v + toSource.y0 - 0.5;
          const left = Math.floor(sourceX);
          const top = Math.floor(sourceY);
          const right = sourceX - left;
          const below = sourceY - top;
          const w00 = (1 - right) * (1 - below);
          const w10 = right * (1 - below);
          const w01 = (1 - right) * below;
          const w11 = right * below;
          if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
            const a = top * rowBytes + left * 3;
            const b = a + rowBytes;
            red += w00 * byte(data, a) + w10 * byte(data, a + 3) + w01 * byte(data, b) + w11 * byte(data, b + 3);
            green +=
              w00 * byte(data, a + 1) + w10 * byte(data, a + 4) + w01 * byte(data, b + 1) + w11 * byte(data, b + 4);
            blue +=
              w00 * byte(data, a + 2) + w10 * byte(data, a + 5) + w01 * byte(data, b + 2) + w11 * byte(data, b + 5);
            continue;
          }
          border.red = border.green = border.blue = 0;
          addPixel(source, left, top, w00, outside, border);
          addPixel(source, left + 1, top, w10, outside, border);
          addPixel(source, left, top + 1, w01, outside, border);
          addPixel(source, left + 1, top + 1, w11, outside, border);
          red += border.red;
          green += border.green;
          blue += border.blue;
        }
      out[at++] = red * share + 0.5;
      out[at++] = green * share + 0.5;
      out[at++] = blue * share + 0.5;
    }
  return out;
}

interface Sum {
  red: number;
  green: number;
  blue: number;
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
