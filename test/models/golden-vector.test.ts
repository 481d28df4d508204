import { describe, expect, test, vi } from 'vitest';
import { openFaceEngine } from '../../models/face/face-engine.ts';
import { openNetwork } from '../../models/face/network.ts';
import { goldenInput } from '../../models/golden/golden-input.ts';
import { findGoldenMismatch, readGoldenVector } from '../../models/golden/golden-vector.ts';
import { type ModelManifest, readModelManifest } from '../../models/model-manifest.ts';
import { checkoutModelPlaces, readBuiltModel } from '../../models/model-store.ts';
import { sha256 } from '../../models/npm-model-cache.ts';
import { announceSkip } from './support/shared-pictures.ts';

vi.setConfig({ testTimeout: 60_000 });

const manifest = readModelManifest();
const places = checkoutModelPlaces();
const entryNamed = (name: string) => {
  const entry = manifest.models.find((model) => model.name === name);
  if (entry === undefined) throw new Error(`no ${name}`);
  return entry;
};

/** The manifest with the recorded answers of some models exchanged for those of others: a machine that computes wrongly. */
const misremembering = (golden: Readonly<Record<string, string>>): ModelManifest => ({
  schema: 1,
  models: manifest.models.map((model) => ({ ...model, golden: golden[model.name] ?? model.golden })),
});
const WRONG = 'golden/minifasnet-v2.json';

describe('the golden input', () => {
  test('is the same picture on every machine', () => {
    const { data } = goldenInput(entryNamed('minifasnet-v2'), { seed: 1, lowest: 0, highest: 255 });
    const bytes = Uint8Array.from(data as Float32Array);
    expect([bytes.length, sha256(bytes)]).toEqual([
      19200,
      'a106b1e4cde2d849d05df39a56eab37bb99b0bc5a5b3ff1621be8da6bcfbab84',
    ]);
  });

  test('fills the input of every model, in its axis order and range', () => {
    for (const entry of manifest.models) {
      const golden = readGoldenVector(entry);
      const { data, dims } = goldenInput(entry, golden.input);
      const { freeLength = 1 } = golden.input;
      const lengthOf = (axis: number | string) => (typeof axis === 'number' ? axis : axis === 'n' ? 1 : freeLength);
      expect(dims).toEqual(entry.io.input.shape.map(lengthOf));
      const values = data as Float32Array;
      expect(values.every((value) => value >= golden.input.lowest && value <= golden.input.highest)).toBe(true);
      expect(new Set(values).size).toBeGreaterThan(100);
      expect(Object.keys(golden.outputs)).toEqual(entry.io.outputs.map(({ name }) => name));
    }
  });
});

describe('a model is refused', () => {
  const entry = entryNamed('minifasnet-v2');
  const recorded = Float32Array.from(readGoldenVector(entry).outputs.prob?.samples ?? []);
  const answering = (values: Float32Array) => ({ run: async () => () => values });

  test('when an answer differs by more than rounding, has another length or is no number', async () => {
    expect(await findGoldenMismatch(entry, answering(recorded))).toBeNull();
    const moved = recorded.with(0, (recorded[0] as number) + 0.002);
    expect(await findGoldenMismatch(entry, answering(moved))).toMatch(/^output prob gives 0\.72/);
    expect(await findGoldenMismatch(entry, answering(recorded.subarray(1)))).toBe('output prob has 2 values for 3');
    expect(await findGoldenMismatch(entry, answering(recorded.with(2, Number.NaN)))).toMatch('gives NaN');
  });

  test('when it runs and answers as another model', async () => {
    const built = await readBuiltModel(entryNamed('blazeface-back'), places);
    if (!built.ok) throw new Error(built.fault.code);
    const sound = await openNetwork(built.value);
    expect(sound.ok).toBe(true);
    if (sound.ok) await sound.value.close();
    const other = { ...built.value, entry: { ...built.value.entry, golden: WRONG } };
    expect(await openNetwork(other)).toMatchObject({
      ok: false,
      fault: { code: 'models.golden-mismatch', where: 'blazeface-back' },
    });
  });
});

describe('face recognisers on a machine that computes wrongly', () => {
  const npmOnly = { ...places, modelsDir: null };

  test('do not open when no tier is left', async () => {
    const opened = await openFaceEngine(npmOnly, misremembering({ 'blazeface-back': WRONG }));
    expect(opened).toMatchObject({ ok: false, fault: { code: 'models.golden-mismatch' } });
    if (!opened.ok) expect(opened.fault.detail).toContain('blazeface-back');
  });

  announceSkip('falling back from the station tier', places.modelsDir === null, 'no ../shared/models');
  test.skipIf(places.modelsDir === null)('fall back to the npm tier, and say why', async () => {
    const opened = await openFaceEngine(places, misremembering({ 'face-reidentification-retail-0095': WRONG }));
    if (!opened.ok) throw new Error(opened.fault.code);
    expect([opened.value.tier, opened.value.passiveLiveness]).toEqual(['npm', false]);
    expect(opened.value.refusals.map(({ code, where }) => [code, where])).toEqual([
      ['models.golden-mismatch', 'face-reidentification-retail-0095'],
    ]);
    await opened.value.close();
  });

  test.skipIf(places.modelsDir === null)('do without the mesh alone when only the mesh is wrong', async () => {
    const opened = await openFaceEngine(places, misremembering({ 'facemesh-468': WRONG }));
    if (!opened.ok) throw new Error(opened.fault.code);
    expect([opened.value.tier, opened.value.models.length]).toEqual(['station', 8]);
    expect(opened.value.refusals.map(({ code, where }) => [code, where])).toEqual([
      ['models.golden-mismatch', 'facemesh-468'],
    ]);
    await opened.value.close();
  });
});
