import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { Affine } from './affine.ts';

/** How many samples an output pixel is the mean of, along its row and down its column, and what lies outside the picture. */
export interface Sampling {
  readonly across: number;
  readonly down: number;
  readonly outside: 'black' | 'edge';
}

/**
 * The work of `resample` for a map that does not turn: rows and columns can then be weighted apart, which is a quarter of
 * the work. Every detector and quality measure goes this way, and the whole frame with it. RGB, three bytes a pixel.
 */
export function resampleUpright(
  source: Picture,
  { xx, yy, x0, y0 }: Affine,
  width: number,
  height: number,
  { across, down, outside }: Sampling,
): Uint8Array {
  const columns = weigh(xx, x0, width, across, source.width, outside);
  const rows = weigh(yy, y0, height, down, source.height, outside);
  const line = width * 3;
  const narrow = columns.taps === FIVE ? narrowRowByFive : narrowRow;
  const blend = rows.taps === FIVE ? blendFiveRows : blendRows;
  // Source rows already narrowed; neighbouring output rows share most of them.
  const narrowed = new Float64Array(rows.taps * line);
  const held = new Int32Array(rows.taps).fill(-1);
  const sum = new Float64Array(line);
  const out = new Uint8Array(height * line);
  for (let y = 0; y < height; y++) {
    const top = rows.first[y] as number;
    for (let row = top; row < top + rows.taps; row++) {
      const slot = row % rows.taps;
      if (held[slot] === row) continue;
      narrow(source.data, row * source.width * 3, columns, narrowed, slot * line);
      held[slot] = row;
    }
    blend(narrowed, line, rows, y, sum);
    out.set(sum, y * line);
  }
  return out;
}

/** For each output position the source positions from `first` on, `taps` of them, and their weights. */
interface Weights {
  readonly taps: number;
  readonly first: Int32Array;
  readonly weights: Float64Array;
}

/** The usual number of source pixels to an output pixel, for a 720-line frame before the detector, is worked off without a loop. */
const FIVE = 5;

/** Weights of output positions along one axis: each is the mean of `samples` linear interpolations. */
function weigh(
  scale: number,
  shift: number,
  length: number,
  samples: number,
  sourceLength: number,
  outside: Sampling['outside'],
): Weights {
  const spread = Math.abs(scale) * (1 - 1 / samples);
  const needed = Math.ceil(spread) + 2;
  const taps = Math.min(sourceLength, needed > 2 && needed < FIVE ? FIVE : needed);
  const first = new Int32Array(length);
  const weights = new Float64Array(length * taps);
  for (let position = 0; position < length; position++) {
    const middle = scale * (position + 0.5) + shift - 0.5;
    const start = Math.max(0, Math.min(sourceLength - taps, Math.floor(middle - spread / 2)));
    first[position] = start;
    for (let sample = 0; sample < samples; sample++) {
      const exact = scale * (position + (sample + 0.5) / samples) + shift - 0.5;
      const left = Math.floor(exact);
      for (let index = left; index <= left + 1; index++) {
        if (outside === 'black' && (index < 0 || index >= sourceLength)) continue;
        // Far outside, every sample is the edge pixel, which the clamped window holds.
        const at = position * taps + Math.max(0, Math.min(sourceLength - 1, index)) - start;
        const weight = index === left ? 1 - (exact - left) : exact - left;
        weights[at] = (weights[at] as number) + weight / samples;
      }
    }
  }
  return { taps, first, weights };
}

function narrowRow(data: Uint8Array, row: number, columns: Weights, narrowed: Float64Array, to: number): void {
  const { taps, first, weights } = columns;
  let at = to;
  for (let x = 0, tap = 0; x < first.length; x++, at += 3) {
    let from = row + (first[x] as number) * 3;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (const end = tap + taps; tap < end; tap++, from += 3) {
      const weight = weights[tap] as number;
      red += weight * (data[from] as number);
      green += weight * (data[from + 1] as number);
      blue += weight * (data[from + 2] as number);
    }
    narrowed[at] = red;
    narrowed[at + 1] = green;
    narrowed[at + 2] = blue;
  }
}

/** As `narrowRow`, in the same order of sums and so with the same results, in little more than half the time. */
function narrowRowByFive(
  data: Uint8Array,
  row: number,
  { first, weights }: Weights,
  narrowed: Float64Array,
  to: number,
): void {
  let at = to;
  for (let x = 0, tap = 0; x < first.length; x++, at += 3, tap += FIVE) {
    const from = row + (first[x] as number) * 3;
    const a = weights[tap] as number;
    const b = weights[tap + 1] as number;
    const c = weights[tap + 2] as number;
    const d = weights[tap + 3] as number;
    const e = weights[tap + 4] as number;
    narrowed[at] =
      a * (data[from] as number) +
      b * (data[from + 3] as number) +
      c * (data[from + 6] as number) +
      d * (data[from + 9] as number) +
      e * (data[from + 12] as number);
    narrowed[at + 1] =
      a * (data[from + 1] as number) +
      b * (data[from + 4] as number) +
      c * (data[from + 7] as number) +
      d * (data[from + 10] as number) +
      e * (data[from + 13] as number);
    narrowed[at + 2] =
      a * (data[from + 2] as number) +
      b * (data[from + 5] as number) +
      c * (data[from + 8] as number) +
      d * (data[from + 11] as number) +
      e * (data[from + 14] as number);
  }
}

function blendRows(narrowed: Float64Array, line: number, rows: Weights, y: number, sum: Float64Array): void {
  const { taps, weights } = rows;
  const top = rows.first[y] as number;
  // Half a step, because storing a byte cuts off.
  sum.fill(0.5);
  for (let tap = 0; tap < taps; tap++) {
    const weight = weights[y * taps + tap] as number;
    if (weight === 0) continue;
    const from = ((top + tap) % taps) * line;
    for (let x = 0; x < line; x++) sum[x] = (sum[x] as number) + weight * (narrowed[from + x] as number);
  }
}

/** As `blendRows`, in the same order of sums. */
function blendFiveRows(narrowed: Float64Array, line: number, rows: Weights, y: number, sum: Float64Array): void {
  const { weights } = rows;
  const top = rows.first[y] as number;
  const tap = y * FIVE;
  const a = weights[tap] as number;
  const b = weights[tap + 1] as number;
  const c = weights[tap + 2] as number;
  const d = weights[tap + 3] as number;
  const e = weights[tap + 4] as number;
  const rowA = (top % FIVE) * line;
  const rowB = ((top + 1) % FIVE) * line;
  const rowC = ((top + 2) % FIVE) * line;
  const rowD = ((top + 3) % FIVE) * line;
  const rowE = ((top + 4) % FIVE) * line;
  for (let x = 0; x < line; x++) {
    sum[x] =
      0.5 +
      a * (narrowed[rowA + x] as number) +
      b * (narrowed[rowB + x] as number) +
      c * (narrowed[rowC + x] as number) +
      d * (narrowed[rowD + x] as number) +
      e * (narrowed[rowE + x] as number);
  }
}
