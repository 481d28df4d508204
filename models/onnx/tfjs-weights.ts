import Type from 'typebox';
import { Value } from 'typebox/value';

/** A weight of a TensorFlow.js model, dequantised; row-major in `shape`. */
export interface Weight {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

export type WeightTable = ReadonlyMap<string, Weight>;

const WeightEntry = Type.Object(
  {
    name: Type.String(),
    shape: Type.Array(Type.Integer({ minimum: 0 })),
    dtype: Type.Enum(['float32', 'int32']),
    quantization: Type.Optional(
      Type.Object(
        {
          dtype: Type.Enum(['uint8', 'uint16', 'float16']),
          scale: Type.Optional(Type.Number()),
          min: Type.Optional(Type.Number()),
          original_dtype: Type.Optional(Type.String()),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

type WeightEntry = Type.Static<typeof WeightEntry>;

/** The weight manifest of TensorFlow.js, used alike by its graph models and by face-api. */
const WeightManifest = Type.Array(
  Type.Object({ weights: Type.Array(WeightEntry), paths: Type.Array(Type.String()) }, { additionalProperties: false }),
);

/**
 * Cuts `binary` (the files of `paths` joined) into named weights and undoes the quantisation: `uint8` and `uint16` are
 * `value × scale + min`, `float16` is IEEE 754 half precision. Throws when manifest and bytes do not belong together.
 */
export function readWeights(manifest: unknown, binary: Uint8Array): WeightTable {
  const parsed = Value.Parse(WeightManifest, manifest);
  const table = new Map<string, Weight>();
  let offset = 0;
  for (const entry of parsed.flatMap((group) => group.weights)) {
    const count = entry.shape.reduce((product, length) => product * length, 1);
    const length = count * bytesPerValue(entry);
    if (offset + length > binary.length) throw new Error(`weight file ends before ${entry.name}`);
    // A copy, because typed arrays wider than a byte must start on an aligned offset (`slice` of a Buffer is no copy).
    const raw = new Uint8Array(binary.subarray(offset, offset + length)).buffer;
    table.set(entry.name, { values: dequantise(entry, raw), shape: entry.shape });
    offset += length;
  }
  if (offset !== binary.length) throw new Error(`weight file has ${binary.length - offset} bytes left over`);
  return table;
}

/** The weight of that name; a missing one means that the model is not the one this converter was written for. */
export function weightNamed(table: WeightTable, name: string): Weight {
  const weight = table.get(name);
  if (weight === undefined) throw new Error(`the model has no weight ${name}`);
  return weight;
}

function bytesPerValue(entry: WeightEntry): number {
  switch (entry.quantization?.dtype) {
    case undefined:
      return 4;
    case 'uint8':
      return 1;
    case 'uint16':
    case 'float16':
      return 2;
  }
}

function dequantise(entry: WeightEntry, raw: ArrayBufferLike): Float32Array {
  const { scale = 1, min = 0 } = entry.quantization ?? {};
  switch (entry.quantization?.dtype) {
    case undefined:
      return entry.dtype === 'int32' ? Float32Array.from(new Int32Array(raw)) : new Float32Array(raw);
    case 'uint8':
      return Float32Array.from(new Uint8Array(raw), (value) => value * scale + min);
    case 'uint16':
      return Float32Array.from(new Uint16Array(raw), (value) => value * scale + min);
    case 'float16':
      return Float32Array.from(new Uint16Array(raw), halfToNumber);
  }
}

/** IEEE 754 binary16: 1 sign bit, 5 exponent bits (bias 15), 10 fraction bits. */
export function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
