import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type ModelEntry, type ModelManifest, readModelManifest } from '../../../models/model-manifest.ts';
import { sha256 } from '../../../models/npm-model-cache.ts';
import { fetchModels } from '../../../scripts/models/fetch-models.ts';

/** The bytes that stand for a model's weights. */
export const weightsOf = (role: string) => Buffer.from(`weights of the ${role}`);

/** The real manifest with three station models of a few bytes, so that no real bundle is needed. */
export const smallManifest: ModelManifest = {
  schema: 1,
  models: readModelManifest().models.flatMap((model) => {
    if (model.tier !== 'station' || !['detector', 'embedder', 'liveness-2.7'].includes(model.role)) return [];
    const bytes = weightsOf(model.role);
    return [{ ...model, bytes: bytes.length, sha256: sha256(bytes) }];
  }),
};
export const [detector, embedder] = smallManifest.models as [ModelEntry, ModelEntry];

/** Every model of the small manifest, whole, by file name. */
export const wholeFiles: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  smallManifest.models.map(({ file, role }) => [file, weightsOf(role)]),
);

/** Folders that are gone after the suite, and a fetch of the small manifest into one of them. */
export function useFetchFolders() {
  let scratch = '';
  let folders = 0;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'models-command-'));
  });
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  const newFolder = async () => {
    const folder = join(scratch, `folder-${folders++}`);
    await mkdir(folder);
    return folder;
  };
  const sourceWith = async (files: Readonly<Record<string, Uint8Array | string>>) => {
    const folder = await newFolder();
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    return folder;
  };
  const fetchFrom = async (from: string, into?: string) => {
    const lines: string[] = [];
    const folder = into ?? (await newFolder());
    const faults = await fetchModels({ from, into: folder, manifest: smallManifest, say: (line) => lines.push(line) });
    return { faults: faults.map(({ code, where }) => [code, where]), faulty: faults, into: folder, lines };
  };
  return { path: (name: string) => join(scratch, name), scratch: () => scratch, newFolder, sourceWith, fetchFrom };
}
