import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { identityOf } from '../../models/checked-model.ts';
import { type ModelManifest, parseModelManifest, readModelManifest } from '../../models/model-manifest.ts';
import { checkoutModelPlaces, type ModelPlaces, resolveModels } from '../../models/model-store.ts';
import { sha256 } from '../../models/npm-model-cache.ts';
import { announceSkip } from './support/shared-pictures.ts';

vi.setConfig({ testTimeout: 60_000 });

const manifest = readModelManifest();
const checkout = checkoutModelPlaces();
let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'model-store-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('the manifest', () => {
  test('names a card and calibration files that exist, and one file per hash', () => {
    for (const model of manifest.models)
      for (const file of [model.card, ...model.calibration]) {
        expect(existsSync(new URL(`../../models/${file}`, import.meta.url)), file).toBe(true);
      }
    expect(new Set(manifest.models.map((model) => model.sha256)).size).toBe(manifest.models.length);
  });

  test('is refused with an unknown field, an unknown licence or a path in the file name', () => {
    const [first, ...rest] = manifest.models;
    const withFirst = (change: object) => ({ schema: 1, models: [{ ...first, ...change }, ...rest] });
    expect(() => parseModelManifest(withFirst({}))).not.toThrow();
    expect(() => parseModelManifest(withFirst({ url: 'https://example.org' }))).toThrow();
    expect(() => parseModelManifest(withFirst({ licence: 'CC-BY-NC-4.0' }))).toThrow();
    expect(() => parseModelManifest(withFirst({ file: '../face.onnx' }))).toThrow();
    expect(() => parseModelManifest(withFirst({ notices: [] }))).toThrow();
  });
});

describe('models built from npm packages', () => {
  const npmOnly = (): ModelPlaces => ({ ...checkout, modelsDir: null, cacheDir: join(scratch, 'cache') });

  test('are converted once and then read from the cache', async () => {
    const first = await resolveModels(npmOnly());
    expect([first.tier, first.refusals]).toEqual(['npm', []]);
    const files = await readdir(npmOnly().cacheDir);
    expect(files).toHaveLength(3);
    const times = await Promise.all(files.map((file) => stat(join(npmOnly().cacheDir, file))));

    const second = await resolveModels({ ...npmOnly(), packagesDir: join(scratch, 'no-packages') });
    expect([...second.models.keys()].sort()).toEqual(['detector', 'embedder', 'landmarks-468']);
    const after = await Promise.all(files.map((file) => stat(join(npmOnly().cacheDir, file))));
    expect(after.map(({ mtimeMs }) => mtimeMs)).toEqual(times.map(({ mtimeMs }) => mtimeMs));
  });

  test('a cached file that was altered is never loaded: it is built again', async () => {
    const [file = ''] = await readdir(npmOnly().cacheDir);
    await writeFile(join(npmOnly().cacheDir, file), 'something else');
    const resolved = await resolveModels(npmOnly());
    expect(resolved.tier).toBe('npm');
    for (const { bytes, entry } of resolved.models.values()) expect(sha256(bytes)).toBe(entry.sha256);
    expect((await stat(join(npmOnly().cacheDir, file))).size).toBeGreaterThan(100_000);
  });

  test('a package whose weights were altered is refused, and nothing is left', async () => {
    const packagesDir = join(scratch, 'altered');
    for (const model of manifest.models) {
      if (model.source.kind !== 'npm-package') continue;
      for (const { path } of model.source.files) {
        const target = join(packagesDir, model.source.package, path);
        await mkdir(dirname(target), { recursive: true });
        await copyFile(join(checkout.packagesDir, model.source.package, path), target);
      }
    }
    const weights = join(packagesDir, '@vladmandic/face-api/model/face_recognition_model.bin');
    const bytes = await readFile(weights);
    bytes[1000] = (bytes[1000] as number) ^ 1;
    await writeFile(weights, bytes);

    const resolved = await resolveModels({ modelsDir: null, packagesDir, cacheDir: join(scratch, 'other-cache') });
    expect([resolved.tier, resolved.models.size]).toEqual(['absent', 0]);
    expect(resolved.refusals.map(({ code, where }) => [code, where])).toEqual([
      ['models.hash-mismatch', 'dlib-face-recognition-resnet-v1'],
    ]);
  });

  test('without packages and bundle there are no models', async () => {
    const nowhere = join(scratch, 'nowhere');
    const resolved = await resolveModels({ modelsDir: nowhere, packagesDir: nowhere, cacheDir: nowhere });
    expect([resolved.tier, resolved.refusals.map(({ code }) => code)]).toEqual([
      'absent',
      ['models.absent', 'models.absent'],
    ]);
  });
});

