import Type from 'typebox';
import { Value } from 'typebox/value';
import { failed, fault, ok, type Result } from '../agent/contract/faults.ts';
import manifestJson from './manifest.json' with { type: 'json' };

/** What a model is used for; `recapture` and `face-quality` are measured beside the others and decide nothing. */
export type ModelRole = Type.Static<typeof ModelRole>;
export const ModelRole = Type.Enum([
  'detector',
  'landmarks-5',
  'landmarks-468',
  'embedder',
  'head-pose',
  'liveness-2.7',
  'liveness-4.0',
  'recapture',
  'face-quality',
  'mrz',
]);

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

const TensorNote = Type.Object(
  { name: Type.String(), shape: Type.Array(Type.Union([Type.Integer(), Type.String()])), meaning: Type.String() },
  { additionalProperties: false },
);

const PinnedFile = Type.Object(
  { file: Type.String({ pattern: '^[A-Za-z0-9._-]+$' }), bytes: Type.Integer({ minimum: 1 }), sha256: Sha256 },
  { additionalProperties: false },
);

const Source = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('published-files'),
      conversion: Type.Enum([
        'face-detection-retail-0004',
        'landmarks-regression-retail-0009',
        'face-reidentification-retail-0095',
        'head-pose-estimation-adas-0001',
        'minifasnet-v2',
        'minifasnet-v1se',
      ]),
      /** Where the makers publish the files. */
      home: Type.String({ pattern: '^https://' }),
      /** The originals: description, then weights, or one state dict. */
      files: Type.Array(PinnedFile, { minItems: 1, maxItems: 2 }),
      /** What the product's own converter writes from the originals: the same network in other bytes, accepted as well. */
      converted: Type.Object({ bytes: Type.Integer({ minimum: 1 }), sha256: Sha256 }, { additionalProperties: false }),
      evidence: Type.String(),
    },
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
  Type.Object(
    {
      /** Trained by this project; the weights lie in the repo. */
      kind: Type.Literal('repository'),
      folder: Type.Enum(['face', 'mrz']),
      training: Type.String({ pattern: '^(face|mrz)/training/[A-Za-z0-9._-]+$' }),
    },
    { additionalProperties: false },
  ),
]);

/** Licences under which weights may run here: all permit commercial use. */
const LICENCES = ['Apache-2.0', 'CC0-1.0', 'MIT'] as const;

/** One model: what it is, where it comes from, under which terms, and the only bytes that may be loaded under its name. */
export type ModelEntry = Type.Static<typeof ModelEntry>;
export const ModelEntry = Type.Object(
  {
    name: Type.String(),
    version: Type.String(),
    role: ModelRole,
    /** `own` models lie in the repo and run beside either of the others. */
    tier: Type.Enum(['station', 'npm', 'own']),
    file: Type.String({ pattern: '^[A-Za-z0-9._-]+\\.onnx$' }),
    bytes: Type.Integer({ minimum: 1 }),
    sha256: Sha256,
    licence: Type.Enum([...LICENCES]),
    /** Texts that must travel with the weights. */
    notices: Type.Array(Type.String({ pattern: '^LICENSES/[A-Za-z0-9._-]+$' }), { minItems: 1 }),
    source: Source,
    io: Type.Object({ input: TensorNote, outputs: Type.Array(TensorNote) }, { additionalProperties: false }),
    card: Type.String({ pattern: '^(cards|face|mrz)/[a-z0-9-]+\\.md$' }),
    golden: Type.String({ pattern: '^golden/[a-z0-9-]+\\.json$' }),
    calibration: Type.Array(Type.String({ pattern: '^calibration/[0-9a-f]{16}/[a-z-]+\\.json$' })),
  },
  { additionalProperties: false },
);

export type ModelManifest = Type.Static<typeof ModelManifest>;
export const ModelManifest = Type.Object(
  { schema: Type.Literal(1), models: Type.Array(ModelEntry) },
  { additionalProperties: false },
);

let ownManifest: ModelManifest | null = null;

/** The product's own manifest, checked once a process; throws when the file in the repo is not valid. */
export function readModelManifest(): ModelManifest {
  ownManifest ??= parseModelManifest(manifestJson);
  return ownManifest;
}

/** Checks a manifest: unknown fields and licences are refused. */
export function parseModelManifest(json: unknown): ModelManifest {
  Value.Assert(ModelManifest, json);
  return json;
}

/**
 * Reads a manifest from elsewhere through the licence gate. Faults: `models.licence-refused` naming the model and its licence,
 * `models.bundle-damaged` when it is no manifest at all.
 */
export function readOfferedManifest(bytes: Uint8Array): Result<ModelManifest> {
  const json = parseJson(bytes);
  if (Value.Check(ModelManifest, json)) return ok(json);
  for (const { name, licence } of Value.Check(Licensed, json) ? json.models : []) {
    if (!LICENCES.some((allowed) => allowed === licence)) {
      return failed(fault('models.licence-refused', { where: name, detail: String(licence) }));
    }
  }
  const [problem] = json === undefined ? [] : Value.Errors(ModelManifest, json);
  const detail = problem === undefined ? 'not JSON' : `${problem.instancePath} ${problem.message}`;
  return failed(fault('models.bundle-damaged', { where: 'manifest.json', detail }));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** As much of a manifest as the licence gate needs to say which model it refuses. */
const Licensed = Type.Object({
  models: Type.Array(Type.Object({ name: Type.String(), licence: Type.Unknown() })),
});
