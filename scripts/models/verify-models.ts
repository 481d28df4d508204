import { join } from 'node:path';
import { type Fault, failed, fault, type Result } from '../../agent/contract/faults.ts';
import type { CheckedModel } from '../../models/checked-model.ts';
import { openNetwork } from '../../models/face/network.ts';
import { type ModelEntry, type ModelManifest, readOfferedManifest } from '../../models/model-manifest.ts';
import { type ModelPlaces, readBuiltModel, readStationModel } from '../../models/model-store.ts';
import { readFileIfThere } from '../../models/npm-model-cache.ts';
import { readOwnModel } from '../../models/own-network.ts';
import { missingCompanions } from './accompanying-files.ts';

/**
 * Checks every model of the manifest: bytes, notices, card and calibration, and its golden output on this machine; and the
 * licences in the manifest of a fetched folder. Says one line a sound model and returns what is wrong.
 */
export async function verifyModels(
  places: ModelPlaces,
  manifest: ModelManifest,
  say: (line: string) => void,
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const offered = places.modelsDir === null ? null : await readFileIfThere(join(places.modelsDir, 'manifest.json'));
  if (offered !== null) {
    const checked = readOfferedManifest(offered);
    if (!checked.ok) faults.push(checked.fault);
  }
  for (const entry of manifest.models) {
    const found = await verifyModel(entry, places);
    if (found.ok) say(`sound ${entry.tier.padEnd(7)} ${entry.role.padEnd(13)} ${entry.name} ${found.value}`);
    else faults.push(found.fault);
  }
  return faults;
}

/** Answers the prefix of the hash that runs. */
async function verifyModel(entry: ModelEntry, places: ModelPlaces): Promise<Result<string>> {
  const missing = await missingCompanions(entry);
  if (missing.length > 0) {
    return failed(fault('models.absent', { where: entry.name, detail: `no ${missing.join(', ')}` }));
  }
  const model = await readModel(entry, places);
  if (!model.ok) return model;
  const network = await openNetwork(model.value);
  if (!network.ok) return network;
  await network.value.close();
  return { ok: true, value: model.value.sha256.slice(0, 16) };
}

async function readModel(entry: ModelEntry, places: ModelPlaces): Promise<Result<CheckedModel>> {
  switch (entry.tier) {
    case 'npm':
      return readBuiltModel(entry, places);
    case 'own':
      return readOwnModel(entry);
    case 'station':
      if (places.modelsDir !== null) return readStationModel(entry, places.modelsDir);
      return failed(fault('models.absent', { where: entry.name, detail: 'no folder of the station tier' }));
  }
}
