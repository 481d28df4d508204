import { readFile } from 'node:fs/promises';
import { failed, fault, ok, type Result } from '../agent/contract/faults.ts';
import type { ModelIdentity } from '../agent/contract/vocabulary/observations.ts';
import { type CheckedModel, checkModelBytes, identityOf } from './checked-model.ts';
import { type Network, openNetwork } from './face/network.ts';
import { type ModelEntry, readModelManifest } from './model-manifest.ts';
import { MODELS_FOLDER } from './models-folder.ts';

/** A loaded network of the project's own, and the words for it in a record. */
export interface OwnNetwork {
  readonly network: Network;
  readonly model: ModelIdentity;
}

/**
 * Opens a network whose weights lie in the repo: the bytes that the manifest pins, on one thread, proved on its golden input.
 * `folder` is that of the manifest unless a test has its own. Faults: `models.absent`, `models.hash-mismatch`,
 * `models.golden-mismatch`. Throws when the manifest has no own model of this name: a bug.
 */
export async function openOwnNetwork(name: string, folder: URL = MODELS_FOLDER): Promise<Result<OwnNetwork>> {
  const entry = readModelManifest().models.find((model) => model.tier === 'own' && model.name === name);
  if (entry === undefined) throw new Error(`the manifest has no own model ${name}`);
  const model = await readOwnModel(entry, folder);
  if (!model.ok) return model;
  const opened = await openNetwork(model.value);
  return opened.ok ? ok({ network: opened.value, model: identityOf(model.value) }) : opened;
}

/** As `openOwnNetwork`, for programs that are not whole without the network: its fault is thrown, by code and name. */
export async function openNecessaryNetwork(name: string, folder?: URL): Promise<OwnNetwork> {
  const opened = await openOwnNetwork(name, folder);
  if (opened.ok) return opened.value;
  const { code, where = '', detail = '' } = opened.fault;
  throw new Error(`${code} ${where}: ${detail}`);
}

/** A model of the repo itself. Faults: `models.absent`, `models.hash-mismatch`. */
export async function readOwnModel(entry: ModelEntry, folder: URL = MODELS_FOLDER): Promise<Result<CheckedModel>> {
  const { source } = entry;
  if (source.kind !== 'repository') throw new Error(`${entry.name} does not lie in the repo`);
  try {
    return checkModelBytes(entry, await readFile(new URL(`${source.folder}/${entry.file}`, folder)));
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return failed(fault('models.absent', { where: entry.name, detail: `no ${source.folder}/${entry.file}` }));
  }
}
