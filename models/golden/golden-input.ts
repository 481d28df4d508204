import { Tensor } from 'onnxruntime-node';
import type { ModelEntry } from '../model-manifest.ts';

/** Which of the reproducible pictures a model is asked about, and the range of its pixel values. */
export interface GoldenInputChoice {
  readonly seed: number;
  readonly lowest: number;
  readonly highest: number;
  /** Length of free axes, for networks that take pictures of any size; 1 where the only free axis counts pictures. */
  readonly freeLength?: number | undefined;
}

type Colour = readonly [number, number, number];

/** Ellipses of a face seen from the front, painted in this order; places and radii in half sides of the picture. */
const FACE: readonly {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
  readonly colour: Colour;
}[] = [
  { x: 0, y: 1.15, rx: 0.95, ry: 0.5, colour: [45, 58, 85] },
  { x: 0, y: -0.12, rx: 0.6, ry: 0.78, colour: [51, 35, 26] },
  { x: 0, y: 0.05, rx: 0.52, ry: 0.7, colour: [216, 165, 127] },
  { x: -0.22, y: -0.08, rx: 0.11, ry: 0.05, colour: [240, 240, 236] },
  { x: 0.22, y: -0.08, rx: 0.11, ry: 0.05, colour: [240, 240, 236] },
  { x: -0.22, y: -0.08, rx: 0.045, ry: 0.05, colour: [40, 52, 60] },
  { x: 0.22, y: -0.08, rx: 0.045, ry: 0.05, colour: [40, 52, 60] },
  { x: -0.22, y: -0.22, rx: 0.15, ry: 0.025, colour: [60, 42, 30] },
  { x: 0.22, y: -0.22, rx: 0.15, ry: 0.025, colour: [60, 42, 30] },
  { x: 0, y: 0.2, rx: 0.08, ry: 0.06, colour: [176, 120, 90] },
  { x: 0, y: 0.42, rx: 0.2, ry: 0.05, colour: [160, 70, 70] },
];
const BACKGROUND: Colour = [204, 210, 214];
/** Noise of 0…31 grey levels lies on everything, so that flat areas tell networks apart too. */
const NOISE_BITS = 5;

/**
 * The picture that a model's golden output belongs to: a face of ellipses under seeded noise, filling the model's own input.
 * Every pixel is computed from whole numbers, so all machines make the same one; networks with one channel
 * get its luminance. The axis named `n` has length 1.
 */
export function goldenInput(entry: ModelEntry, choice: GoldenInputChoice): Tensor {
  const { seed, lowest, highest, freeLength = 1 } = choice;
  const lengthOf = (axis: number | string) => (typeof axis === 'number' ? axis : axis === 'n' ? 1 : freeLength);
  const shape = entry.io.input.shape.map(lengthOf);
  const channelsLast = shape.at(-1) === 3;
  const [channels = 1, height = 1, width = 1] = channelsLast ? [3, ...shape.slice(1, 3)] : shape.slice(1);
  const noise = xorshift32(seed);
  const values = new Float32Array(channels * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = colourAt((2 * x + 1) / width - 1, (2 * y + 1) / height - 1);
      for (let channel = 0; channel < channels; channel++) {
        const level = Math.min(
          255,
          (channels === 1 ? greyOf(colour) : (colour[channel] as number)) + (noise() >>> (32 - NOISE_BITS)),
        );
        const index = channelsLast ? (y * width + x) * 3 + channel : (channel * height + y) * width + x;
        values[index] = lowest + (level * (highest - lowest)) / 255;
      }
    }
  return new Tensor('float32', values, shape);
}

function colourAt(x: number, y: number): Colour {
  const top = FACE.findLast((part) => ((x - part.x) / part.rx) ** 2 + ((y - part.y) / part.ry) ** 2 <= 1);
  return top?.colour ?? BACKGROUND;
}

/** Luminance after Rec. 601 in whole numbers. */
const greyOf = ([red, green, blue]: Colour): number => (77 * red + 150 * green + 29 * blue) >> 8;

/** Marsaglia's xorshift generator of 32 bits ("Xorshift RNGs", 2003). */
function xorshift32(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}
