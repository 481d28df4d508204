import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { OnnxGraph } from '../../../models/onnx/onnx-graph.ts';
import { replacePrelu } from '../../../models/onnx/prelu-without-branches.ts';
import { bytesField, concatBytes, floatField, integerField } from '../../../models/onnx/protobuf-fields.ts';
import { readFields } from '../../../models/onnx/read-fields.ts';

const CHANNELS = 3;
const WIDTH = 8;

/** A graph of one PRelu over three channels. */
function preluGraph(slopes: readonly number[]): Uint8Array {
  const graph = new OnnxGraph('slopes');
  const input = graph.input('input', [1, CHANNELS, 1, WIDTH]);
  const slope = graph.floats(Float32Array.from(slopes), [CHANNELS, 1, 1]);
  graph.output('output', graph.node('PRelu', [input, slope]), [1, CHANNELS, 1, WIDTH]);
  return graph.toBytes();
}

/** Operators of a model in their order. */
function operators(model: Uint8Array): string[] {
  const graph = readFields(model).find(({ number }) => number === 7)?.payload as Uint8Array;
  return readFields(graph)
    .filter(({ number }) => number === 1)
    .map(({ payload }) => readFields(payload as Uint8Array).find(({ number }) => number === 4)?.payload as Uint8Array)
    .map((name) => new TextDecoder().decode(name));
}

async function run(model: Uint8Array, values: readonly number[]): Promise<number[]> {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 });
  const input = new Tensor('float32', Float32Array.from(values), [1, CHANNELS, 1, WIDTH]);
  const { output } = await session.run({ input });
  await session.release();
  if (output === undefined) throw new Error('no output');
  return [...(output.data as Float32Array)];
}

const value = fc.float({ min: -1e6, max: 1e6, noNaN: true }).filter((number) => number !== 0);
const values = fc.array(value, { minLength: CHANNELS * WIDTH, maxLength: CHANNELS * WIDTH });
const slopesWithin = (min: number, max: number) =>
  fc.array(fc.float({ min, max, noNaN: true }), { minLength: CHANNELS, maxLength: CHANNELS });

describe('a PRelu written without branches', () => {
  test.each([
    ['at most 1, negative ones too', -4, 1, 'Max'],
    ['at least 1', 1, 8, 'Min'],
  ] as const)('with slopes %s gives the same numbers', async (_slopes, min, max, operator) => {
    await fc.assert(
      fc.asyncProperty(slopesWithin(min, max), values, async (slopes, input) => {
        // All slopes of exactly 1 satisfy both; one below or above decides.
        slopes[0] = operator === 'Max' ? 0.25 : 2;
        const model = preluGraph(slopes);
        const rewritten = replacePrelu(model);
        expect(operators(rewritten)).toEqual(['Mul', operator, 'Identity']);
        const [before, after] = [await run(model, input), await run(rewritten, input)];
        // Adding zero makes one of the two zeros, which a slope of 0 leaves either of.
        expect(after.map((number) => number + 0)).toEqual(before.map((number) => number + 0));
      }),
      { numRuns: 40 },
    );
  });

  test('with slopes on both sides of 1 stays a PRelu, byte for byte', () => {
    const model = preluGraph([0.5, 1.5, 1]);
    expect(Buffer.compare(replacePrelu(model), model)).toBe(0);
  });

  test('whose slopes are computed and not stored stays a PRelu', () => {
    const graph = new OnnxGraph('computed');
    const input = graph.input('input', [1, CHANNELS, 1, WIDTH]);
    const slope = graph.node('Relu', [graph.floats(Float32Array.of(0.1, 0.2, 0.3), [CHANNELS, 1, 1])]);
    graph.output('output', graph.node('PRelu', [input, slope]), [1, CHANNELS, 1, WIDTH]);
    expect(operators(replacePrelu(graph.toBytes()))).toEqual(['Relu', 'PRelu', 'Identity']);
  });
});

describe('the fields of a message', () => {
  test('are read back as they were written', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: 1, max: 5000 }),
            fc.oneof(
              fc.uint8Array({ maxLength: 300 }),
              fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
              fc.float(),
            ),
          ),
        ),
        (written) => {
          const encoded = written.map(([number, content]) => {
            if (content instanceof Uint8Array) return bytesField(number, content);
            return typeof content === 'bigint' ? integerField(number, content) : floatField(number, content);
          });
          const read = readFields(concatBytes(encoded));
          expect(read.map(({ number }) => number)).toEqual(written.map(([number]) => number));
          expect(read.map((field) => [...field.encoded])).toEqual(encoded.map((field) => [...field]));
          for (const [index, [, content]] of written.entries()) {
            const payload = read[index]?.payload;
            expect(payload && [...payload]).toEqual(content instanceof Uint8Array ? [...content] : null);
          }
        },
      ),
    );
  });

  test('of a message that was cut off are refused', () => {
    const message = bytesField(7, new Uint8Array(200));
    for (const length of [1, 2, 3, 100, message.length - 1]) {
      expect(() => readFields(message.subarray(0, length))).toThrow('within a field');
    }
  });
});
