import { bytesField, concatBytes, type Field, messageField } from './protobuf-fields.ts';
import { type ReadField, readFields } from './read-fields.ts';

/** Field numbers of onnx.proto. */
const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5 } as const;
const NODE = { input: 1, output: 2, name: 3, operator: 4 } as const;
const TENSOR = { name: 8, raw: 9 } as const;

/**
 * Rewrites each `PRelu(x, s)` of an ONNX file whose slopes are all at most 1 as `Max(x, s·x)`, and as `Min(x, s·x)` where all are
 * at least 1: the same numbers to the last bit. The runtime's own kernel decides value by value, and on the signs of real
 * pictures, which cannot be foreseen, takes up to a third of a network's time. Other nodes stay as they are, and so does a
 * PRelu whose slopes lie on both sides of 1 or are not stored as raw floats.
 */
export function replacePrelu(model: Uint8Array): Uint8Array {
  return concatBytes(
    readFields(model).map((field) =>
      field.number === MODEL.graph && field.payload !== null
        ? bytesField(MODEL.graph, rewriteGraph(field.payload))
        : field.encoded,
    ),
  );
}

function rewriteGraph(graph: Uint8Array): Uint8Array {
  const fields = readFields(graph);
  const slopes = readSlopes(fields);
  return concatBytes(
    fields.flatMap((field): readonly Uint8Array[] => {
      const node = field.number === GRAPH.node && field.payload !== null ? readFields(field.payload) : [];
      if (textOf(node, NODE.operator)[0] !== 'PRelu') return [field.encoded];
      const [value, slope] = textOf(node, NODE.input);
      const [output] = textOf(node, NODE.output);
      const operator = slope === undefined ? null : choiceFor(slopes.get(slope));
      if (value === undefined || slope === undefined || output === undefined || operator === null)
        return [field.encoded];
      const scaled = `${output}/scaled`;
      return [nodeField('Mul', [value, slope], scaled), nodeField(operator, [value, scaled], output)];
    }),
  );
}

function choiceFor(slopes: Float32Array | undefined): 'Max' | 'Min' | null {
  if (slopes === undefined) return null;
  if (slopes.every((slope) => slope <= 1)) return 'Max';
  return slopes.every((slope) => slope >= 1) ? 'Min' : null;
}

/** Constants of the graph that can be slopes: raw data of whole floats. */
function readSlopes(graph: readonly ReadField[]): ReadonlyMap<string, Float32Array> {
  const wanted = new Set(
    graph
      .filter(({ number }) => number === GRAPH.node)
      .map(({ payload }) => readFields(payload ?? new Uint8Array()))
      .filter((node) => textOf(node, NODE.operator)[0] === 'PRelu')
      .map((node) => textOf(node, NODE.input)[1]),
  );
  const slopes = new Map<string, Float32Array>();
  for (const { number, payload } of graph) {
    if (number !== GRAPH.initializer || payload === null) continue;
    const tensor = readFields(payload);
    const [name] = textOf(tensor, TENSOR.name);
    const raw = tensor.find((field) => field.number === TENSOR.raw)?.payload;
    // A copy, because floats must lie at a multiple of four bytes.
    if (raw && name !== undefined && wanted.has(name)) slopes.set(name, new Float32Array(new Uint8Array(raw).buffer));
  }
  return slopes;
}

function textOf(fields: readonly ReadField[], number: number): readonly string[] {
  return fields
    .filter((field) => field.number === number && field.payload !== null)
    .map(({ payload }) => new TextDecoder().decode(payload as Uint8Array));
}

function nodeField(operator: string, inputs: readonly string[], output: string): Field {
  return messageField(GRAPH.node, [
    ...inputs.map((input) => bytesField(NODE.input, input)),
    bytesField(NODE.output, output),
    bytesField(NODE.name, output),
    bytesField(NODE.operator, operator),
  ]);
}
