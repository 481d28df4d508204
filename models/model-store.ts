import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fault, failed, fault, ok, type Result } from '../agent/contract/faults.ts';
import type { ModelTier } from '../agent/contract/vocabulary/visit.ts';
import { type CheckedModel, checkModelBytes } from './checked-model.ts';
import { type ModelEntry, type ModelManifest, type ModelRole, readModelManifest } from './model-manifest.ts';
import { readFileIfThere, readNpmModel } from './npm-model-cache.ts';

/** Where models may lie. `modelsDir` null means that there is no station bundle. */
export interface ModelPlaces {
  readonly modelsDir: string | null;
  /** The folder `node_modules`. */
  readonly packagesDir: string;
  /** Where converted npm models are kept between starts. */
  readonly cacheDir: string;
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
        (model) => readBuiltModel(model, places),
      );
      if (!mesh.ok) refusals.push(mesh.fault);
      return { tier: 'station', models: new Map([...station.value, ...(mesh.ok ? mesh.value : [])]), refusals };
    }
    refusals.push(station.fault);
  }
  const npm = await collect(entries('npm'), (model) => readBuiltModel(model, places));
  if (npm.ok) return { tier: 'npm', models: npm.value, refusals };
  return { tier: 'absent', models: new Map(), refusals: [...refusals, npm.fault] };
}

/**
 * The places of a checkout: the station tier as `npm run models -- fetch` left it, or else a bundle in `../shared/models`
 * beside the repo; and the repo's own cache. A fetch writes its manifest last, so a half-fetched folder does not count.
 */
export function checkoutModelPlaces(): ModelPlaces {
  const fetched = fetchedModelsDir();
  const bundle = join(REPO, '..', 'shared', 'models');
  const candidates = [
    { folder: fetched, sign: join(fetched, 'manifest.json') },
    { folder: bundle, sign: bundle },
  ];
  return {
    modelsDir: candidates.find(({ sign }) => existsSync(sign))?.folder ?? null,
    packagesDir: join(REPO, 'node_modules'),
    cacheDir: join(REPO, '.cache', 'models'),
  };
}

/** Where `npm run models -- fetch` puts the station tier of a checkout. */
export function fetchedModelsDir(): string {
  return join(REPO, '.cache', 'models', 'station');
}

const REPO = fileURLToPath(new URL('..', import.meta.url));

/** Faults: `models.absent`, `models.hash-mismatch`. */
export async function readStationModel(model: ModelEntry, folder: string): Promise<Result<CheckedModel>> {
  const bytes = await readFileIfThere(join(folder, model.file));
  if (bytes === null) return failed(fault('models.absent', { where: model.name, detail: `no ${model.file}` }));
  return checkModelBytes(model, bytes);
}

/** Faults: those of `readNpmModel`. */
export async function readBuiltModel(entry: ModelEntry, places: ModelPlaces): Promise<Result<CheckedModel>> {
  const built = await readNpmModel(entry, places);
  return built.ok ? ok({ entry, bytes: built.value, sha256: entry.sha256 }) : built;
}

async function collect(
  entries: readonly ModelEntry[],
  read: (model: ModelEntry) => Promise<Result<CheckedModel>>,
): Promise<Result<ReadonlyMap<ModelRole, CheckedModel>>> {
  const models = new Map<ModelRole, CheckedModel>();
  for (const entry of entries) {
    const model = await read(entry);
    if (!model.ok) return model;
    models.set(entry.role, model.value);
  }
  return ok(models);
}
