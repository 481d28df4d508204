import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { readModelManifest } from '../../../models/model-manifest.ts';
import { checkoutModelPlaces } from '../../../models/model-store.ts';
import { readNpmModel } from '../../../models/npm-model-cache.ts';
import { OnnxGraph } from '../../../models/onnx/onnx-graph.ts';
import { parseGraphModel } from '../../../models/onnx/tfjs-graph.ts';
import { halfToNumber, readWeights } from '../../../models/onnx/tfjs-weights.ts';
import golden from './golden-outputs.json' with { type: 'json' };

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** The same numbers everywhere: a ramp with period 1000, scaled to 0…1. */
const syntheticInput = (count: number, scale: number) =>
  Float32Array.from({ length: count }, (_, index) => (((index * 7919) % 1000) / 1000) * scale);

describe('a graph written by hand', () => {
  test('runs: convolution, padding, slope and reshape give the numbers of pencil and paper', async () => {
    const graph = new OnnxGraph('by-hand');
    const input = graph.input('input', [1, 1, 2, 2]);
    const padded = graph.node('Pad', [input, graph.integers([0, 0, 0, 0, 0, 0, 1, 1])]);
    const kernel = graph.floats(Float32Array.of(1, 2, 3, -4), [1, 1, 2, 2]);
    const bias = graph.floats(Float32Array.of(0.5), [1]);
    const convolved = graph.node('Conv', [padded, kernel, bias], { kernel_shape: [2, 2], auto_pad: 'VALID' });
    const leaky = graph.node('LeakyRelu', [convolved], { alpha: { float: 0.5 } });
    graph.output('output', graph.node('Reshape', [leaky, graph.integers([1, -1])]), [1, 4]);
    const session = await InferenceSession.create(graph.toBytes());
    const { output } = await session.run({ input: new Tensor('float32', Float32Array.of(1, 2, 3, 4), [1, 1, 2, 2]) });
    // 1·1+2·2+3·3-4·4+0.5 = -1.5 halved; 2·1+4·3+0.5; 3·1+4·2+0.5; 4·1+0.5
    expect(Array.from(output?.data as Float32Array)).toEqual([-0.75, 14.5, 11.5, 4.5]);
  });

  test('is the same bytes every time', () => {
    const make = () => {
      const graph = new OnnxGraph('twice');
      graph.output('out', graph.node('Relu', [graph.input('in', ['n', 3])]), ['n', 3]);
      return graph.toBytes();
    };
    expect(Buffer.compare(make(), make())).toBe(0);
  });
});

describe('weight files', () => {
  test.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x0001, 2 ** -24],
    [0x7bff, 65504],
  ])('half precision %i is %f', (half, number) => {
    expect(halfToNumber(half)).toBe(number);
  });

  test('quantised bytes become value × scale + min', () => {
    const manifest = [
      {
        paths: ['x.bin'],
        weights: [
          { name: 'a', shape: [2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: -1 } },
          { name: 'b', shape: [1], dtype: 'int32' },
        ],
      },
    ];
    const table = readWeights(manifest, Uint8Array.of(0, 4, 7, 0, 0, 0));
    expect([...(table.get('a')?.values ?? [])]).toEqual([-1, 1]);
    expect([...(table.get('b')?.values ?? [])]).toEqual([7]);
    expect(() => readWeights(manifest, Uint8Array.of(0, 4, 7))).toThrow('ends before b');
    expect(() => readWeights(manifest, new Uint8Array(20))).toThrow('left over');
  });

  test('a graph with an operator that nobody converted is refused', () => {
    const node = (op: string) => ({
      format: 'graph-model',
      modelTopology: { node: [{ name: 'a', op }] },
      weightsManifest: [],
    });
    expect(() => parseGraphModel(node('Identity'))).not.toThrow();
    expect(() => parseGraphModel(node('SpaceToBatchND'))).toThrow();
  });
});

describe.each(
  readModelManifest()
    .models.filter(({ tier }) => tier === 'npm')
    .map((model) => [model.name, model] as const),
)('%s, converted', (name, model) => {
  let session: InferenceSession;
  beforeAll(async () => {
    const bytes = await readNpmModel(model, checkoutModelPlaces());
    if (!bytes.ok) throw new Error(bytes.fault.code);
    session = await InferenceSession.create(bytes.value, { intraOpNumThreads: 1 });
  });

  test('has the inputs and outputs of the manifest', () => {
    expect(session.inputNames).toEqual([model.io.input.name]);
    expect(session.outputNames).toEqual(model.io.outputs.map((output) => output.name));
  });

  test('answers a synthetic input as recorded', async () => {
    const shape = model.io.input.shape.map((length) => (typeof length === 'number' ? length : 1));
    const count = shape.reduce((product, length) => product * length, 1);
    const scale = model.role === 'embedder' ? 255 : 1;
    const outputs = await session.run({ input: new Tensor('float32', syntheticInput(count, scale), shape) });
    for (const output of model.io.outputs) {
      const data = outputs[output.name]?.data as Float32Array;
      const expected = (golden as Record<string, Record<string, number[]>>)[name]?.[output.name] ?? [];
      expect(expected.length).toBeGreaterThan(0);
      expected.forEach((value, index) => {
        const actual = data[Math.floor((index * data.length) / expected.length)] as number;
        expect(Math.abs(actual - value)).toBeLessThanOrEqual(1e-3 * Math.max(1, Math.abs(value)));
      });
    }
  });
});
