import { Tensor } from 'onnxruntime-node';
import type { ModelIdentity } from '../../agent/contract/vocabulary/observations.ts';
import type { Network } from '../face/network.ts';
import { openNecessaryNetwork } from '../own-network.ts';
import { STRIP_HEIGHT, type Strip } from './strip.ts';

/** Characters by class; class 37 means "between characters". */
export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';
export const CLASSES = 38;
export const BLANK = 37;
/** Strip columns per decision. */
export const STEP = 4;

/** Log-probabilities of one strip, `steps` × 38. */
export interface Posterior {
  readonly strip: Strip;
  readonly steps: number;
  readonly logs: Float32Array;
}

/** The loaded line reader. */
export interface LineNetwork {
  readonly model: ModelIdentity;
  read(strips: readonly Strip[]): Promise<Posterior[]>;
  close(): Promise<void>;
}

/**
 * Loads the line reader once. Throws when the file is missing, is not the one that the manifest pins, or does not answer as
 * recorded. `folder` is that of the manifest unless a test has its own.
 */
export async function loadLineNetwork(folder?: URL): Promise<LineNetwork> {
  const { network, model } = await openNecessaryNetwork('mrz-line-reader', folder);
  return { model, read: (strips) => infer(network, strips), close: () => network.close() };
}

/** One run for all strips, each padded with its mean (zero after standardising) to the widest. */
async function infer(network: Network, strips: readonly Strip[]): Promise<Posterior[]> {
  if (strips.length === 0) return [];
  const width = Math.max(...strips.map((s) => s.width));
  const input = new Float32Array(strips.length * STRIP_HEIGHT * width);
  strips.forEach((strip, n) => {
    for (let row = 0; row < STRIP_HEIGHT; row++) {
      input.set(strip.values.subarray(row * strip.width, (row + 1) * strip.width), (n * STRIP_HEIGHT + row) * width);
    }
  });
  const output = await network.run(new Tensor('float32', input, [strips.length, 1, STRIP_HEIGHT, width]));
  const logits = output('logits');
  const stride = (width / STEP) * CLASSES;
  return strips.map((strip, n) => {
    const steps = strip.width / STEP;
    const logs = logits.slice(n * stride, n * stride + steps * CLASSES);
    for (let t = 0; t < steps; t++) normalise(logs, t * CLASSES);
    return { strip, steps, logs };
  });
}

/** Logits to log-probabilities, in place. */
function normalise(logs: Float32Array, at: number): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < CLASSES; c++) top = Math.max(top, logs[at + c] as number);
  let sum = 0;
  for (let c = 0; c < CLASSES; c++) sum += Math.exp((logs[at + c] as number) - top);
  const shift = top + Math.log(sum);
  for (let c = 0; c < CLASSES; c++) logs[at + c] = (logs[at + c] as number) - shift;
}
