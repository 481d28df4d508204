import { fileURLToPath } from 'node:url';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { openNetwork } from './open-network.ts';
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

/** The loaded line reader. `sha256` is of the bytes that run. */
export interface LineNetwork {
  readonly sha256: string;
  read(strips: readonly Strip[]): Promise<Posterior[]>;
  close(): Promise<void>;
}

const WEIGHTS = fileURLToPath(new URL('./line-reader.onnx', import.meta.url));

/** The weights the card's figures were measured with. */
const WEIGHTS_SHA256 = '99d6f35d8533e94ba87eb7be584e4fc5958e69c8ff0aff85692c48dcc034f8dd';

/**
 * Loads the line reader once. One thread: two are slower on strips this small. Throws when the file is missing or damaged,
 * and when the shipped file is not the one that was measured.
 */
export async function loadLineNetwork(path: string = WEIGHTS): Promise<LineNetwork> {
  const { session, sha256 } = await openNetwork(path, path === WEIGHTS ? WEIGHTS_SHA256 : null);
  return {
    sha256,
    read: (strips) => infer(session, strips),
    close: () => session.release(),
  };
}

/** One run for all strips, each padded with its mean (zero after standardising) to the widest. */
async function infer(session: InferenceSession, strips: readonly Strip[]): Promise<Posterior[]> {
  if (strips.length === 0) return [];
  const width = Math.max(...strips.map((s) => s.width));
  const input = new Float32Array(strips.length * STRIP_HEIGHT * width);
  strips.forEach((strip, n) => {
    for (let row = 0; row < STRIP_HEIGHT; row++) {
      input.set(strip.values.subarray(row * strip.width, (row + 1) * strip.width), (n * STRIP_HEIGHT + row) * width);
    }
  });
  const output = await session.run({ strips: new Tensor('float32', input, [strips.length, 1, STRIP_HEIGHT, width]) });
  const logits = output.logits?.data as Float32Array;
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
