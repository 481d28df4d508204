import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fault, failed, fault, ok, type Result } from '../agent/contract/faults.ts';
import type { ModelIdentity } from '../agent/contract/vocabulary/observations.ts';
import type { ModelTier } from '../agent/contract/vocabulary/visit.ts';
import { type ModelEntry, type ModelManifest, type ModelRole, readModelManifest } from './model-manifest.ts';
import { readFileIfThere, readNpmModel, sha256 } from './npm-model-cache.ts';

/** Where models may lie. `modelsDir` null means that there is no station bundle. */
export interface ModelPlaces {
  readonly modelsDir: string | null;
  /** The folder `node_modules`. */
  readonly packagesDir: string;
  /** Where converted npm models are kept between starts. */
  readonly cacheDir: string;
}

/** A model whose bytes have been checked; sessions are made from these bytes, so no file can change in between. */
export interface CheckedModel {
  readonly entry: ModelEntry;
  readonly bytes: Uint8Array;
}

/** The best tier that could be put together, and why a better one was not taken. */
export interface ResolvedModels {
  readonly tier: ModelTier;
  readonly models: ReadonlyMap<ModelRole, CheckedModel>;
  readonly refusals: readonly Fault[];
}

/**
 * Tries the station bundle, then the models built from npm packages, and answers `absent` when neither is whole. A tier with
 * one missing or altered file is refused altogether. The face mesh exists in the npm tier only and joins the station tier,
 * which works without it (no eye aspect ratio) when it cannot be built.
 */
export async function resolveModels(
  places: ModelPlaces,
  manifest: ModelManifest = readModelManifest(),
): Promise<ResolvedModels> {
  const refusals: Fault[] = [];
  const entries = (tier: ModelEntry['tier']) => manifest.models.filter((model) => model.tier === tier);

  if (places.modelsDir !== null) {
    const folder = places.modelsDir;
    const station = await collect(entries('station'), (model) => readStationModel(model, folder));
    if (station.ok) {
      const mesh = await collect(
        entries('npm').filter((model) => model.role === 'landmarks-468'),
        (model) => readNpmModel(model, places),
      );
      if (!mesh.ok) refusals.push(mesh.fault);
      return { tier: 'station', models: new Map([...station.value, ...(mesh.ok ? mesh.value : [])]), refusals };
    }
    refusals.push(station.fault);
  }
  const npm = await collect(entries('npm'), (model) => readNpmModel(model, places));
  if (npm.ok) return { tier: 'npm', models: npm.value, refusals };
  return { tier: 'absent', models: new Map(), refusals: [...refusals, npm.fault] };
}

/** The places of a checkout: a bundle in `../shared/models` beside the repo when it is there, and the repo's own cache. */
export function checkoutModelPlaces(): ModelPlaces {
  const repo = fileURLToPath(new URL('..', import.meta.url));
  const bundle = join(repo, '..', 'shared', 'models');
  return {
    modelsDir: existsSync(bundle) ? bundle : null,
    packagesDir: join(repo, 'node_modules'),
    cacheDir: join(repo, '.cache', 'models'),
  };
}

/** Name, version and hash prefix of a model, as stated in every record. */
export function identityOf(entry: ModelEntry): ModelIdentity {
  return { role: entry.role, name: entry.name, version: entry.version, sha256Prefix: entry.sha256.slice(0, 16) };
}

async function readStationModel(model: ModelEntry, folder: string): Promise<Result<Uint8Array>> {
  const bytes = await readFileIfThere(join(folder, model.file));
  if (bytes === null) return failed(fault('models.absent', { where: model.name, detail: `no ${model.file}` }));
  if (bytes.length !== model.bytes || sha256(bytes) !== model.sha256) {
    return failed(fault('models.hash-mismatch', { where: model.name, detail: model.file }));
  }
  return ok(bytes);
}

async function collect(
  entries: readonly ModelEntry[],
  read: (model: ModelEntry) => Promise<Result<Uint8Array>>,
): Promise<Result<ReadonlyMap<ModelRole, CheckedModel>>> {
  const models = new Map<ModelRole, CheckedModel>();
  for (const entry of entries) {
    const bytes = await read(entry);
    if (!bytes.ok) return bytes;
    models.set(entry.role, { entry, bytes: bytes.value });
  }
  return ok(models);
}
