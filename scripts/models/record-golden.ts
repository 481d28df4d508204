import { writeFile } from 'node:fs/promises';
import { openUnproved } from '../../models/face/network.ts';
import { readGoldenVector, recordGoldenVector } from '../../models/golden/golden-vector.ts';
import type { ModelEntry, ModelManifest } from '../../models/model-manifest.ts';
import { type CheckedModel, type ModelPlaces, readOwnModel, resolveModels } from '../../models/model-store.ts';

/** Side of the golden picture for networks that take any size, in pixels. */
const ANY_SIZE = 128;

/** Where the pixel values lie that a network takes, by the axis order of its family: OpenCV's bytes, TensorFlow's shares. */
const rangeOf = ({ io }: ModelEntry) =>
  io.input.shape.at(-1) === 3 ? { lowest: 0, highest: 1 } : { lowest: 0, highest: 255 };

/** Writes `models/golden/<name>.json` of every model at hand, for the input each has recorded already or else the first one. */
export async function recordGoldenVectors(
  places: ModelPlaces,
  manifest: ModelManifest,
  say: (line: string) => void,
): Promise<void> {
  const found = new Map<string, CheckedModel>();
  for (const tier of [places, { ...places, modelsDir: null }]) {
    for (const model of (await resolveModels(tier, manifest)).models.values()) found.set(model.entry.name, model);
  }
  for (const entry of manifest.models.filter(({ tier }) => tier === 'own')) {
    const model = await readOwnModel(entry);
    if (model.ok) found.set(entry.name, model.value);
  }
  for (const model of found.values()) {
    const network = await openUnproved(model);
    const vector = await recordGoldenVector(model.entry, network, inputOf(model.entry));
    await network.close();
    const file = new URL(`../../models/${model.entry.golden}`, import.meta.url);
    await writeFile(file, `${JSON.stringify(vector, null, 2)}\n`);
    say(`recorded ${model.entry.golden}`);
  }
}

function inputOf(entry: ModelEntry) {
  try {
    return readGoldenVector(entry).input;
  } catch {
    const { shape } = entry.io.input;
    const anySize = shape.some((axis) => typeof axis === 'string' && axis !== 'n');
    return { seed: 1, ...rangeOf(entry), ...(anySize ? { freeLength: ANY_SIZE } : {}) };
  }
}
