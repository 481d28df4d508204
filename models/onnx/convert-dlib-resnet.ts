import { OnnxGraph, type TensorName } from './onnx-graph.ts';
import { readWeights, type WeightTable, weightNamed } from './tfjs-weights.ts';
import { convolutionKernel } from './weight-layout.ts';

/** Side of the aligned face picture the network takes, in pixels. */
const INPUT_SIDE = 150;
/** Mean R, G, B of the training pictures and the divisor, as in dlib's `input_rgb_image_sized<150>`. */
const MEAN_RGB = [122.782, 117.001, 104.298];
const DIVISOR = 256;

/** Blocks after the stem: how many plain residual units follow each unit that halves the picture (dlib's anet_type). */
const STAGES = [
  { down: null, units: ['conv32_1', 'conv32_2', 'conv32_3'] },
  { down: 'conv64_down', units: ['conv64_1', 'conv64_2', 'conv64_3'] },
  { down: 'conv128_down', units: ['conv128_1', 'conv128_2'] },
  { down: 'conv256_down', units: ['conv256_1', 'conv256_2'] },
  { down: 'conv256_down_out', units: [] },
] as const;

/** A tensor with the side and channels that decide about paddings. */
interface Feature {
  readonly tensor: TensorName;
  readonly side: number;
  readonly channels: number;
}

/**
 * Builds the ONNX form of `dlib_face_recognition_resnet_model_v1` from face-api's weight manifest: input `[n, 3, 150, 150]`
 * RGB 0…255, output `embedding [n, 128]`. The per-channel scale after each convolution is folded into its weights.
 */
export function convertDlibResnet(manifest: unknown, binary: Uint8Array): Uint8Array {
  const network = new ResnetBuilder(readWeights(manifest, binary));
  let feature = network.stem();
  for (const stage of STAGES) {
    if (stage.down !== null) feature = network.halvingUnit(feature, stage.down);
    for (const unit of stage.units) feature = network.plainUnit(feature, unit);
  }
  network.head(feature);
  return network.graph.toBytes();
}

class ResnetBuilder {
  readonly graph = new OnnxGraph('dlib_face_recognition_resnet_model_v1');
  readonly #weights: WeightTable;

  constructor(weights: WeightTable) {
    this.#weights = weights;
  }

  stem(): Feature {
    const { graph } = this;
    const input = graph.input('input', ['n', 3, INPUT_SIDE, INPUT_SIDE]);
    const centred = graph.node('Sub', [input, graph.floats(Float32Array.from(MEAN_RGB), [1, 3, 1, 1])]);
    const scaled = graph.node('Div', [centred, graph.floats(Float32Array.of(DIVISOR))]);
    const convolved = this.#convolution({ tensor: scaled, side: INPUT_SIDE, channels: 3 }, 'conv32_down', 2, 'valid');
    const pooled = graph.node('MaxPool', [graph.node('Relu', [convolved.tensor])], {
      kernel_shape: [3, 3],
      strides: [2, 2],
    });
    return { tensor: pooled, side: outputSide(convolved.side, 3, 2), channels: convolved.channels };
  }

  plainUnit(input: Feature, name: string): Feature {
    const first = this.#convolution(input, `${name}/conv1`, 1, 'same');
    const second = this.#convolution(this.#relu(first), `${name}/conv2`, 1, 'same');
    return this.#sum(second, input);
  }

  /** The shortcut is a 2 × 2 mean; the branch that is smaller, in pixels or in channels, is filled up with zeros at its end. */
  halvingUnit(input: Feature, name: string): Feature {
    const { graph } = this;
    const first = this.#convolution(input, `${name}/conv1`, 2, 'valid');
    const second = this.#convolution(this.#relu(first), `${name}/conv2`, 1, 'same');
    const shortcut: Feature = {
      tensor: graph.node('AveragePool', [input.tensor], { kernel_shape: [2, 2], strides: [2, 2] }),
      side: outputSide(input.side, 2, 2),
      channels: input.channels,
    };
    const side = Math.max(second.side, shortcut.side);
    const channels = Math.max(second.channels, shortcut.channels);
    return this.#sum(this.#fillUp(second, side, channels), this.#fillUp(shortcut, side, channels));
  }

  head(input: Feature): void {
    const { graph } = this;
    const mean = graph.node('ReduceMean', [input.tensor], { axes: [2, 3], keepdims: 0 });
    const fc = weightNamed(this.#weights, 'fc');
    graph.output('embedding', graph.node('MatMul', [mean, graph.floats(fc.values, fc.shape)]), ['n', 128]);
  }

  #convolution(input: Feature, name: string, stride: number, padding: 'same' | 'valid'): Feature {
    const { graph } = this;
    const scale = weightNamed(this.#weights, `${name}/scale/weights`).values;
    const shift = weightNamed(this.#weights, `${name}/scale/biases`).values;
    const bias = weightNamed(this.#weights, `${name}/conv/bias`).values;
    const kernel = convolutionKernel(graph, weightNamed(this.#weights, `${name}/conv/filters`), scale);
    const folded = bias.map((value, channel) => value * (scale[channel] as number) + (shift[channel] as number));
    const size = kernel.size[0];
    const pad = padding === 'same' ? (size - 1) / 2 : 0;
    const tensor = graph.node('Conv', [input.tensor, kernel.tensor, graph.floats(folded, [folded.length])], {
      kernel_shape: kernel.size,
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    });
    return { tensor, side: outputSide(input.side + 2 * pad, size, stride), channels: folded.length };
  }

  #fillUp(feature: Feature, side: number, channels: number): Feature {
    const rows = side - feature.side;
    const planes = channels - feature.channels;
    if (rows === 0 && planes === 0) return feature;
    const paddings = this.graph.integers([0, 0, 0, 0, 0, planes, rows, rows]);
    return { tensor: this.graph.node('Pad', [feature.tensor, paddings]), side, channels };
  }

  #relu(feature: Feature): Feature {
    return { ...feature, tensor: this.graph.node('Relu', [feature.tensor]) };
  }

  #sum(a: Feature, b: Feature): Feature {
    return this.#relu({ ...a, tensor: this.graph.node('Add', [a.tensor, b.tensor]) });
  }
}

const outputSide = (side: number, kernel: number, stride: number): number => Math.floor((side - kernel) / stride) + 1;
