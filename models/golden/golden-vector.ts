import { readFileSync } from 'node:fs';
import type { Tensor } from 'onnxruntime-node';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { ModelEntry } from '../model-manifest.ts';
import { MODELS_FOLDER } from '../models-folder.ts';
import { goldenInput } from './golden-input.ts';

/** What one output of a model was for its golden input. */
type GoldenOutput = Type.Static<typeof GoldenOutput>;
const GoldenOutput = Type.Object(
  {
    length: Type.Integer({ minimum: 1 }),
    /** Mean of all absolute values: a change anywhere in the output shows here. */
    meanMagnitude: Type.Number(),
    /** Values at even distances. */
    samples: Type.Array(Type.Number(), { minItems: 1 }),
    /** Largest difference that another processor's rounding may make. */
    tolerance: Type.Number({ exclusiveMinimum: 0 }),
  },
  { additionalProperties: false },
);

/** A reproducible input and the few numbers that a whole, rightly computed model answers to it. */
export type GoldenVector = Type.Static<typeof GoldenVector>;
const GoldenVector = Type.Object(
  {
    input: Type.Object(
      {
        seed: Type.Integer({ minimum: 1 }),
        lowest: Type.Number(),
        highest: Type.Number(),
        freeLength: Type.Optional(Type.Integer({ minimum: 1 })),
      },
      { additionalProperties: false },
    ),
    outputs: Type.Record(Type.String(), GoldenOutput),
  },
  { additionalProperties: false },
);

/** As much of a loaded network as a golden run needs. */
interface Runnable {
  run(input: Tensor): Promise<(output: string) => Float32Array>;
}

const SAMPLES = 12;
/** Share of the largest value; kernels of different processors differ by a few parts in 100,000. */
const TOLERATED_SHARE = 1e-3;

/** Runs the model once on its golden input; says what differs from the recorded answer, or null when nothing does. */
export async function findGoldenMismatch(entry: ModelEntry, network: Runnable): Promise<string | null> {
  const golden = readGoldenVector(entry);
  const output = await network.run(goldenInput(entry, golden.input));
  for (const { name } of entry.io.outputs) {
    const expected = golden.outputs[name];
    const difference = expected === undefined ? 'is not recorded' : differenceOf(output(name), expected);
    if (difference !== null) return `output ${name} ${difference}`;
  }
  return null;
}

/** The answer to be recorded for `input`; only for models whose correctness was shown by other means. */
export async function recordGoldenVector(
  entry: ModelEntry,
  network: Runnable,
  input: GoldenVector['input'],
): Promise<GoldenVector> {
  const output = await network.run(goldenInput(entry, input));
  return {
    input,
    outputs: Object.fromEntries(entry.io.outputs.map(({ name }) => [name, recordOf(output(name))])),
  };
}

/** Throws when the file is missing or not of its schema: the repo is then not whole. */
export function readGoldenVector(entry: ModelEntry): GoldenVector {
  const json: unknown = JSON.parse(readFileSync(new URL(entry.golden, MODELS_FOLDER), 'utf8'));
  return Value.Parse(GoldenVector, json);
}

function differenceOf(values: Float32Array, expected: GoldenOutput): string | null {
  if (values.length !== expected.length) return `has ${values.length} values for ${expected.length}`;
  const pairs = [
    [meanMagnitude(values), expected.meanMagnitude] as const,
    ...sampled(values, expected.samples.length).map(
      (value, index) => [value, expected.samples[index] as number] as const,
    ),
  ];
  for (const [actual, recorded] of pairs) {
    // Written so that a NaN differs.
    if (!(Math.abs(actual - recorded) <= expected.tolerance)) {
      return `gives ${actual.toPrecision(6)} for ${recorded} ± ${expected.tolerance}`;
    }
  }
  return null;
}

function recordOf(values: Float32Array): GoldenOutput {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const written = (value: number) => Number(value.toPrecision(7));
  return {
    length: values.length,
    meanMagnitude: written(meanMagnitude(values)),
    samples: sampled(values, Math.min(SAMPLES, values.length)).map(written),
    tolerance: Number((TOLERATED_SHARE * largest).toPrecision(2)),
  };
}

const meanMagnitude = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;

const sampled = (values: Float32Array, count: number): number[] =>
  Array.from({ length: count }, (_, index) => values[Math.floor(((index + 0.5) * values.length) / count)] as number);
