import { bilinear, type Grey } from './grey.ts';

/** Sides of the raster are padded to multiples of this: the page network halves them five times. */
const STRIDE = 32;
/** Shortest side the network was trained on; narrower and it sees more of its own borders than of the page. */
const LEAST_SIDE = 224;

/**
 * A page as the page network wants it: `width` × `height` grey values, zero mean and unit spread, the page in the upper
 * left corner and zeros beside it. `kx` and `ky` are picture pixels per raster pixel.
 */
export interface PageRaster {
  readonly width: number;
  readonly height: number;
  readonly kx: number;
  readonly ky: number;
  readonly values: Float32Array;
}

/** Brings a page of any size to a long side of `longSide` px: averages the covered area or interpolates linearly. */
export function rasterOf(grey: Grey, longSide: number): PageRaster {
  const k = Math.max(grey.width, grey.height) / longSide;
  const w = Math.max(STRIDE, Math.round(grey.width / k));
  const h = Math.max(STRIDE, Math.round(grey.height / k));
  const width = Math.max(LEAST_SIDE, Math.ceil(w / STRIDE) * STRIDE);
  const height = Math.max(LEAST_SIDE, Math.ceil(h / STRIDE) * STRIDE);
  const values = new Float32Array(width * height);
  const kx = grey.width / w;
  const ky = grey.height / h;
  if (kx >= COARSE && ky >= COARSE) reduceByPixels(grey, values, width, w, h);
  else if (kx >= 1 && ky >= 1) reduce(grey, values, width, w, h);
  else enlarge(grey, values, width, w, h);
  standardise(values, width, w, h);
  return { width, height, kx, ky, values };
}

/** From this reduction on a sample covers so many pixels that whole ones will do. */
const COARSE = 2;

/** Mean of the pixels under each sample; those on a border belong to the sample that holds more of them. */
function reduceByPixels({ width, height, data }: Grey, out: Float32Array, stride: number, w: number, h: number): void {
  const edges = Int32Array.from({ length: w + 1 }, (_, x) => Math.round((x * width) / w));
  const sums = new Int32Array(w);
  for (let y = 0, top = 0; y < h; y++) {
    const bottom = Math.round(((y + 1) * height) / h);
    sums.fill(0);
    for (let row = top * width; row < bottom * width; row += width) {
      for (let x = 0, i = row; x < w; x++) {
        const end = row + (edges[x + 1] as number);
        let sum = 0;
        for (; i < end; i++) sum += data[i] as number;
        sums[x] = (sums[x] as number) + sum;
      }
    }
    for (let x = 0; x < w; x++) {
      const pixels = (bottom - top) * ((edges[x + 1] as number) - (edges[x] as number));
      out[y * stride + x] = (sums[x] as number) / pixels;
    }
    top = bottom;
  }
}

/** Weights of rows are in 256ths: integer sums are twice as fast. */
const ONE = 256;

/**
 * Mean of the area under each sample. Rows are summed first, a row on the border of two samples in shares; then the
 * columns, as differences of a running sum.
 */
function reduce(grey: Grey, out: Float32Array, stride: number, w: number, h: number): void {
  const kx = grey.width / w;
  const ky = grey.height / h;
  const columns = new Int32Array(grey.width);
  const running = new Float64Array(grey.width + 1);
  const at = Int32Array.from({ length: w + 1 }, (_, x) => Math.min(grey.width - 1, Math.floor(x * kx)));
  const rest = Float64Array.from({ length: w + 1 }, (_, x) => Math.min(grey.width, x * kx) - (at[x] as number));
  for (let y = 0; y < h; y++) {
    const from = y * ky;
    const to = Math.min(grey.height, (y + 1) * ky);
    columns.fill(0);
    let rows = 0;
    for (let sy = Math.floor(from); sy < to; sy++) {
      const weight = Math.round(ONE * (Math.min(to, sy + 1) - Math.max(from, sy)));
      rows += weight;
      addRow(columns, grey.data, sy * grey.width, weight);
    }
    let sum = 0;
    for (let x = 0; x < columns.length; x++) {
      sum += columns[x] as number;
      running[x + 1] = sum;
    }
    const share = 1 / (kx * rows);
    let before = 0;
    for (let x = 0; x < w; x++) {
      const i = at[x + 1] as number;
      const until = (running[i] as number) + (rest[x + 1] as number) * (columns[i] as number);
      out[y * stride + x] = (until - before) * share;
      before = until;
    }
  }
}

function addRow(sums: Int32Array, data: Uint8Array, offset: number, weight: number): void {
  const n = sums.length;
  for (let x = 0; x < n; x++) sums[x] = (sums[x] as number) + Math.imul(weight, data[offset + x] as number);
}

function enlarge(grey: Grey, out: Float32Array, stride: number, w: number, h: number): void {
  const kx = grey.width / w;
  const ky = grey.height / h;
  for (let y = 0; y < h; y++) {
    const fy = Math.min(Math.max((y + 0.5) * ky - 0.5, 0), grey.height - 1);
    for (let x = 0; x < w; x++) {
      out[y * stride + x] = bilinear(grey, Math.min(Math.max((x + 0.5) * kx - 0.5, 0), grey.width - 1), fy);
    }
  }
}

/** In place, over the page without the padding. The 8 grey levels keep an empty page from becoming pure noise. */
function standardise(values: Float32Array, stride: number, w: number, h: number): void {
  let sum = 0;
  let squares = 0;
  for (let y = 0; y < h; y++) {
    for (let i = y * stride; i < y * stride + w; i++) {
      const v = values[i] as number;
      sum += v;
      squares += v * v;
    }
  }
  const mean = sum / (w * h);
  const scale = 1 / (Math.sqrt(Math.max(0, squares / (w * h) - mean * mean)) + 8);
  for (let y = 0; y < h; y++) {
    for (let i = y * stride; i < y * stride + w; i++) values[i] = ((values[i] as number) - mean) * scale;
  }
}
