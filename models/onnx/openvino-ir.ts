import { XMLParser } from 'fast-xml-parser';
import Type from 'typebox';
import { Value } from 'typebox/value';

/** One operation of the network, with the layers that feed it in the order of its ports. */
export interface IrLayer {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Attributes of the operation as written, for example `strides: "2, 2"`. */
  readonly data: Readonly<Record<string, string>>;
  readonly inputs: readonly string[];
  /** Shapes at the input ports, where the file states them. */
  readonly inputShapes: readonly (readonly number[])[];
}

/** A network by layer id, and the layers that carry a name. */
export interface IrNetwork {
  readonly name: string;
  layer(id: string): IrLayer;
  layerNamed(name: string): IrLayer;
}

const Ports = Type.Object({
  port: Type.Array(Type.Object({ id: Type.String(), dim: Type.Optional(Type.Array(Type.String())) })),
});

const IrDocument = Type.Object({
  net: Type.Object({
    name: Type.String(),
    version: Type.Enum(['10', '11']),
    layers: Type.Object({
      layer: Type.Array(
        Type.Object({
          id: Type.String(),
          name: Type.String(),
          type: Type.String(),
          data: Type.Optional(Type.Union([Type.Record(Type.String(), Type.String()), Type.Literal('')])),
          input: Type.Optional(Ports),
        }),
      ),
    }),
    edges: Type.Object({
      edge: Type.Array(
        Type.Object({ 'from-layer': Type.String(), 'to-layer': Type.String(), 'to-port': Type.String() }),
      ),
    }),
  }),
});

const LISTS = new Set(['layer', 'edge', 'port', 'dim']);

/** Entities stay as they are written: names are compared, never shown, and nothing may expand. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => LISTS.has(name),
});

/** Reads the `.xml` of an OpenVINO intermediate representation, version 10 or 11. Throws when it is not one. */
export function parseOpenvinoIr(xml: Uint8Array): IrNetwork {
  const { net } = Value.Parse(IrDocument, parser.parse(Buffer.from(xml)));
  const sources = new Map(net.edges.edge.map((edge) => [`${edge['to-layer']}:${edge['to-port']}`, edge['from-layer']]));
  const byId = new Map<string, IrLayer>();
  const byName = new Map<string, IrLayer>();
  for (const { id, name, type, data, input } of net.layers.layer) {
    const ports = input?.port ?? [];
    const layer: IrLayer = {
      id,
      name,
      type,
      data: typeof data === 'object' ? data : {},
      inputs: ports.map((port) => known(sources, `${id}:${port.id}`)),
      inputShapes: ports.map(({ dim = [] }) => dim.map(Number)),
    };
    byId.set(id, layer);
    byName.set(name, layer);
  }
  return { name: net.name, layer: (id) => known(byId, id), layerNamed: (name) => known(byName, name) };
}

function known<T>(table: ReadonlyMap<string, T>, key: string): T {
  const value = table.get(key);
  if (value === undefined) throw new Error(`the network has no ${key}`);
  return value;
}
