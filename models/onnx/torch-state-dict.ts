import type { Weight, WeightTable } from './tfjs-weights.ts';
import { readPickle } from './torch-pickle.ts';
import { isKind, itemsOf, type Pickled, type PickledStorage, type PickledTensor } from './torch-pickle-values.ts';

/** `MAGIC_NUMBER` and `PROTOCOL_VERSION` of torch/serialization.py, the form before the ZIP container of PyTorch 1.6. */
const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;

/** What `DataParallel` puts before every name. */
const WRAPPER = /^module\./;

/**
 * Reads the float tensors of a legacy `.pth` file (`torch.save` of a state dict): five pickles (magic number, protocol, machine,
 * the dictionary, the storage keys), then each storage as a count and its little-endian numbers. Nothing of the file is run.
 * Throws when it is not such a file, and on whatever a state dict does not need.
 */
export function readStateDict(bytes: Uint8Array): WeightTable {
  let position = 0;
  const next = (): Pickled => {
    const { value, end } = readPickle(bytes, position);
    position = end;
    return value;
  };
  if (next() !== MAGIC || next() !== PROTOCOL) throw new Error('not a legacy PyTorch file');
  const machine = next();
  if (!(machine instanceof Map) || machine.get('little_endian') !== true) throw new Error('not little-endian');
  const tensors = namedTensors(next());
  const keys = itemsOf(next());
  const numbers = readStorages(
    bytes,
    position,
    keys,
    new Map(tensors.map(([, { storage }]) => [storage.key, storage])),
  );
  const floats = tensors.filter(([, { storage }]) => storage.type === 'torch FloatStorage');
  return new Map(floats.map(([name, tensor]) => [name.replace(WRAPPER, ''), weightOf(name, tensor, numbers)]));
}

function namedTensors(dictionary: Pickled): [string, PickledTensor][] {
  if (!(dictionary instanceof Map)) throw new Error('not a state dict');
  return [...dictionary].map(([name, value]) => {
    if (!isKind(value, 'tensor')) throw new Error(`${name} is not a tensor`);
    return [name, value];
  });
}

/** Storages of counters (64-bit integers) are passed over. */
function readStorages(
  bytes: Uint8Array,
  start: number,
  keys: readonly Pickled[],
  storages: ReadonlyMap<string, PickledStorage>,
): ReadonlyMap<string, Float32Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Map<string, Float32Array>();
  let position = start;
  for (const key of keys) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (storage === undefined) throw new Error('a storage that no tensor refers to');
    const isFloat = storage.type === 'torch FloatStorage';
    const end = position + 8 + storage.length * (isFloat ? 4 : 8);
    if (end > bytes.length) throw new Error('the file ends inside a storage');
    if (view.getBigInt64(position, true) !== BigInt(storage.length)) throw new Error('a storage of another length');
    // A copy, because typed arrays wider than a byte must start on an aligned offset.
    if (isFloat) {
      numbers.set(storage.key, new Float32Array(new Uint8Array(bytes.subarray(position + 8, end)).buffer));
    }
    position = end;
  }
  if (position !== bytes.length) throw new Error(`the file has ${bytes.length - position} bytes left over`);
  return numbers;
}

function weightOf(name: string, tensor: PickledTensor, numbers: ReadonlyMap<string, Float32Array>): Weight {
  const { storage, offset, shape, strides } = tensor;
  const count = shape.reduce((product, length) => product * length, 1);
  const values = numbers.get(storage.key)?.slice(offset, offset + count);
  if (values?.length !== count) throw new Error(`${name} reaches beyond its storage`);
  if (!isRowMajor(shape, strides)) throw new Error(`${name} is not stored row by row`);
  return { values, shape };
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) return false;
    step *= shape[axis] as number;
  }
  return true;
}
