import { writeFile } from 'node:fs/promises';
import type { CheckedModel } from '../../models/checked-model.ts';
import { openUnproved } from '../../models/face/network.ts';
import { readGoldenVector, recordGoldenVector } from '../../models/golden/golden-vector.ts';
import type { ModelEntry, ModelManifest } from '../../models/model-manifest.ts';
import { type ModelPlaces, resolveModels } from '../../models/model-store.ts';
import { readOwnModel } from '../../models/own-network.ts';

/** Side of the golden picture for networks that take any size, in pixels: a size that all of them were trained on. */
const ANY_SIZE = 224;

/** Where the pixel values lie that a network takes: TensorFlow's shares, grey of zero mean and unit spread, OpenCV's bytes. */
function rangeOf({ io }: ModelEntry) {
  if (io.input.shape.at(-1) === 3) return { lowest: 0, highest: 1 };
  return io.input.shape[1] === 1 ? { lowest: -2, highest: 2 } : { lowest: 0, highest: 255 };
}

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
