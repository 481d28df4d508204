import type { Picture } from '../../agent/contract/vocabulary/observations.ts';

/** One 8-bit plane, row-major, `data.length === width * height`. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Which mixture of the colours to look at. Red ink and red stamps vanish in `red`; black print stays. */
export type Plane = 'luminance' | 'red';

/** Reduces RGB to one plane. Luminance after Rec. 601 (integer weights 77, 150, 29 of 256). */
export function toGrey(picture: Picture, plane: Plane): Grey {
  const { width, height, data } = picture;
  const out = new Uint8Array(width * height);
  if (plane === 'red') {
    for (let i = 0, j = 0; i < out.length; i++, j += 3) out[i] = data[j] as number;
  } else {
    for (let i = 0, j = 0; i < out.length; i++, j += 3) {
      out[i] = (77 * (data[j] as number) + 150 * (data[j + 1] as number) + 29 * (data[j + 2] as number)) >> 8;
    }
  }
  return { width, height, data: out };
}

/**
 * Resizes to `width` × `height`. Shrinking averages the covered pixels, so that thin strokes do not vanish between
 * samples; growing interpolates linearly.
 */
export function resize(source: Grey, width: number, height: number): Grey {
  if (width === source.width && height === source.height) return source;
  const kx = source.width / width;
  const ky = source.height / height;
  return kx > 1 || ky > 1 ? shrink(source, width, height, kx, ky) : grow(source, width, height, kx, ky);
}

function shrink(source: Grey, width: number, height: number, kx: number, ky: number): Grey {
  const out = new Uint8Array(width * height);
  const sums = new Uint32Array(width);
  const edges = Int32Array.from({ length: width + 1 }, (_, x) => Math.min(source.width, Math.round(x * kx)));
  for (let y = 0; y < height; y++) {
    const top = Math.min(source.height - 1, Math.round(y * ky));
    const bottom = Math.max(top + 1, Math.min(source.height, Math.round((y + 1) * ky)));
    sums.fill(0);
    for (let sy = top; sy < bottom; sy++) {
      const row = sy * source.width;
      for (let x = 0; x < width; x++) {
        const left = Math.min(source.width - 1, edges[x] as number);
        const right = Math.max(left + 1, edges[x + 1] as number);
        let sum = 0;
        for (let sx = left; sx < right; sx++) sum += source.data[row + sx] as number;
        sums[x] = (sums[x] as number) + sum / (right - left);
      }
    }
    for (let x = 0; x < width; x++) out[y * width + x] = (sums[x] as number) / (bottom - top);
  }
  return { width, height, data: out };
}

function grow(source: Grey, width: number, height: number, kx: number, ky: number): Grey {
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const fy = Math.min(Math.max((y + 0.5) * ky - 0.5, 0), source.height - 1);
    for (let x = 0; x < width; x++) {
      const fx = Math.min(Math.max((x + 0.5) * kx - 0.5, 0), source.width - 1);
      out[y * width + x] = bilinear(source, fx, fy);
    }
  }
  return { width, height, data: out };
}

/** Half the size; every pixel is the mean of four. An odd last row or column is left out. */
export function halve(source: Grey): Grey {
  const { width: stride, data } = source;
  const width = Math.max(1, source.width >> 1);
  const height = Math.max(1, source.height >> 1);
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    let above = 2 * y * stride;
    const row = y * width;
    for (let x = 0; x < width; x++, above += 2) {
      const upper = (data[above] as number) + (data[above + 1] as number);
      out[row + x] = (upper + (data[above + stride] as number) + (data[above + stride + 1] as number) + 2) >> 2;
    }
  }
  return { width, height, data: out };
}

/** Grey level at a point between pixels; `x` and `y` must lie inside 0…width−1, 0…height−1. */
export function bilinear(source: Grey, x: number, y: number): number {
  const x0 = x | 0;
  const y0 = y | 0;
  const ax = x - x0;
  const ay = y - y0;
  const right = x0 + 1 < source.width ? 1 : 0;
  const below = y0 + 1 < source.height ? source.width : 0;
  const o = y0 * source.width + x0;
  const d = source.data;
  const upper = (d[o] as number) * (1 - ax) + (d[o + right] as number) * ax;
  const lower = (d[o + below] as number) * (1 - ax) + (d[o + below + right] as number) * ax;
  return upper * (1 - ay) + lower * ay;
}

/** Mirrors along the main diagonal: what stood vertically lies horizontally. */
export function transpose(source: Grey): Grey {
  const { width, height, data } = source;
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out[x * height + y] = data[y * width + x] as number;
  }
  return { width: height, height: width, data: out };
}
