import Type from 'typebox';
import { Value } from 'typebox/value';

/** A node of a TensorFlow.js graph, with the attributes that the converter needs already decoded. */
export interface GraphNode {
  readonly name: string;
  readonly op: Operator;
  readonly inputs: readonly string[];
  readonly padding: 'SAME_UPPER' | 'VALID';
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly kernelSize: readonly [number, number];
  readonly fusedOps: readonly FusedOperation[];
}

/** The operators that BlazeFace and FaceMesh consist of; another one in the file refuses the model. */
type Operator = Type.Static<typeof Operator>;
const Operator = Type.Enum([
  'Placeholder',
  'Const',
  'Identity',
  '_FusedConv2D',
  'DepthwiseConv2dNative',
  'Prelu',
  'Relu',
  'Sigmoid',
  'AddV2',
  'MaxPool',
  'Pad',
  'Reshape',
]);

type FusedOperation = Type.Static<typeof FusedOperation>;
const FusedOperation = Type.Enum(['BiasAdd', 'Relu', 'Prelu']);

/** TensorFlow attributes are a tagged union; only lists and strings matter here, the rest is left as it is. */
const Attribute = Type.Object({
  s: Type.Optional(Type.String()),
  list: Type.Optional(
    Type.Object({ i: Type.Optional(Type.Array(Type.String())), s: Type.Optional(Type.Array(Type.String())) }),
  ),
});
type Attribute = Type.Static<typeof Attribute>;

const GraphModel = Type.Object({
  format: Type.Literal('graph-model'),
  modelTopology: Type.Object({
    node: Type.Array(
      Type.Object({
        name: Type.String(),
        op: Operator,
        input: Type.Optional(Type.Array(Type.String())),
        attr: Type.Optional(Type.Record(Type.String(), Attribute)),
      }),
    ),
  }),
  weightsManifest: Type.Unknown(),
});

/** Reads the JSON half of a TensorFlow.js graph model. Throws when it is not one, or has an unknown operator. */
export function parseGraphModel(json: unknown): { nodes: ReadonlyMap<string, GraphNode>; weights: unknown } {
  const model = Value.Parse(GraphModel, json);
  const nodes = model.modelTopology.node.map((node): [string, GraphNode] => {
    const attributes = node.attr ?? {};
    return [
      node.name,
      {
        name: node.name,
        op: node.op,
        inputs: (node.input ?? []).filter((input) => !input.startsWith('^')).map((input) => input.replace(/:0$/, '')),
        // TensorFlow's SAME puts the odd pixel at the end, which ONNX calls SAME_UPPER.
        padding: text(attributes.padding) === 'SAME' ? 'SAME_UPPER' : 'VALID',
        strides: middlePair(attributes.strides),
        dilations: middlePair(attributes.dilations),
        kernelSize: middlePair(attributes.ksize),
        fusedOps: (attributes.fused_ops?.list?.s ?? []).map((word) => Value.Parse(FusedOperation, fromBase64(word))),
      },
    ];
  });
  return { nodes: new Map(nodes), weights: model.weightsManifest };
}

/** Height and width of a `[n, height, width, channels]` list; 1 × 1 when the attribute is not there. */
function middlePair(attribute: Attribute | undefined): readonly [number, number] {
  const list = attribute?.list?.i ?? [];
  return [Number(list[1] ?? 1), Number(list[2] ?? 1)];
}

const text = (attribute: Attribute | undefined): string | undefined =>
  attribute?.s === undefined ? undefined : fromBase64(attribute.s);

const fromBase64 = (word: string): string => Buffer.from(word, 'base64').toString('utf8');
