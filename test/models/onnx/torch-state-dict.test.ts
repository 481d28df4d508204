import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPickle } from '../../../models/onnx/torch-pickle.ts';
import { readStateDict } from '../../../models/onnx/torch-state-dict.ts';

const text = (value: string) => [0x58, value.length, 0, 0, 0, ...Buffer.from(value)];
const global = (module: string, name: string) => [0x63, ...Buffer.from(`${module}\n${name}\n`)];
const tuple = (...items: number[][]) => [0x28, ...items.flat(), 0x74];
const pickle = (...parts: number[][]) => [0x80, 2, ...parts.flat(), 0x2e];
const int = (value: number) => [0x4b, value];
const NONE = [0x4e];

const MAGIC = pickle([0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);
const PROTOCOL = pickle([0x4d, 0xe9, 0x03]);
const MACHINE = pickle([0x7d, ...text('little_endian'), 0x88, 0x73]);

/** `OrderedDict` with one tensor per entry, each with a storage of its own. */
function stateDict(tensors: { name: string; values: number[]; shape: number[]; strides: number[] }[]): Uint8Array {
  const entries = tensors.map(({ name, values, shape, strides }, index) => {
    const storage = tuple(
      text('storage'),
      global('torch', 'FloatStorage'),
      text(`k${index}`),
      text('cpu'),
      int(values.length),
      NONE,
    );
    const view = tuple([...storage, 0x51], int(0), tuple(...shape.map(int)), tuple(...strides.map(int)), [0x89], NONE);
    return [...text(name), ...global('torch._utils', '_rebuild_tensor_v2'), ...view, 0x52, 0x73];
  });
  const dictionary = pickle([...global('collections', 'OrderedDict'), 0x29, 0x52], ...entries);
  const keys = pickle([0x5d, 0x71, 0, 0x28], ...tensors.map((_, index) => text(`k${index}`)), [0x65]);
  const storages = tensors.flatMap(({ values }) => {
    const bytes = Buffer.alloc(8 + 4 * values.length);
    bytes.writeBigInt64LE(BigInt(values.length));
    values.forEach((value, index) => {
      bytes.writeFloatLE(value, 8 + 4 * index);
    });
    return [...bytes];
  });
  return Uint8Array.from([...MAGIC, ...PROTOCOL, ...MACHINE, ...dictionary, ...keys, ...storages]);
}

const SOUND = stateDict([
  { name: 'module.conv.weight', values: [1, 2, 3, 4, 5, 6], shape: [2, 3], strides: [3, 1] },
  { name: 'bn.bias', values: [-0.5], shape: [1], strides: [1] },
]);

describe('a PyTorch state dict', () => {
  test('gives its tensors by name, without the wrapper of parallel training', () => {
    const table = readStateDict(SOUND);
    expect([...table].map(([name, { values, shape }]) => [name, [...values], shape])).toEqual([
      ['conv.weight', [1, 2, 3, 4, 5, 6], [2, 3]],
      ['bn.bias', [-0.5], [1]],
    ]);
  });

  test('that is turned, cut or followed by more is refused', () => {
    const turned = stateDict([{ name: 'w', values: [1, 2, 3, 4], shape: [2, 2], strides: [1, 2] }]);
    expect(() => readStateDict(turned)).toThrow('row by row');
    expect(() => readStateDict(SOUND.subarray(0, SOUND.length - 1))).toThrow('ends inside a storage');
    expect(() => readStateDict(Uint8Array.from([...SOUND, 0]))).toThrow('left over');
    const beyond = stateDict([{ name: 'w', values: [1, 2], shape: [3], strides: [1] }]);
    expect(() => readStateDict(beyond)).toThrow('beyond its storage');
  });

  test('cut anywhere or with any byte changed ends in an error or a table, never in anything else', () => {
    fc.assert(
      fc.property(fc.nat(SOUND.length - 1), fc.integer({ min: 0, max: 255 }), fc.boolean(), (at, byte, cut) => {
        const bytes = cut ? SOUND.subarray(0, at) : SOUND.with(at, byte);
        try {
          expect(readStateDict(bytes)).toBeInstanceOf(Map);
          expect(cut).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a pickle', () => {
  const read = (...parts: number[][]) => readPickle(Uint8Array.from(pickle(...parts)), 0).value;

  test('that names a function of the system is refused before anything is called', () => {
    const attack = [...global('os', 'system'), ...tuple(text('id')), 0x52];
    expect(() => read(attack)).toThrow('os system');
    expect(() => read(global('builtins', 'eval'))).toThrow('builtins eval');
    expect(() => read(global('torch', 'load'))).toThrow('torch load');
  });

  test('with opcodes beyond a state dict is refused', () => {
    for (const opcode of [
      0x69 /* INST */, 0x6f /* OBJ */, 0x81 /* NEWOBJ */, 0x82 /* EXT1 */, 0x93, 0x50 /* PERSID */,
    ]) {
      expect(() => read([opcode, 0, 0])).toThrow('no state dict needs');
    }
  });

  test('may not call a storage, nor something that is no class', () => {
    expect(() => read(global('torch', 'FloatStorage'), [0x29, 0x52])).toThrow('cannot be called');
    expect(() => read(int(3), [0x29, 0x52])).toThrow('cannot be called');
  });

  test('reads whole numbers of every width', () => {
    expect(read([0x8a, 1, 0xff])).toBe(-1n);
    expect(read([0x8a, 2, 0x00, 0x80])).toBe(-32768n);
    expect(read([0x4a, 0xfe, 0xff, 0xff, 0xff])).toBe(-2);
    expect(read([0x4d, 0xff, 0xff])).toBe(65535);
  });
});
