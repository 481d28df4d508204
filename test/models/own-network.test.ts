import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQualityRegressor } from '../../models/face/quality-regressor.ts';
import { openRecaptureDetector } from '../../models/face/recapture-detector.ts';
import { readModelManifest } from '../../models/model-manifest.ts';
import { MODELS_FOLDER } from '../../models/models-folder.ts';
import { loadLineNetwork } from '../../models/mrz/line-network.ts';
import { openMrzReader } from '../../models/mrz/mrz-reader.ts';
import { loadPageNetwork } from '../../models/mrz/page-network.ts';
import { openOwnNetwork } from '../../models/own-network.ts';

const OWN = readModelManifest().models.flatMap(({ name, tier, file, source }) =>
  tier === 'own' && source.kind === 'repository' ? [{ name, file: `${source.folder}/${file}` }] : [],
);
let scratch: string;
let folders = 0;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'own-network-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** A folder of all own weights after `change`. */
async function weightsAfter(change: (folder: string) => Promise<void>): Promise<URL> {
  const folder = join(scratch, `models-${folders++}`);
  for (const { file } of OWN) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(new URL(file, MODELS_FOLDER), join(folder, file));
  }
  await change(folder);
  return pathToFileURL(`${folder}/`);
}

async function flipOneBit(file: string): Promise<void> {
  const bytes = await readFile(file);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] as number) ^ 1;
  await writeFile(file, bytes);
}

describe('the networks of the project itself', () => {
  test('are the two that read documents and the two that watch silently', () => {
    expect(OWN.map(({ name }) => name)).toEqual([
      'mrz-line-reader',
      'mrz-page-locator',
      'recapture-detector',
      'quality-regressor',
    ]);
  });

  test.each(OWN)('$name opens, answers as recorded and says which bytes run', async ({ name, file }) => {
    const opened = await openOwnNetwork(name, await weightsAfter(async () => {}));
    if (!opened.ok) throw new Error(opened.fault.code);
    const entry = readModelManifest().models.find((model) => model.name === name);
    expect(opened.value.model).toEqual({
      role: entry?.role,
      name,
      version: entry?.version,
      sha256Prefix: entry?.sha256.slice(0, 16),
    });
    expect(entry?.bytes).toBe((await readFile(new URL(file, MODELS_FOLDER))).length);
    await opened.value.network.close();
  });

  test.each(OWN)('$name with one flipped bit is refused', async ({ name, file }) => {
    const folder = await weightsAfter((weights) => flipOneBit(join(weights, file)));
    expect(await openOwnNetwork(name, folder)).toMatchObject({
      ok: false,
      fault: { code: 'models.hash-mismatch', where: name },
    });
  });

  test.each(OWN)('$name is refused when another network lies in its place, or none', async ({ name, file }) => {
    const [other] = OWN.filter((each) => each.name !== name);
    const exchanged = await weightsAfter((weights) => cp(join(weights, other?.file ?? ''), join(weights, file)));
    expect(await openOwnNetwork(name, exchanged)).toMatchObject({ fault: { code: 'models.hash-mismatch' } });
    const bare = await weightsAfter((weights) => rm(join(weights, file)));
    expect(await openOwnNetwork(name, bare)).toMatchObject({ fault: { code: 'models.absent', where: name } });
  });

  test('are opened by their users through this door', async () => {
    const damaged = await weightsAfter(async (weights) => {
      for (const { file } of OWN) await flipOneBit(join(weights, file));
    });
    await expect(loadLineNetwork(damaged)).rejects.toThrow('models.hash-mismatch mrz-line-reader');
    await expect(loadPageNetwork(damaged)).rejects.toThrow('models.hash-mismatch mrz-page-locator');
    await expect(openMrzReader({ nowMs: () => 0, modelsFolder: damaged })).rejects.toThrow('models.hash-mismatch');
    expect(await openRecaptureDetector(damaged)).toMatchObject({ fault: { code: 'models.hash-mismatch' } });
    expect(await openQualityRegressor(damaged)).toMatchObject({ fault: { code: 'models.hash-mismatch' } });
  });

  test('an unknown name is a bug', async () => {
    await expect(openOwnNetwork('facemesh-468')).rejects.toThrow('no own model facemesh-468');
  });
});
