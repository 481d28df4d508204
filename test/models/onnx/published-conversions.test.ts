import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { describe, expect, test, vi } from 'vitest';
import { type ModelEntry, readModelManifest } from '../../../models/model-manifest.ts';
import { sha256 } from '../../../models/npm-model-cache.ts';
import { convertOpenvinoIr } from '../../../models/onnx/convert-openvino-ir.ts';
import { convertPublishedModel } from '../../../models/onnx/published-conversions.ts';
import { announceSkip } from '../support/shared-pictures.ts';

vi.setConfig({ testTimeout: 120_000 });

const SHARED = fileURLToPath(new URL('../../../../shared', import.meta.url));
const ORIGINALS = join(SHARED, 'models/originals');
const haveOriginals = existsSync(ORIGINALS);
const stationModels = readModelManifest().models.filter(({ tier }) => tier === 'station');

/** Largest difference of an output, as a share of the largest value there: rounding of float32 over fifty layers. */
const TOLERATED_SHARE = 1e-5;

announceSkip('published models converted here', !haveOriginals, 'no ../shared/models/originals');
describe.skipIf(!haveOriginals).each(stationModels.map((entry) => [entry.name, entry] as const))('%s', (_, entry) => {
  const converted = haveOriginals ? convert(entry) : new Uint8Array();

  test('is converted to the pinned bytes, the same every time', () => {
    const { source } = entry;
    if (source.kind !== 'published-files') throw new Error('a station model is a published one');
    expect([converted.length, sha256(converted)]).toEqual([source.converted.bytes, source.converted.sha256]);
    expect(sha256(convert(entry))).toBe(source.converted.sha256);
  });

  test('answers noise and a photograph as the ready file does, which other software wrote', async () => {
    const judge = await InferenceSession.create(readFileSync(join(SHARED, 'models', entry.file)), ONE_THREAD);
    const ours = await InferenceSession.create(converted, ONE_THREAD);
    expect(ours.outputNames.toSorted()).toEqual(judge.outputNames.toSorted());
    for (const input of [noise(entry), await photograph(entry)]) {
      const [expected, actual] = [await judge.run({ input }), await ours.run({ input })];
      for (const { name } of entry.io.outputs) {
        const [theirs, here] = [expected[name], actual[name]].map((tensor) => tensor?.data as Float32Array);
        if (theirs === undefined || here === undefined) throw new Error(`no output ${name}`);
        expect(here.length).toBe(theirs.length);
        const largest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const apart = theirs.reduce((most, value, index) => Math.max(most, Math.abs(value - (here[index] ?? 1e9))), 0);
        expect(apart / largest).toBeLessThanOrEqual(TOLERATED_SHARE);
      }
    }
    await Promise.all([judge.release(), ours.release()]);
  });
});

describe('an OpenVINO network written by hand', () => {
  const layer = (id: number, name: string, type: string, data: string, inputs: number) => {
    const ports = Array.from({ length: inputs }, (_, port) => `<port id="${port}"><dim>1</dim></port>`);
    const input = inputs === 0 ? '' : `<input>${ports.join('')}</input>`;
    return `<layer id="${id}" name="${name}" type="${type}" version="opset1"><data ${data}/>${input}</layer>`;
  };
  const edge = (from: number, to: number, port: number) =>
    `<edge from-layer="${from}" from-port="9" to-layer="${to}" to-port="${port}"/>`;
  const network = (last: string) =>
    Buffer.from(`<?xml version="1.0"?><net name="hand" version="11"><layers>
      ${layer(0, 'in', 'Parameter', 'shape="1,1,2,2" element_type="f32"', 0)}
      ${layer(1, 'kernel', 'Const', 'element_type="f16" shape="1, 1, 2, 2" offset="0" size="8"', 0)}
      ${layer(2, 'wide', 'Convert', 'destination_type="f32"', 1)}
      ${layer(3, 'conv', 'Convolution', 'strides="1, 1" dilations="1, 1" pads_begin="0, 0" pads_end="1, 1" auto_pad="explicit"', 2)}
      ${last}</layers><edges>${edge(1, 2, 0)}${edge(0, 3, 0)}${edge(2, 3, 1)}${edge(3, 4, 0)}</edges></net>`);
  /** Kernel 1, 2, 3, -4 in half precision. */
  const weights = Uint8Array.of(0x00, 0x3c, 0x00, 0x40, 0x00, 0x42, 0x00, 0xc4);
  const output = { out: { layer: 'last', shape: [1, 1, 2, 2] } };

  test('gives the numbers of pencil and paper', async () => {
    const onnx = convertOpenvinoIr(network(layer(4, 'last', 'ReLU', '', 1)), weights, output);
    const session = await InferenceSession.create(onnx);
    const { out } = await session.run({ input: new Tensor('float32', Float32Array.of(1, 2, 3, 4), [1, 1, 2, 2]) });
    // 1·1+2·2+3·3-4·4 = -2, clipped; 2·1+4·3; 3·1+4·2; 4·1
    expect(Array.from(out?.data as Float32Array)).toEqual([0, 14, 11, 4]);
  });

  test('is refused with a layer nobody converted, weights that end early, or no network in the file', () => {
    const relu = network(layer(4, 'last', 'ReLU', '', 1));
    const other = network(layer(4, 'last', 'DetectionOutput', '', 1));
    expect(() => convertOpenvinoIr(other, weights, output)).toThrow('DetectionOutput');
    expect(() => convertOpenvinoIr(relu, weights.subarray(0, 7), output)).toThrow('end before kernel');
    expect(() => convertOpenvinoIr(relu, weights, { out: { layer: 'elsewhere', shape: [1] } })).toThrow('no elsewhere');
    expect(() => convertOpenvinoIr(Buffer.from('<html><body>no</body></html>'), weights, output)).toThrow();
  });
});

const ONE_THREAD = { intraOpNumThreads: 1, logSeverityLevel: 3 } as const;

function convert(entry: ModelEntry): Uint8Array {
  if (entry.source.kind !== 'published-files') throw new Error(`${entry.name} is not a published model`);
  const files = entry.source.files.map(({ file }) => readFileSync(join(ORIGINALS, file)));
  return convertPublishedModel(entry.source.conversion, files);
}

/** Two pictures where the network takes several. */
const shapeOf = (entry: ModelEntry) => entry.io.input.shape.map((length) => (typeof length === 'number' ? length : 2));

function noise(entry: ModelEntry): Tensor {
  const shape = shapeOf(entry);
  const count = shape.reduce((product, length) => product * length, 1);
  let state = 7;
  const values = Float32Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647;
    return state % 256;
  });
  return new Tensor('float32', values, shape);
}

async function photograph(entry: ModelEntry): Promise<Tensor> {
  const shape = shapeOf(entry);
  const [count = 1, , height = 1, width = 1] = shape;
  const picture = await sharp(join(SHARED, 'pictures/astronaut/astronaut.png'))
    .removeAlpha()
    .resize(width, height, { fit: 'cover', position: 'top' })
    .raw()
    .toBuffer();
  const values = new Float32Array(count * 3 * width * height);
  const plane = width * height;
  for (let index = 0; index < values.length; index++) {
    const channel = Math.floor(index / plane) % 3;
    values[index] = picture[(index % plane) * 3 + 2 - channel] as number;
  }
  return new Tensor('float32', values, shape);
}
