import type { Fault } from '../../agent/contract/faults.ts';
import type { ModelManifest } from '../../models/model-manifest.ts';
import { readStationModel } from '../../models/model-store.ts';
import { writeAtomically } from '../../models/npm-model-cache.ts';
import { accompanyingFiles } from './accompanying-files.ts';
import { packTar } from './tar-files.ts';

/**
 * Writes the station tier with its notices, cards and manifest as one tar that `fetch` takes. Nothing is written when a model is
 * missing or altered. Returns what went wrong, by model.
 */
export async function bundleModels(modelsDir: string, out: string, manifest: ModelManifest): Promise<readonly Fault[]> {
  const files = new Map(await accompanyingFiles(manifest));
  const faults: Fault[] = [];
  for (const entry of manifest.models.filter(({ tier }) => tier === 'station')) {
    const model = await readStationModel(entry, modelsDir);
    if (model.ok) files.set(entry.file, model.value.bytes);
    else faults.push(model.fault);
  }
  if (faults.length === 0) await writeAtomically(out, await packTar(files));
  return faults;
}
