import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FaceComparison, Picture, ReferenceType } from '../../../agent/contract/vocabulary/observations.ts';
import { type OpenedFaceRecognisers, openFaceEngine } from '../../../models/face/face-engine.ts';
import { checkoutModelPlaces } from '../../../models/model-store.ts';
import { announceSkip, haveSharedPictures, loadShared } from '../support/shared-pictures.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const places = checkoutModelPlaces();
const haveBundle = places.modelsDir !== null;
announceSkip('face recognisers on real pictures', !haveSharedPictures, 'no ../shared/pictures');
announceSkip('face recognisers of the station tier', !haveBundle, 'no ../shared/models');

/** Reference, probe, kind of reference, same person? */
const PAIRS: readonly (readonly [string, string, ReferenceType, boolean])[] = [
  ['officials/obama.jpg', 'officials/obama2.jpg', 'photo', true],
  ['officials/biden.jpg', 'officials/biden2.jpg', 'photo', true],
  ['azure-families/Family1-Dad1.jpg', 'azure-families/Family1-Dad3.jpg', 'photo', true],
  ['azure-families/Family2-Lady1.jpg', 'azure-families/Family2-Lady2.jpg', 'photo', true],
  ['orl/s1/01.png', 'orl/s1/05.png', 'photo', true],
  ['doc-sim/Family1-Dad1_chip240.jpg', 'azure-families/Family1-Dad2.jpg', 'chip', true],
  ['doc-sim/obama2_chip240.jpg', 'officials/obama.jpg', 'chip', true],
  ['doc-sim/biden_viz300.jpg', 'officials/biden2.jpg', 'printed', true],
  ['doc-sim/Family2-Man1_viz300.jpg', 'azure-families/Family2-Man2.jpg', 'printed', true],
  ['officials/obama.jpg', 'officials/biden.jpg', 'photo', false],
  ['azure-families/Family1-Mom1.jpg', 'azure-families/Family2-Lady1.jpg', 'photo', false],
  ['azure-families/Family1-Dad1.jpg', 'azure-families/Family2-Man1.jpg', 'photo', false],
  ['orl/s1/01.png', 'orl/s2/01.png', 'photo', false],
  ['doc-sim/Family1-Mom1_chip240.jpg', 'azure-families/Family2-Lady2.jpg', 'chip', false],
  ['doc-sim/biden_viz300.jpg', 'officials/obama.jpg', 'printed', false],
];

describe.each([
  ['station', haveSharedPictures && haveBundle],
  ['npm', haveSharedPictures],
] as const)('the %s tier on real pictures', (tier, available) => {
  let recognisers: OpenedFaceRecognisers;
  beforeAll(async () => {
    if (!available) return;
    const opened = await openFaceEngine(tier === 'station' ? places : { ...places, modelsDir: null });
    if (!opened.ok) throw new Error(opened.fault.detail);
    recognisers = opened.value;
    expect(recognisers.tier).toBe(tier);
  });
  afterAll(() => recognisers?.close());

  async function observe(picture: Picture) {
    const observed = await recognisers.observe(picture);
    if (!observed.ok) throw new Error(observed.fault.code);
    return observed.value;
  }

  test.skipIf(!available)('the same person matches, another one never does', async () => {
    const rows: (FaceComparison & { pair: string; same: boolean })[] = [];
    for (const [reference, probe, referenceType, same] of PAIRS) {
      const compared = await recognisers.compare({
        reference: await loadShared(reference),
        referenceType,
        probes: [await loadShared(probe)],
      });
      if (!compared.ok) throw new Error(compared.fault.code);
      rows.push({ ...compared.value, pair: `${reference} ~ ${probe}`, same });
    }
    console.table(
      rows.map(({ pair, same, decision, score, threshold }) => ({ pair, same, decision, score, threshold })),
    );
    for (const { same, decision, pair } of rows) {
      if (same) expect(['match', 'borderline'], pair).toContain(decision);
      else expect(decision, pair).toBe('no-match');
    }
    expect(rows.filter(({ same, decision }) => same && decision === 'match').length).toBeGreaterThanOrEqual(8);
  });

  test.skipIf(!available)('two people are seen as two, and are no reference', async () => {
    const two = await loadShared('multi/two_people.jpg');
    expect((await observe(two)).guidance).toBe('several-faces');
    const compared = await recognisers.compare({ reference: two, referenceType: 'photo', probes: [two] });
    expect(compared.ok && compared.value.problem).toBe('several-reference-faces');
  });

  test.skipIf(!available)(
    'a raised chin is a positive pitch, and mirroring a picture turns the sign of yaw',
    async () => {
      const [obama] = (await observe(await loadShared('multi/two_people.jpg'))).faces.filter(({ box }) => box.x < 500);
      expect(obama?.pose?.pitchDeg ?? 0).toBeGreaterThan(10);
      // This man looks to his own right: his nose is on the left of the line between his eyes.
      const dad = await loadShared('azure-families/Family1-Dad1.jpg');
      const [face] = (await observe(dad)).faces;
      const [left, right, nose] = face?.points ?? [];
      expect((nose?.[0] ?? 0) * 2).toBeLessThan((left?.[0] ?? 0) + (right?.[0] ?? 0));
      expect(face?.pose?.yawDeg ?? 0).toBeLessThan(-8);
      expect((await observe(mirror(dad))).faces[0]?.pose?.yawDeg ?? 0).toBeGreaterThan(8);
    },
  );
});

const PAD_SAMPLES = [
  ['silentface-pad/image_T1.jpg', 'bona fide'],
  ['vietmoney-pad/true_001.jpg', 'bona fide'],
  ['vietmoney-pad/true_002.jpg', 'bona fide'],
  ['vietmoney-pad/true_003.png', 'bona fide, too close'],
  ['silentface-pad/image_F1.jpg', 'attack'],
  ['silentface-pad/image_F2.jpg', 'attack'],
  ['vietmoney-pad/fake_001.jpg', 'attack'],
  ['vietmoney-pad/fake_002.jpg', 'attack'],
  ['vietmoney-pad/fake_003.jpg', 'attack'],
] as const;

test.skipIf(!haveSharedPictures || !haveBundle)('prints and screens are not accepted, living faces are', async () => {
  const opened = await openFaceEngine(places);
  if (!opened.ok) throw new Error(opened.fault.detail);
  const rows = [];
  for (const [file, truth] of PAD_SAMPLES) {
    const frame = await loadShared(file);
    const judged = await opened.value.judge([frame, frame, frame, frame, frame]);
    if (!judged.ok) throw new Error(judged.fault.code);
    const { outcome, advice, meanScore, minScore } = judged.value;
    rows.push({ file, truth, outcome, advice, mean: meanScore, min: minScore });
  }
  console.table(rows);
  for (const { file, truth, outcome, advice } of rows) {
    if (truth === 'bona fide') expect(outcome, file).toBe('bona-fide');
    else if (truth === 'bona fide, too close') expect([outcome, advice], file).toEqual(['inconclusive', 'too-close']);
    else expect(['attack', 'inconclusive'], file).toContain(outcome);
  }
  const [single] = PAD_SAMPLES;
  const tooFew = await opened.value.judge([await loadShared(single[0])]);
  expect(tooFew.ok && tooFew.value.outcome).toBe('inconclusive');
  await opened.value.close();
});

function mirror({ width, height, data }: Picture): Picture {
  const mirrored = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      mirrored.set(data.subarray(from, from + 3), (y * width + width - 1 - x) * 3);
    }
  return { width, height, data: mirrored };
}