describe('a station bundle', () => {
  /** A manifest whose station tier is two small files made here, so that no real bundle is needed. */
  const invented = (): ModelManifest => ({
    schema: 1,
    models: manifest.models.flatMap((model) => {
      if (model.tier === 'npm') return [model];
      if (model.role !== 'detector' && model.role !== 'embedder') return [];
      return [{ ...model, bytes: 5, sha256: sha256(Buffer.from(`${model.role} weights`.slice(0, 5))) }];
    }),
  });
  async function bundle(name: string, alter: (role: string) => string = (role) => `${role} weights`.slice(0, 5)) {
    const folder = join(scratch, name);
    await mkdir(folder, { recursive: true });
    for (const model of invented().models.filter(({ tier }) => tier === 'station')) {
      await writeFile(join(folder, model.file), alter(model.role));
    }
    return { ...checkout, modelsDir: folder, cacheDir: join(scratch, 'cache') };
  }

  test('that is whole is taken, together with the face mesh', async () => {
    const resolved = await resolveModels(await bundle('whole'), invented());
    expect([resolved.tier, resolved.refusals]).toEqual(['station', []]);
    expect([...resolved.models.keys()].sort()).toEqual(['detector', 'embedder', 'landmarks-468']);
  });

  test('with one altered byte is refused altogether, and the npm tier runs instead', async () => {
    const places = await bundle('altered-bundle', (role) => (role === 'embedder' ? 'embeD' : 'detec'));
    const resolved = await resolveModels(places, invented());
    expect(resolved.tier).toBe('npm');
    expect(resolved.refusals).toMatchObject([
      { code: 'models.hash-mismatch', where: 'face-reidentification-retail-0095' },
    ]);
  });

  test('that cannot be joined by the mesh still runs', async () => {
    const places = await bundle('no-mesh');
    const nowhere = join(scratch, 'nowhere');
    const resolved = await resolveModels({ ...places, packagesDir: nowhere, cacheDir: nowhere }, invented());
    expect([resolved.tier, [...resolved.models.keys()].sort()]).toEqual(['station', ['detector', 'embedder']]);
    expect(resolved.refusals).toMatchObject([{ code: 'models.absent', where: 'facemesh-468' }]);
  });

  test('of files that were converted here is taken as well: the record names what runs, calibration goes by the entry', async () => {
    const places = await bundle('converted', (role) => (role === 'embedder' ? 'other bytes' : 'detec'));
    const converted = { bytes: 11, sha256: sha256(Buffer.from('other bytes')) };
    const accepting: ModelManifest = {
      schema: 1,
      models: invented().models.map((model) =>
        model.role === 'embedder' && model.source.kind === 'published-files'
          ? { ...model, source: { ...model.source, converted } }
          : model,
      ),
    };
    const resolved = await resolveModels(places, accepting);
    expect([resolved.tier, resolved.refusals]).toEqual(['station', []]);
    const embedder = resolved.models.get('embedder');
    if (embedder === undefined) throw new Error('no embedder');
    expect(identityOf(embedder).sha256Prefix).toBe(converted.sha256.slice(0, 16));
    expect(embedder.entry.sha256).not.toBe(converted.sha256);
  });

  announceSkip('the real station bundle', checkout.modelsDir === null, 'no ../shared/models');
  test.skipIf(checkout.modelsDir === null)('beside the repo has the pinned hashes', async () => {
    const resolved = await resolveModels({ ...checkout, cacheDir: join(scratch, 'cache') });
    expect([resolved.tier, resolved.models.size, resolved.refusals]).toEqual(['station', 7, []]);
  });
});
