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
      narrowRow(source.data, row * source.width * 3, columns, narrowed, slot * line);
      held[slot] = row;
    }
    blendRows(narrowed, line, rows, y, sum);
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
  const taps = Math.min(sourceLength, Math.ceil(spread) + 2);
  const first = new Int32Array(length);
  const weights = new Float64Array(length * taps);
  for (let position = 0; position < length; position++) {
    const middle = scale * (position + 0.5) + shift - 0.5;
    const start = Math.max(0, Math.min(sourceLength - taps, Math.floor(middle - spread / 2)));
    first[position] = start;
    const add = (index: number, weight: number) => {
      if (outside === 'black' && (index < 0 || index >= sourceLength)) return;
      const tap = Math.max(0, Math.min(sourceLength - 1, index)) - start;
      // Far outside, every sample is the edge pixel, which the clamped window holds.
      weights[position * taps + tap] = (weights[position * taps + tap] as number) + weight / samples;
    };
    for (let sample = 0; sample < samples; sample++) {
      const exact = scale * (position + (sample + 0.5) / samples) + shift - 0.5;
      const index = Math.floor(exact);
      add(index, 1 - (exact - index));
      add(index + 1, exact - index);
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
