import Type from 'typebox';
import { Value } from 'typebox/value';
import manifestJson from './manifest.json' with { type: 'json' };

/** What a face model is used for. */
export type ModelRole = Type.Static<typeof ModelRole>;
export const ModelRole = Type.Enum([
  'detector',
  'landmarks-5',
  'landmarks-468',
  'embedder',
  'head-pose',
  'liveness-2.7',
  'liveness-4.0',
]);

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

const TensorNote = Type.Object(
  { name: Type.String(), shape: Type.Array(Type.Union([Type.Integer(), Type.String()])), meaning: Type.String() },
  { additionalProperties: false },
);

const Source = Type.Union([
  Type.Object(
    { kind: Type.Literal('published-file'), file: Type.String(), sha256: Sha256, evidence: Type.String() },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('npm-package'),
      package: Type.String(),
      version: Type.String(),
      conversion: Type.Enum(['blazeface-back', 'facemesh-468', 'dlib-resnet']),
      /** Description first, weights second; paths inside the package. */
      files: Type.Tuple([
        Type.Object({ path: Type.String(), sha256: Sha256 }, { additionalProperties: false }),
        Type.Object({ path: Type.String(), sha256: Sha256 }, { additionalProperties: false }),
      ]),
    },
    { additionalProperties: false },
  ),
]);

/** One model: what it is, where it comes from, under which terms, and the only bytes that may be loaded under its name. */
export type ModelEntry = Type.Static<typeof ModelEntry>;
export const ModelEntry = Type.Object(
  {
    name: Type.String(),
    version: Type.String(),
    role: ModelRole,
    tier: Type.Enum(['station', 'npm']),
    file: Type.String({ pattern: '^[A-Za-z0-9._-]+\\.onnx$' }),
    bytes: Type.Integer({ minimum: 1 }),
    sha256: Sha256,
    licence: Type.Enum(['Apache-2.0', 'CC0-1.0']),
    notice: Type.String(),
    source: Source,
    io: Type.Object({ input: TensorNote, outputs: Type.Array(TensorNote) }, { additionalProperties: false }),
    card: Type.String({ pattern: '^cards/[a-z0-9-]+\\.md$' }),
    calibration: Type.Array(Type.String({ pattern: '^calibration/[0-9a-f]{16}/[a-z-]+\\.json$' })),
  },
  { additionalProperties: false },
);

export type ModelManifest = Type.Static<typeof ModelManifest>;
export const ModelManifest = Type.Object(
  { schema: Type.Literal(1), models: Type.Array(ModelEntry) },
  { additionalProperties: false },
);

/** The product's own manifest, parsed; throws when the file in the repo is not valid. */
export function readModelManifest(): ModelManifest {
  return parseModelManifest(manifestJson);
}

/** Checks a manifest: unknown fields and licences are refused. */
export function parseModelManifest(json: unknown): ModelManifest {
  Value.Assert(ModelManifest, json);
  return json;
}
