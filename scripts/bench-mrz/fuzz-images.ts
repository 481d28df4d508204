import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import { createRandom } from '../../drivers/simulation/people/noise.ts';
import { drawNegative } from './draw-negative.ts';
import type { PictureSet } from './picture-set.ts';
import { type ReadingLine, spentMs } from './reading-line.ts';

export interface FuzzReport {
  readonly inputs: number;
  /** First lines of what was thrown, with the number of the input. */
  readonly thrown: readonly string[];
  readonly accepted: number;
  readonly refused: number;
  /** Processor time of the slowest input and its number. */
  readonly slowest: { readonly ms: number; readonly input: number; readonly kind: string };
  /** Resident memory at its height in the last fifth of the run beyond its height in the second fifth, bytes. */
  readonly growthBytes: number;
}

type Input =
  | { readonly kind: string; readonly bytes: Uint8Array }
  | { readonly kind: string; readonly picture: Picture };

/** Files that damaged ones are made of. */
const BASES = 12;
const LARGEST_BASE_BYTES = 300_000;

/**
 * Sends `inputs` hostile pictures through decoder and reader: files cut short or with flipped bytes, and pixels of odd sizes
 * and contents that a decoder would let through. Input `i` is the same in every run over the same set.
 */
export async function fuzzImages(
  line: ReadingLine,
  set: PictureSet,
  inputs: number,
  progress: (done: number, of: number) => void,
): Promise<FuzzReport> {
  const bases = await basesOf(set);
  const thrown: string[] = [];
  const heights = [0, 0, 0, 0, 0];
  let accepted = 0;
  let refused = 0;
  let slowest = { ms: 0, input: 0, kind: '' };
  for (let i = 0; i < inputs; i++) {
    progress(i, inputs);
    const input = inputOf(i, bases);
    const began = spentMs();
    try {
      if ('bytes' in input) {
        const answer = await line.readBytes(input.bytes);
        accepted += Number(answer.accepted);
        refused += Number(answer.fault !== null);
      } else {
        const reading = await line.readPicture(input.picture);
        accepted += Number(reading.ok && reading.value.gate === 'accepted');
        refused += Number(!reading.ok);
      }
    } catch (error) {
      thrown.push(`input ${i} (${input.kind}): ${String(error).split('\n')[0]}`);
    }
    const ms = spentMs() - began;
    if (ms > slowest.ms) slowest = { ms, input: i, kind: input.kind };
    const fifth = Math.min(4, Math.floor((5 * i) / inputs));
    heights[fifth] = Math.max(heights[fifth] as number, process.memoryUsage.rss());
  }
  return {
    inputs,
    thrown,
    accepted,
    refused,
    slowest,
    growthBytes: Math.max(0, (heights[4] as number) - (heights[1] as number)),
  };
}

async function basesOf(set: PictureSet): Promise<Uint8Array[]> {
  const files = set.pages.map((page) => new Uint8Array(readFileSync(page.path)));
  const small = files.filter((bytes) => bytes.length < LARGEST_BASE_BYTES).slice(0, BASES);
  const slip = await drawNegative('payment-slip', 1);
  return [...(small.length > 0 ? small : files.slice(0, 1)), slip, await sharp(slip).jpeg().toBuffer()];
}

const KINDS = [
  'cut',
  'flipped',
  'spliced',
  'random bytes',
  'odd size',
  'constant',
  'noise',
  'lines',
  'squares',
  'print',
] as const;

function inputOf(number: number, bases: readonly Uint8Array[]): Input {
  const random = createRandom(number + 0x9e37);
  const below = (n: number) => Math.floor(random() * n);
  const base = bases[below(bases.length)] as Uint8Array;
  const kind = KINDS[number % KINDS.length] as (typeof KINDS)[number];
  // Sides on a logarithmic scale: many small pictures, some large.
  const side = () => Math.round(20 * 50 ** random());
  switch (kind) {
    case 'cut':
      return { kind, bytes: base.subarray(0, below(base.length)) };
    case 'flipped': {
      const bytes = base.slice();
      for (let k = 1 + below(40); k > 0; k--) {
        const at = random() < 0.5 ? below(Math.min(600, bytes.length)) : below(bytes.length);
        bytes[at] = (bytes[at] as number) ^ (1 << below(8));
      }
      return { kind, bytes };
    }
    case 'spliced': {
      const other = bases[below(bases.length)] as Uint8Array;
      return {
        kind,
        bytes: Buffer.concat([base.subarray(0, below(base.length)), other.subarray(below(other.length))]),
      };
    }
    case 'random bytes':
      return {
        kind,
        bytes: Buffer.concat([base.subarray(0, below(64)), Buffer.from(filled(below(4000), below(1e9)))]),
      };
    case 'odd size': {
      const [width, height] = ODD_SIZES[below(ODD_SIZES.length)] as readonly [number, number];
      return { kind: `${width} × ${height}`, picture: { width, height, data: filled(width * height * 3, number) } };
    }
    case 'constant': {
      const [width, height] = [side(), side()];
      return { kind, picture: { width, height, data: new Uint8Array(width * height * 3).fill(below(256)) } };
    }
    case 'noise': {
      const [width, height] = [side(), side()];
      return { kind, picture: { width, height, data: filled(width * height * 3, number) } };
    }
    case 'lines':
    case 'squares': {
      const [width, height, cell, gap] = [side(), side(), 1 + below(20), 1 + below(12)];
      return { kind, picture: pattern(width, height, cell, gap, kind === 'squares') };
    }
    case 'print':
      return { kind, picture: textLike(side() + 100, side() + 20, random) };
  }
}

const ODD_SIZES = [
  [1, 1],
  [1, 5000],
  [5000, 1],
  [8, 8],
  [4000, 10],
  [10, 4000],
  [3000, 24],
  [150, 20],
  [20, 150],
  [64, 64],
  [2000, 70],
  [70, 2000],
] as const;

/** Pseudo-random bytes (xorshift32). */
function filled(length: number, seed: number): Uint8Array {
  const data = new Uint8Array(length);
  let state = (seed + 1) | 0 || 1;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    data[i] = state & 255;
  }
  return data;
}

function pattern(width: number, height: number, cell: number, gap: number, squares: boolean): Picture {
  const data = new Uint8Array(width * height * 3).fill(230);
  for (let y = 0; y < height; y++) {
    if (y % (cell + gap) >= cell) continue;
    for (let x = 0; x < width; x++) {
      if (!squares || x % (cell + gap) < cell) data.fill(25, (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  }
  return { width, height, data };
}

/** Rows of random strokes in the pitch of print: looks like a zone to every localiser and says nothing. */
function textLike(width: number, height: number, random: () => number): Picture {
  const data = new Uint8Array(width * height * 3).fill(235);
  const cap = 6 + Math.floor(random() * 20);
  const dot = (x: number, y: number) => {
    const i = (Math.floor(y) * width + Math.floor(x)) * 3;
    if (x >= 0 && x < width && i >= 0 && i < data.length) data.fill(30, i, i + 3);
  };
  for (let top = 4; top + cap < height; top += Math.ceil(cap * 1.8)) {
    for (let left = 4; left + cap < width; left += cap) {
      const [ax, ay, bx, by] = [random(), random(), random(), random()];
      for (let t = 0; t < 1; t += 0.5 / cap) {
        dot(left + cap * 0.7 * (ax + (bx - ax) * t), top + cap * (ay + (by - ay) * t));
        dot(left + cap * 0.7 * ax, top + cap * t);
      }
    }
  }
  return { width, height, data };
}
