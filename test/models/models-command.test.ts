import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { readModelManifest } from '../../models/model-manifest.ts';
import { checkoutModelPlaces } from '../../models/model-store.ts';
import { missingCompanions } from '../../scripts/models/accompanying-files.ts';
import { listModels } from '../../scripts/models/list-models.ts';
import { verifyModels } from '../../scripts/models/verify-models.ts';
import { detector, embedder, smallManifest, useFetchFolders, weightsOf, wholeFiles } from './support/small-models.ts';

vi.setConfig({ testTimeout: 60_000 });

const { path, newFolder, sourceWith, fetchFrom } = useFetchFolders();

describe('fetch from a folder', () => {
  test('brings every model with notices, cards and the manifest, and says so', async () => {
    const { faults, into, lines } = await fetchFrom(await sourceWith(wholeFiles));
    expect(faults).toEqual([]);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['fetched', 'fetched', 'fetched']);
    for (const { file, role } of smallManifest.models)
      expect(await readFile(join(into, file))).toEqual(weightsOf(role));
    expect((await readdir(into)).filter((name) => !name.endsWith('.onnx'))).toEqual([
      'LICENSES',
      'cards',
      'manifest.json',
    ]);
    expect(await readdir(join(into, 'LICENSES'))).toEqual([
      'minivision-silent-face.Apache-2.0.txt',
      'openvino-open_model_zoo.Apache-2.0.txt',
    ]);
  });

  test('goes on where an interrupted fetch stopped, and only then calls the folder whole', async () => {
    const into = await newFolder();
    const { [embedder.file]: _, ...some } = wholeFiles;
    const first = await fetchFrom(await sourceWith(some), into);
    expect(first.faults).toEqual([['models.absent', embedder.name]]);
    expect(first.faulty[0]?.detail).toContain('https://github.com/openvinotoolkit/');
    expect(await readdir(into)).not.toContain('manifest.json');

    await writeFile(join(into, detector.file), 'half a');
    await writeFile(join(into, `${embedder.file}.4711-0.part`), 'half a');
    const second = await fetchFrom(await sourceWith(wholeFiles), into);
    expect(second.faults).toEqual([]);
    expect(second.lines.map((line) => line.split(' ')[0]).sort()).toEqual(['fetched', 'fetched', 'kept']);
    const names = await readdir(into);
    expect(names).toContain('manifest.json');
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('refuses one flipped byte, a wrong model in the right place, and a file that is too long', async () => {
    const flipped = Buffer.from(wholeFiles[detector.file] ?? []);
    flipped[0] = (flipped[0] as number) ^ 1;
    for (const bytes of [flipped, weightsOf('embedder'), Buffer.alloc(10_000_000)]) {
      const { faults, into } = await fetchFrom(await sourceWith({ ...wholeFiles, [detector.file]: bytes }));
      expect(faults).toEqual([['models.hash-mismatch', detector.name]]);
      expect(await readdir(into)).not.toContain(detector.file);
      expect(await readdir(into)).not.toContain('manifest.json');
    }
  });

  test('refuses originals that were altered before it converts them', async () => {
    const { [detector.file]: _, ...others } = wholeFiles;
    const { source } = detector;
    if (source.kind !== 'published-files') throw new Error('not published');
    const originals = Object.fromEntries(source.files.map(({ file }) => [file, 'not the original']));
    const { faults, faulty } = await fetchFrom(await sourceWith({ ...others, ...originals }));
    expect(faults).toEqual([['models.hash-mismatch', detector.name]]);
    expect(faulty[0]?.detail).toBe(source.files[0]?.file);
  });

  test('says that a place is not there, or that the target cannot be written', async () => {
    expect((await fetchFrom(path('nowhere'))).faults[0]?.[0]).toBe('models.source-unreachable');
    const file = join(await newFolder(), 'a-file');
    await writeFile(file, '');
    const { faults } = await fetchFrom(await sourceWith(wholeFiles), file);
    expect(faults.every(([code]) => code === 'models.absent')).toBe(true);
    expect(faults).toHaveLength(3);
  });
});

describe('the licence gate', () => {
  const offered = (change: object) => {
    const [first, ...rest] = smallManifest.models;
    return sourceWith({
      ...wholeFiles,
      'manifest.json': JSON.stringify({ schema: 1, models: [{ ...first, ...change }, ...rest] }),
    });
  };

  test.each(['CC-BY-NC-4.0', 'research only', 'AGPL-3.0', ''])(
    'refuses a bundle with weights under %j, whole',
    async (licence) => {
      const { faults, faulty, into } = await fetchFrom(await offered({ licence }));
      expect(faults).toEqual([['models.licence-refused', detector.name]]);
      expect(faulty[0]?.detail).toBe(licence);
      expect(await readdir(into)).toEqual([]);
    },
  );

  test('refuses a manifest that is none', async () => {
    for (const [text, detail] of [
      ['<html>', 'not JSON'],
      ['{"schema":2,"models":[]}', '/schema'],
      ['[]', 'must'],
    ] as const) {
      const { faulty, into } = await fetchFrom(await sourceWith({ ...wholeFiles, 'manifest.json': text }));
      expect(faulty).toMatchObject([{ code: 'models.bundle-damaged', where: 'manifest.json' }]);
      expect(faulty[0]?.detail).toContain(detail);
      expect(await readdir(into)).toEqual([]);
    }
  });

  test('every model of the product names notices, card, golden answers and calibration that are there', async () => {
    for (const model of readModelManifest().models)
      expect([model.name, await missingCompanions(model)]).toEqual([model.name, []]);
    const lost = { ...detector, notices: ['LICENSES/lost.txt'], golden: 'golden/lost.json' };
    expect(await missingCompanions(lost)).toEqual(['LICENSES/lost.txt', 'golden/lost.json']);
  });
});

describe('verify and list', () => {
  test('name what is wrong, one fault a model, and leave the sound ones alone', async () => {
    const folder = await sourceWith({ ...wholeFiles, [detector.file]: 'x' });
    const { [embedder.file]: _ } = wholeFiles;
    await rm(join(folder, embedder.file));
    const places = { ...checkoutModelPlaces(), modelsDir: folder };
    const npm = readModelManifest().models.filter(({ name }) => name === 'facemesh-468');
    const lines: string[] = [];
    const mixed = { schema: 1, models: [detector, embedder, ...npm] } as const;
    const faults = await verifyModels(places, { ...mixed, models: [...mixed.models] }, (line) => lines.push(line));
    expect(faults.map(({ code, where }) => [code, where])).toEqual([
      ['models.hash-mismatch', detector.name],
      ['models.absent', embedder.name],
    ]);
    expect(lines).toEqual([expect.stringMatching(/^sound npm .*facemesh-468/)]);
    const table = await listModels(places, { ...mixed, models: [...mixed.models] });
    expect(table.slice(1, 3).map((line) => line.split(/\s{2,}/).at(-1))).toEqual(['ALTERED', 'absent']);
  });

  test('refuse the manifest of a folder that somebody gave another licence', async () => {
    const folder = await sourceWith({
      'manifest.json': JSON.stringify({ schema: 1, models: [{ ...detector, licence: 'CC-BY-NC-SA-4.0' }] }),
    });
    const places = { ...checkoutModelPlaces(), modelsDir: folder };
    const faults = await verifyModels(places, { schema: 1, models: [] }, () => {});
    expect(faults).toMatchObject([{ code: 'models.licence-refused', where: detector.name, detail: 'CC-BY-NC-SA-4.0' }]);
  });
});

describe('the command', () => {
  const repo = fileURLToPath(new URL('../..', import.meta.url));
  const run = async (modelsDir: string, ...args: string[]) => {
    const child = promisify(execFile)('node_modules/.bin/tsx', ['scripts/models.ts', ...args], {
      cwd: repo,
      env: { ...process.env, MODELS_DIR: modelsDir },
    });
    return child.then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    );
  };

  test('prints help and a table; tells wrong usage, wrong files and success apart by its exit code', async () => {
    const empty = await newFolder();
    const help = await run(empty, '--help');
    expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('fetch --from PLACE')]);
    expect((await run(empty, 'fetch')).code).toBe(2);
    expect((await run(empty, 'list')).stdout).toMatch(/minifasnet-v2 .*Apache-2.0 {2}absent/);
    const failed = await run(empty, 'fetch', '--from', empty);
    expect(failed.code).toBe(1);
    expect(failed.stderr.trim().split('\n')).toHaveLength(6);
    expect(failed.stderr).toMatch(/^models\.absent · face-detection-retail-0004 · /);
  });
});
