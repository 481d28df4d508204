/** What a pickled state dict may hold: plain values, dictionaries with text keys, and tensors as views of storages. */
export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Pickled[]
  | Map<string, Pickled>
  | PickledClass
  | PickledStorage
  | PickledTensor;

/** The only classes that may be named; every other name would be code of the file's author. */
const CLASSES = [
  'collections OrderedDict',
  'torch FloatStorage',
  'torch LongStorage',
  'torch._utils _rebuild_tensor_v2',
] as const;

interface PickledClass {
  readonly kind: 'class';
  readonly name: (typeof CLASSES)[number];
}

/** A run of numbers, by its key; the numbers follow the pickles in the file. */
export interface PickledStorage {
  readonly kind: 'storage';
  readonly key: string;
  readonly type: 'torch FloatStorage' | 'torch LongStorage';
  /** How many numbers. */
  readonly length: number;
}

/** A view of a storage; offset, shape and strides count numbers, not bytes. */
export interface PickledTensor {
  readonly kind: 'tensor';
  readonly storage: PickledStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** The class of that name. Throws when a state dict does not need it. */
export function namedClass(name: string): PickledClass {
  const known = CLASSES.find((allowed) => allowed === name);
  if (known === undefined) throw new Error(`a pickle that names ${name}, which no state dict needs`);
  return { kind: 'class', name: known };
}

/** `('storage', class, key, device, length, view)`, as `torch.save` refers to storages. */
export function storageOf([word, type, key, , length, view]: readonly Pickled[]): PickledStorage {
  const name = isKind(type, 'class') ? type.name : null;
  if (word !== 'storage' || typeof key !== 'string' || typeof length !== 'number' || view !== null) {
    throw new Error('a pickle that refers to something else than a whole storage');
  }
  if (name !== 'torch FloatStorage' && name !== 'torch LongStorage') throw new Error('a storage of an unknown type');
  return { kind: 'storage', key, type: name, length };
}

/** Calls a class: an empty dictionary, or a tensor. */
export function construct(callee: Pickled, parameters: readonly Pickled[]): Pickled {
  const name = isKind(callee, 'class') ? callee.name : null;
  switch (name) {
    case 'collections OrderedDict':
      return new Map();
    case 'torch._utils _rebuild_tensor_v2': {
      const [of, offset, shape, strides] = parameters;
      if (!isKind(of, 'storage') || typeof offset !== 'number') throw new Error('a tensor without a storage');
      return { kind: 'tensor', storage: of, offset, shape: lengths(shape), strides: lengths(strides) };
    }
    case 'torch FloatStorage':
    case 'torch LongStorage':
    case null:
      throw new Error('a pickle that calls what cannot be called');
  }
}

type Tagged = PickledClass | PickledStorage | PickledTensor;

/** Tells tagged values apart from plain ones. */
export function isKind<K extends Tagged['kind']>(
  value: Pickled | undefined,
  kind: K,
): value is Extract<Tagged, { kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

/** The items of a list or tuple. */
export function itemsOf(value: Pickled): Pickled[] {
  if (!Array.isArray(value)) throw new Error('a pickle with something else where a list belongs');
  return value;
}

function lengths(value: Pickled | undefined): number[] {
  return itemsOf(value ?? null).map((length) => {
    if (typeof length !== 'number' || length < 0) throw new Error('a shape that is not made of lengths');
    return length;
  });
}
