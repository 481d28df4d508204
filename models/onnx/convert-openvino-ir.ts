import { type Dimension, OnnxGraph, type TensorName } from './onnx-graph.ts';
import { type IrLayer, type IrNetwork, parseOpenvinoIr } from './openvino-ir.ts';
import { halfToNumber } from './tfjs-weights.ts';

/** What to publish: ONNX output name -> the layer of the network and its shape. */
export type IrOutputs = Readonly<Record<string, { readonly layer: string; readonly shape: readonly Dimension[] }>>;

/** A constant as it lies in the `.bin` file. */
type Constant =
  | { readonly kind: 'halves'; readonly bits: Uint16Array; readonly shape: readonly number[] }
  | { readonly kind: 'floats'; readonly values: Float32Array; readonly shape: readonly number[] }
  | { readonly kind: 'integers'; readonly values: readonly number[] };

/** Up to here a float32 constant is smaller than a half-precision one with its Cast node. */
const SMALL = 64;

/**
 * Converts an OpenVINO network (`.xml` and `.bin`) to ONNX without loss: half-precision weights stay so in the file. Only the
 * layers that lead to `outputs` are converted, which leaves out the box decoder of a detector. Throws on a layer type that the
 * four networks of the station tier do not have.
 */
export function convertOpenvinoIr(xml: Uint8Array, weights: Uint8Array, outputs: IrOutputs): Uint8Array {
  const network = parseOpenvinoIr(xml);
  const conversion = new Conversion(network, weights);
  for (const [name, { layer, shape }] of Object.entries(outputs)) conversion.publish(name, layer, shape);
  return conversion.graph.toBytes();
}

class Conversion {
  readonly graph: OnnxGraph;
  readonly #network: IrNetwork;
  readonly #weights: Uint8Array;
  readonly #done = new Map<string, TensorName>();

  constructor(network: IrNetwork, weights: Uint8Array) {
    this.graph = new OnnxGraph(network.name);
    this.#network = network;
    this.#weights = weights;
  }

  publish(name: string, layer: string, shape: readonly Dimension[]): void {
    this.graph.output(name, this.#tensor(this.#network.layerNamed(layer)), shape);
  }

  #tensor(layer: IrLayer): TensorName {
    const known = this.#done.get(layer.id);
    if (known !== undefined) return known;
    const tensor = this.#convert(layer);
    this.#done.set(layer.id, tensor);
    return tensor;
  }

