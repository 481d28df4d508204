import type { Result } from '../../agent/contract/faults.ts';
import type { CheckedModel } from '../../models/checked-model.ts';
import type { ModelEntry, ModelManifest } from '../../models/model-manifest.ts';
import { fetchedModelsDir, type ModelPlaces, readStationModel } from '../../models/model-store.ts';
import { cachedNpmModelFile, readFileIfThere, sha256 } from '../../models/npm-model-cache.ts';
import { readOwnModel } from '../../models/own-network.ts';

/** The models as a table: what each is, under which licence, and how it stands where it may lie. */
export async function listModels(places: ModelPlaces, manifest: ModelManifest): Promise<readonly string[]> {
  const heads = ['role', 'tier', 'name', 'version', 'bytes', 'sha256', 'licence', 'state'];
  const rows: string[][] = [];
  for (const entry of manifest.models) {
    const { role, tier, name, version, bytes, licence } = entry;
    const prefix = entry.sha256.slice(0, 16);
    rows.push([role, tier, name, version, String(bytes), prefix, licence, await stateOf(entry, places)]);
  }
  const widths = heads.map((head, column) =>
    Math.max(...[heads, ...rows].map((row) => row[column]?.length ?? 0), head.length),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(heads), ...rows.map(line), '', ...placeLines(places)];
}

async function stateOf(entry: ModelEntry, places: ModelPlaces): Promise<string> {
  switch (entry.tier) {
    case 'npm': {
      const cached = await readFileIfThere(cachedNpmModelFile(entry, places.cacheDir));
      if (cached === null) return 'not built';
      return sha256(cached) === entry.sha256 ? 'built' : 'altered, will be built again';
    }
    case 'own':
      return stateOfRead(await readOwnModel(entry));
    case 'station':
      return places.modelsDir === null ? 'absent' : stateOfRead(await readStationModel(entry, places.modelsDir));
  }
}

function stateOfRead(model: Result<CheckedModel>): string {
  if (!model.ok) return model.fault.code === 'models.absent' ? 'absent' : 'ALTERED';
  const { sha256: actual, entry } = model.value;
  return actual === entry.sha256 ? 'whole' : `whole, converted here (${actual.slice(0, 16)})`;
}

function placeLines({ modelsDir, cacheDir }: ModelPlaces): string[] {
  const station = modelsDir ?? `nowhere; fetch puts it into ${fetchedModelsDir()}`;
  return [`station tier: ${station}`, `npm tier:     ${cacheDir}`];
}
