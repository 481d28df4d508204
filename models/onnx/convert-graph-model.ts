import { type Dimension, OnnxGraph, type TensorName } from './onnx-graph.ts';
import { type GraphNode, parseGraphModel } from './tfjs-graph.ts';
import { readWeights, type Weight, type WeightTable, weightNamed } from './tfjs-weights.ts';
import { convolutionKernel, depthwiseKernel } from './weight-layout.ts';

/** What to publish: ONNX output name -> the node of the TensorFlow graph and its shape. */
export type GraphOutputs = Readonly<Record<string, { readonly node: string; readonly shape: readonly Dimension[] }>>;

/** A tensor of the graph under construction and the order of its axes. */
interface Value {
  readonly tensor: TensorName;
  readonly layout: 'channels-first' | 'as-in-tensorflow';
}

/**
 * Converts a TensorFlow.js graph model (as in `@vladmandic/human`) to ONNX. Pictures keep the TensorFlow order
 * `[n, height, width, channels]` at the input; inside, tensors are channels-first, and they are turned back before a
 * reshape, whose meaning depends on the order. Throws on an operator that the two face models do not have.
 */
export function convertGraphModel(
  modelJson: unknown,
  binary: Uint8Array,
  options: { readonly name: string; readonly inputShape: readonly Dimension[]; readonly outputs: GraphOutputs },
): Uint8Array {
  const model = parseGraphModel(modelJson);
  const conversion = new Conversion(options.name, model.nodes, readWeights(model.weights, binary), options.inputShape);
  for (const [name, { node, shape }] of Object.entries(options.outputs)) conversion.publish(name, node, shape);
  return conversion.graph.toBytes();
}

class Conversion {
  readonly graph: OnnxGraph;
  readonly #nodes: ReadonlyMap<string, GraphNode>;
  readonly #weights: WeightTable;
  readonly #inputShape: readonly Dimension[];
  readonly #done = new Map<string, Value>();

  constructor(
    name: string,
    nodes: ReadonlyMap<string, GraphNode>,
    weights: WeightTable,
    inputShape: readonly Dimension[],
  ) {
    this.graph = new OnnxGraph(name);
    this.#nodes = nodes;
    this.#weights = weights;
    this.#inputShape = inputShape;
  }

  publish(name: string, nodeName: string, shape: readonly Dimension[]): void {
    this.graph.output(name, this.#asInTensorflow(this.#value(nodeName)).tensor, shape);
  }

  #value(name: string): Value {
    const known = this.#done.get(name);
    if (known !== undefined) return known;
    const node = this.#nodes.get(name);
    if (node === undefined) throw new Error(`the graph has no node ${name}`);
    const value = this.#convert(node);
    this.#done.set(name, value);
    return value;
  }

  #convert(node: GraphNode): Value {
    const { graph } = this;
    switch (node.op) {
      case 'Placeholder': {
        const input = graph.input('input', this.#inputShape);
        return channelsFirst(graph.node('Transpose', [input], { perm: [0, 3, 1, 2] }));
      }
      case 'Identity':
        return this.#value(inputOf(node, 0));
      case '_FusedConv2D':
      case 'DepthwiseConv2dNative':
        return this.#convolution(node);
      case 'Prelu':
        return channelsFirst(this.#prelu(this.#picture(node, 0), this.#weight(node, 1)));
      case 'Relu':
      case 'Sigmoid': {
        const input = this.#value(inputOf(node, 0));
        return { ...input, tensor: graph.node(node.op, [input.tensor]) };
      }
      case 'AddV2':
        return channelsFirst(graph.node('Add', [this.#picture(node, 0), this.#picture(node, 1)]));
      case 'MaxPool':
        return channelsFirst(
          graph.node('MaxPool', [this.#picture(node, 0)], {
            kernel_shape: node.kernelSize,
            strides: node.strides,
            auto_pad: node.padding,
          }),
        );
      case 'Pad':
        return channelsFirst(
          graph.node('Pad', [this.#picture(node, 0), graph.integers(onnxPadding(this.#weight(node, 1)))]),
        );
      case 'Reshape': {
        const shape = graph.integers(Array.from(this.#weight(node, 1).values));
        const input = this.#asInTensorflow(this.#value(inputOf(node, 0)));
        return { tensor: graph.node('Reshape', [input.tensor, shape]), layout: 'as-in-tensorflow' };
      }
      case 'Const':
        throw new Error(`${node.name} is a weight where a tensor was expected`);
    }
  }

  #convolution(node: GraphNode): Value {
    const { graph } = this;
    const weight = this.#weight(node, 1);
    const kernel =
      node.op === 'DepthwiseConv2dNative' ? depthwiseKernel(graph, weight) : convolutionKernel(graph, weight);
    const inputs = [this.#picture(node, 0), kernel.tensor];
    let next = 2;
    if (node.fusedOps.includes('BiasAdd')) {
      const bias = this.#weight(node, next++);
      inputs.push(graph.floats(bias.values, [bias.values.length]));
    }
    let tensor = graph.node('Conv', inputs, {
      kernel_shape: kernel.size,
      strides: node.strides,
      dilations: node.dilations,
      group: kernel.groups,
      auto_pad: node.padding,
    });
    for (const operation of node.fusedOps) {
      if (operation === 'Relu') tensor = graph.node('Relu', [tensor]);
      if (operation === 'Prelu') tensor = this.#prelu(tensor, this.#weight(node, next++));
    }
    return channelsFirst(tensor);
  }

  /** One slope per channel, shaped to broadcast over `[n, channels, height, width]`. */
  #prelu(tensor: TensorName, slopes: Weight): TensorName {
    return this.graph.node('PRelu', [tensor, this.graph.floats(slopes.values, [slopes.values.length, 1, 1])]);
  }

  #picture(node: GraphNode, index: number): TensorName {
    const value = this.#value(inputOf(node, index));
    if (value.layout !== 'channels-first') throw new Error(`${node.name} needs a channels-first tensor`);
    return value.tensor;
  }

  #weight(node: GraphNode, index: number): Weight {
    return weightNamed(this.#weights, inputOf(node, index));
  }

  #asInTensorflow(value: Value): Value {
    if (value.layout === 'as-in-tensorflow') return value;
    return {
      tensor: this.graph.node('Transpose', [value.tensor], { perm: [0, 2, 3, 1] }),
      layout: 'as-in-tensorflow',
    };
  }
}

const channelsFirst = (tensor: TensorName): Value => ({ tensor, layout: 'channels-first' });

function inputOf(node: GraphNode, index: number): string {
  const name = node.inputs[index];
  if (name === undefined) throw new Error(`${node.name} has no input ${index}`);
  return name;
}

/** `[[n0,n1],[h0,h1],[w0,w1],[c0,c1]]` of TensorFlow as all starts, then all ends, channels-first. */
function onnxPadding(paddings: Weight): number[] {
  const [n0, n1, h0, h1, w0, w1, c0, c1] = paddings.values as unknown as readonly number[];
  if (paddings.values.length !== 8) throw new Error('padding of a tensor that is not a picture');
  return [n0, c0, h0, w0, n1, c1, h1, w1] as number[];
}
