import { bytesField, concatBytes, type Field, floatField, integerField, messageField } from './protobuf-fields.ts';

/** Value of a node attribute: integers, a list of integers, a string, or a float marked as such. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

/** Name of a tensor inside the graph. */
export type TensorName = string;

/** Length of an axis, or the name of a free one. */
export type Dimension = number | string;

/** Operator set the converters write for; every operator used here is stable from 13 on. */
const OPSET = 13;
/** Revision of the file format that belongs to operator set 13 (onnx.proto, enum Version). */
const IR_VERSION = 8;

/** `TensorProto.DataType` and `AttributeProto.AttributeType` of onnx.proto. */
const FLOAT = 1;
const INT64 = 7;
const FLOAT16 = 10;
const ATTRIBUTE = { float: 1, integer: 2, string: 3, integers: 7 } as const;

/**
 * Collects nodes and weights and writes them as one ONNX file (onnx.proto, ModelProto). Names are numbered in the order of
 * the calls, so the same calls always give the same bytes: the result can be pinned by its SHA-256.
 */
export class OnnxGraph {
  readonly #name: string;
  readonly #nodes: Field[] = [];
  readonly #weights: Field[] = [];
  readonly #inputs: Field[] = [];
  readonly #outputs: Field[] = [];
  #counter = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Declares a float32 input. */
  input(name: TensorName, shape: readonly Dimension[]): TensorName {
    this.#inputs.push(messageField(11, valueInfo(name, shape)));
    return name;
  }

  /** Publishes `tensor` as the float32 output `name`. */
  output(name: TensorName, tensor: TensorName, shape: readonly Dimension[]): void {
    this.#addNode('Identity', [tensor], name, {});
    this.#outputs.push(messageField(12, valueInfo(name, shape)));
  }

  /** Stores a float32 constant; `shape` defaults to a scalar. */
  floats(values: Float32Array, shape: readonly number[] = []): TensorName {
    return this.#addWeight(FLOAT, values, shape);
  }

  /** Stores half-precision constants (IEEE 754 binary16 bits) in half the space; inside the graph they are float32. */
  halves(bits: Uint16Array, shape: readonly number[]): TensorName {
    return this.node('Cast', [this.#addWeight(FLOAT16, bits, shape)], { to: FLOAT });
  }

  /** Stores a vector of int64, the type ONNX wants for shapes, axes and paddings. */
  integers(values: readonly number[]): TensorName {
    return this.#addWeight(INT64, BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Appends an operator with one output and returns the name of that output. */
  node(operator: string, inputs: readonly TensorName[], attributes: Record<string, Attribute> = {}): TensorName {
    return this.#addNode(operator, inputs, this.#nextName(operator.toLowerCase()), attributes);
  }

  toBytes(): Uint8Array {
    const graph = [...this.#nodes, bytesField(2, this.#name), ...this.#weights, ...this.#inputs, ...this.#outputs];
    return concatBytes([
      integerField(1, IR_VERSION),
      bytesField(2, 'id06-scanning-station'),
      messageField(7, graph),
      messageField(8, [bytesField(1, ''), integerField(2, OPSET)]),
    ]);
  }

  #addWeight(type: number, values: Float32Array | Uint16Array | BigInt64Array, shape: readonly number[]): TensorName {
    const name = this.#nextName('weight');
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const dimensions = shape.map((length) => integerField(1, length));
    this.#weights.push(
      messageField(5, [...dimensions, integerField(2, type), bytesField(8, name), bytesField(9, raw)]),
    );
    return name;
  }

  #addNode(
    operator: string,
    inputs: readonly TensorName[],
    output: TensorName,
    attributes: Record<string, Attribute>,
  ): TensorName {
    this.#nodes.push(
      messageField(1, [
        ...inputs.map((input) => bytesField(1, input)),
        bytesField(2, output),
        bytesField(3, output),
        bytesField(4, operator),
        ...Object.entries(attributes).map(([name, value]) => messageField(5, attributeFields(name, value))),
      ]),
    );
    return output;
  }

  #nextName(prefix: string): TensorName {
    this.#counter += 1;
    return `${prefix}_${this.#counter}`;
  }
}

function attributeFields(name: string, value: Attribute): Field[] {
  const named = bytesField(1, name);
  if (typeof value === 'number') return [named, integerField(3, value), integerField(20, ATTRIBUTE.integer)];
  if (typeof value === 'string') return [named, bytesField(4, value), integerField(20, ATTRIBUTE.string)];
  if ('float' in value) return [named, floatField(2, value.float), integerField(20, ATTRIBUTE.float)];
  return [named, ...value.map((item) => integerField(8, item)), integerField(20, ATTRIBUTE.integers)];
}

function valueInfo(name: string, shape: readonly Dimension[]): Field[] {
  const dimensions = shape.map((axis) =>
    messageField(1, [typeof axis === 'string' ? bytesField(2, axis) : integerField(1, axis)]),
  );
  const tensorType = [integerField(1, FLOAT), messageField(2, dimensions)];
  return [bytesField(1, name), messageField(2, [messageField(1, tensorType)])];
}
