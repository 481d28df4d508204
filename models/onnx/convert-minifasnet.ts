import { OnnxGraph, type TensorName } from './onnx-graph.ts';
import { type WeightTable, weightNamed } from './tfjs-weights.ts';
import { readStateDict } from './torch-state-dict.ts';

/** Side of the crop around the face, in pixels. */
const INPUT_SIDE = 80;
/** `eps` of every batch normalisation. */
const EPSILON = 1e-5;
/** bona fide and two kinds of attack. */
const CLASSES = 3;

/** Stages after the first two convolutions: a block that halves the picture, then residual blocks. */
const STAGES = [
  { halving: 'conv_23', stage: 'conv_3', blocks: 4 },
  { halving: 'conv_34', stage: 'conv_4', blocks: 6 },
  { halving: 'conv_45', stage: 'conv_5', blocks: 2 },
] as const;

/**
 * Builds the ONNX form of a MiniFASNet (minivision-ai/Silent-Face-Anti-Spoofing, `src/model_lib/MiniFASNet.py`) from its state
 * dict: input `[n, 3, 80, 80]` BGR 0…255, output `prob [n, 3]`, a softmax. V2 and V1SE are one topology: blocks with weights
 * for squeeze-and-excitation (Hu et al. 2018) have it. Batch normalisation is folded into the layer before it.
 */
export function convertMinifasnet(stateDict: Uint8Array, name: string): Uint8Array {
  const network = new MinifasnetBuilder(readStateDict(stateDict), name);
  let tensor = network.activated(network.input(), 'conv1', { stride: 2, padding: 1 });
  tensor = network.activated(tensor, 'conv2_dw', { stride: 1, padding: 1 });
  for (const { halving, stage, blocks } of STAGES) {
    tensor = network.bottleneck(tensor, halving, 2);
    for (let block = 0; block < blocks; block++) tensor = network.residual(tensor, `${stage}.model.${block}`);
  }
  network.head(tensor);
  return network.graph.toBytes();
}

class MinifasnetBuilder {
  readonly graph: OnnxGraph;
  readonly #weights: WeightTable;

  constructor(weights: WeightTable, name: string) {
    this.graph = new OnnxGraph(name);
    this.#weights = weights;
  }

  input(): TensorName {
    return this.graph.input('input', ['n', 3, INPUT_SIDE, INPUT_SIDE]);
  }

  /** Convolution, normalisation and a slope per channel. */
  activated(input: TensorName, name: string, geometry: { stride: number; padding: number }): TensorName {
    const convolved = this.#normalised(input, `${name}.conv`, `${name}.bn`, geometry);
    const slopes = weightNamed(this.#weights, `${name}.prelu.weight`).values;
    return this.graph.node('PRelu', [convolved, this.graph.floats(slopes, [slopes.length, 1, 1])]);
  }

  /** Widens, filters every channel by itself, narrows (`Depth_Wise`). */
  bottleneck(input: TensorName, name: string, stride: number): TensorName {
    const wide = this.activated(input, `${name}.conv`, { stride: 1, padding: 0 });
    const filtered = this.activated(wide, `${name}.conv_dw`, { stride, padding: 1 });
    return this.#normalised(filtered, `${name}.project.conv`, `${name}.project.bn`, { stride: 1, padding: 0 });
  }

  residual(input: TensorName, name: string): TensorName {
    const narrow = this.bottleneck(input, name, 1);
    const branch = this.#weights.has(`${name}.se_module.fc1.weight`) ? this.#excited(narrow, name) : narrow;
    return this.graph.node('Add', [input, branch]);
  }

  head(input: TensorName): void {
    const { graph } = this;
    const wide = this.activated(input, 'conv_6_sep', { stride: 1, padding: 0 });
    const pooled = this.#normalised(wide, 'conv_6_dw.conv', 'conv_6_dw.bn', { stride: 1, padding: 0 });
    const flat = graph.node('Flatten', [pooled]);
    const linear = this.#folded('linear', 'bn');
    const embedded = graph.node('Gemm', [flat, linear.weight, linear.bias], { transB: 1 });
    const last = weightNamed(this.#weights, 'prob.weight');
    const logits = graph.node('Gemm', [embedded, graph.floats(last.values, last.shape)], { transB: 1 });
    graph.output('prob', graph.node('Softmax', [logits], { axis: 1 }), ['n', CLASSES]);
  }

  /** Every channel weighed by what the whole plane holds. */
  #excited(input: TensorName, name: string): TensorName {
    const { graph } = this;
    const point = { stride: 1, padding: 0 };
    const mean = graph.node('GlobalAveragePool', [input]);
    const squeezed = graph.node('Relu', [
      this.#normalised(mean, `${name}.se_module.fc1`, `${name}.se_module.bn1`, point),
    ]);
    const weighed = graph.node('Sigmoid', [
      this.#normalised(squeezed, `${name}.se_module.fc2`, `${name}.se_module.bn2`, point),
    ]);
    return graph.node('Mul', [input, weighed]);
  }

  #normalised(
    input: TensorName,
    layer: string,
    normalisation: string,
    { stride, padding }: { stride: number; padding: number },
  ): TensorName {
    const { weight, bias, shape } = this.#folded(layer, normalisation);
    const [outputs = 1, inputsPerGroup = 1, ...size] = shape;
    // Every convolution here that sees one channel at a time sees as many as it gives.
    const group = inputsPerGroup === 1 ? outputs : 1;
    return this.graph.node('Conv', [input, weight, bias], {
      kernel_shape: size,
      strides: [stride, stride],
      pads: [padding, padding, padding, padding],
      group,
    });
  }

  /** Weights and bias of a layer with the batch normalisation after it: `(x - mean) / √(variance + ε) × scale + shift`. */
  #folded(layer: string, normalisation: string) {
    const { values, shape } = weightNamed(this.#weights, `${layer}.weight`);
    const part = (name: string) => weightNamed(this.#weights, `${normalisation}.${name}`).values;
    const [scale, shift, mean, variance] = [part('weight'), part('bias'), part('running_mean'), part('running_var')];
    const gain = Array.from(variance, (value, channel) => (scale[channel] as number) / Math.sqrt(value + EPSILON));
    const perChannel = values.length / gain.length;
    const folded = values.map((value, index) => value * (gain[Math.floor(index / perChannel)] as number));
    const bias = shift.map((value, channel) => value - (mean[channel] as number) * (gain[channel] as number));
    return { weight: this.graph.floats(folded, shape), bias: this.graph.floats(bias, [bias.length]), shape };
  }
}
