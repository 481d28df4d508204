import { type Grey, halve } from './grey.ts';
import { pointOf, type TextLine } from './text-line.ts';

/**
 * Samples the picture along a line: `width` × `height` values, the line's middle in the middle, `sx` and `sy` output
 * samples per picture pixel. Averages the covered pixels when it shrinks. Outside the picture the border is repeated.
 */
export function sampleAlong(
  grey: Grey,
  line: TextLine,
  width: number,
  height: number,
  sx: number,
  sy: number,
): Float32Array {
  const out = new Float32Array(width * height);
  const nx = Math.min(4, Math.max(1, Math.ceil(0.75 / sx)));
  const ny = Math.min(4, Math.max(1, Math.ceil(0.75 / sy)));
  const share = 1 / (nx * ny * WHOLE * WHOLE);
  const { data, width: stride } = grey;
  // A hair inside the last pixel, so that its right and lower neighbours always exist.
  const maxX = (grey.width - 1) * WHOLE - 1;
  const maxY = (grey.height - 1) * WHOLE - 1;
  const stepX = (-line.uy * WHOLE) / (ny * sy);
  const stepY = (line.ux * WHOLE) / (ny * sy);
  const { xs, ys } = topPoints(line, width * nx, nx * sx, (0.5 / ny - height / 2) / sy);
  const rows = height * ny;
  const columns = xs.length;
  for (let row = 0; row < rows; row++) {
    const to = Math.floor(row / ny) * width;
    const downX = Math.round(row * stepX);
    const downY = Math.round(row * stepY);
    for (let i = 0; i < columns; i++) {
      const x = Math.min(maxX, Math.max(0, (xs[i] as number) + downX)) | 0;
      const y = Math.min(maxY, Math.max(0, (ys[i] as number) + downY)) | 0;
      const right = x & PART;
      const below = y & PART;
      const o = Math.imul(y >> BITS, stride) + (x >> BITS);
      const upper = Math.imul(data[o] as number, WHOLE - right) + Math.imul(data[o + 1] as number, right);
      const lower =
        Math.imul(data[o + stride] as number, WHOLE - right) + Math.imul(data[o + stride + 1] as number, right);
      const value = Math.imul(upper, WHOLE - below) + Math.imul(lower, below);
      const at = nx === 1 ? to + i : to + ((i / nx) | 0);
      out[at] = (out[at] as number) + value * share;
    }
  }
  return out;
}

/** Positions between pixels are counted in 256ths: whole numbers are sampled twice as fast. */
const BITS = 8;
const WHOLE = 1 << BITS;
const PART = WHOLE - 1;

/** Where the topmost sample of each of `n` columns lies, `down` px from the line's middle, `perPixel` columns per px. */
function topPoints(line: TextLine, n: number, perPixel: number, down: number): { xs: Int32Array; ys: Int32Array } {
  const xs = new Int32Array(n);
  const ys = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const p = pointOf(line, (i + 0.5 - n / 2) / perPixel, down);
    xs[i] = Math.round((p.x - 0.5) * WHOLE);
    ys[i] = Math.round((p.y - 0.5) * WHOLE);
  }
  return { xs, ys };
}

const HALVES = new WeakMap<Grey, Grey>();

/** The picture at half size, reduced once for as long as the picture lives. */
export function halved(grey: Grey): Grey {
  const known = HALVES.get(grey);
  if (known !== undefined) return known;
  const half = halve(grey);
  HALVES.set(grey, half);
  return half;
}