  #convert(layer: IrLayer): TensorName {
    const { graph } = this;
    const { data } = layer;
    switch (layer.type) {
      case 'Parameter':
        return graph.input('input', numbers(data.shape));
      case 'Const':
        return this.#store(this.#constant(layer));
      case 'Convert':
        return this.#input(layer, 0);
      case 'Add':
        return graph.node('Add', this.#inputs(layer));
      case 'Multiply':
        return graph.node('Mul', this.#inputs(layer));
      case 'ReLU':
        return graph.node('Relu', this.#inputs(layer));
      case 'Sigmoid':
        return graph.node('Sigmoid', this.#inputs(layer));
      case 'PReLU':
        return graph.node('PRelu', [this.#input(layer, 0), this.#slopes(this.#constantAt(layer, 1))]);
      case 'Convolution':
        return this.#convolution(layer, this.#constantAt(layer, 1), 1);
      case 'GroupConvolution': {
        const kernel = floatConstant(this.#constantAt(layer, 1));
        const [groups = 1, outputs = 1, ...rest] = kernel.shape;
        return this.#convolution(layer, { ...kernel, shape: [groups * outputs, ...rest] }, groups);
      }
      case 'MaxPool':
        return graph.node('MaxPool', [this.#input(layer, 0)], {
          kernel_shape: numbers(data.kernel),
          strides: numbers(data.strides),
          pads: paddings(layer),
          ceil_mode: data.rounding_type === 'ceil' ? 1 : 0,
        });
      case 'AvgPool':
        return this.#meanOfPlane(layer);
      case 'Concat':
        return graph.node('Concat', this.#inputs(layer), { axis: Number(data.axis) });
      case 'SoftMax':
        return graph.node('Softmax', this.#inputs(layer), { axis: Number(data.axis) });
      case 'Reshape':
        return graph.node('Reshape', this.#inputs(layer));
      case 'Transpose':
        return graph.node('Transpose', [this.#input(layer, 0)], { perm: integerConstant(this.#constantAt(layer, 1)) });
      case 'MatMul':
        return graph.node('Gemm', this.#inputs(layer), { transB: isTrue(data.transpose_b) ? 1 : 0 });
      default:
        throw new Error(`${layer.name} is a ${layer.type}, which no network of the station tier has`);
    }
  }

  #convolution(layer: IrLayer, kernel: Constant, group: number): TensorName {
    const { data } = layer;
    const [, , ...size] = floatConstant(kernel).shape;
    return this.graph.node('Conv', [this.#input(layer, 0), this.#store(kernel)], {
      kernel_shape: size,
      strides: numbers(data.strides),
      dilations: numbers(data.dilations),
      pads: paddings(layer),
      group,
    });
  }

  /** A pool over the whole plane, as squeeze-and-excitation has it; no network here pools otherwise. */
  #meanOfPlane(layer: IrLayer): TensorName {
    const plane = layer.inputShapes[0]?.slice(2).join();
    if (numbers(layer.data.kernel).join() !== plane)
      throw new Error(`${layer.name} does not pool over its whole plane`);
    return this.graph.node('GlobalAveragePool', [this.#input(layer, 0)]);
  }

  /** One slope, or one per channel, shaped to broadcast over `[n, channels, height, width]`. */
  #slopes(constant: Constant): TensorName {
    const { shape } = floatConstant(constant);
    const count = shape.reduce((product, length) => product * length, 1);
    return this.#store({ ...floatConstant(constant), shape: count === 1 ? [1] : [count, 1, 1] });
  }

  #store(constant: Constant): TensorName {
    if (constant.kind === 'integers') return this.graph.integers(constant.values);
    if (constant.kind === 'floats') return this.graph.floats(constant.values, constant.shape);
    if (constant.bits.length > SMALL) return this.graph.halves(constant.bits, constant.shape);
    return this.graph.floats(Float32Array.from(constant.bits, halfToNumber), constant.shape);
  }

  #constantAt(layer: IrLayer, index: number): Constant {
    let source = this.#layerAt(layer, index);
    while (source.type === 'Convert') source = this.#layerAt(source, 0);
    return this.#constant(source);
  }

  #constant(layer: IrLayer): Constant {
    if (layer.type !== 'Const') throw new Error(`${layer.name} is not a constant`);
    const [start, length] = [Number(layer.data.offset), Number(layer.data.size)];
    // A copy, because typed arrays wider than a byte must start on an aligned offset.
    const raw = new Uint8Array(this.#weights.subarray(start, start + length)).buffer;
    if (raw.byteLength !== length) throw new Error(`the weights end before ${layer.name}`);
    const shape = numbers(layer.data.shape);
    switch (layer.data.element_type) {
      case 'f16':
        return { kind: 'halves', bits: new Uint16Array(raw), shape };
      case 'f32':
        return { kind: 'floats', values: new Float32Array(raw), shape };
      case 'i64':
        return { kind: 'integers', values: Array.from(new BigInt64Array(raw), Number) };
      default:
        throw new Error(`${layer.name} has constants of type ${layer.data.element_type}`);
    }
  }

  #inputs(layer: IrLayer): TensorName[] {
    return layer.inputs.map((_, index) => this.#input(layer, index));
  }

  #input(layer: IrLayer, index: number): TensorName {
    return this.#tensor(this.#layerAt(layer, index));
  }

  #layerAt(layer: IrLayer, index: number): IrLayer {
    const id = layer.inputs[index];
    if (id === undefined) throw new Error(`${layer.name} has no input ${index}`);
    return this.#network.layer(id);
  }
}

function floatConstant(constant: Constant): Exclude<Constant, { kind: 'integers' }> {
  if (constant.kind === 'integers') throw new Error('integers where weights were expected');
  return constant;
}

function integerConstant(constant: Constant): readonly number[] {
  if (constant.kind !== 'integers') throw new Error('weights where integers were expected');
  return constant.values;
}

function paddings({ name, data }: IrLayer): number[] {
  const { auto_pad = 'explicit' } = data;
  if (auto_pad !== 'explicit') throw new Error(`${name} pads ${auto_pad}`);
  return [...numbers(data.pads_begin), ...numbers(data.pads_end)];
}

const numbers = (text = ''): number[] => (text === '' ? [] : text.split(',').map(Number));
const isTrue = (text = 'false'): boolean => text.toLowerCase() === 'true';
