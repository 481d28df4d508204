import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FrameObservation } from '../../../agent/contract/vocabulary/observations.ts';
import { SIMULATED_PORTRAITS } from '../../../models/calibration/simulated-portraits.ts';
import { type OpenedFaceRecognisers, openFaceEngine } from '../../../models/face/face-engine.ts';
import { checkoutModelPlaces } from '../../../models/model-store.ts';
import { createPictureDecoder } from '../../../models/picture-decoder.ts';
import { drawFaces, drawGuided, drawPortrait } from '../support/drawn-face.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** The tier that needs nothing but the npm packages, on drawn faces: plumbing and signs, never accuracy. */
describe('recognisers of the npm tier on drawn faces', () => {
  let recognisers: OpenedFaceRecognisers;
  beforeAll(async () => {
    const opened = await openFaceEngine({ ...checkoutModelPlaces(), modelsDir: null });
    if (!opened.ok) throw new Error(opened.fault.detail);
    recognisers = opened.value;
  });
  afterAll(() => recognisers.close());

  async function observe(picture: Parameters<OpenedFaceRecognisers['observe']>[0]): Promise<FrameObservation> {
    const observed = await recognisers.observe(picture);
    if (!observed.ok) throw new Error(observed.fault.code);
    return observed.value;
  }

  test('say what they are', () => {
    expect([recognisers.tier, recognisers.passiveLiveness, recognisers.refusals]).toEqual(['npm', false, []]);
    expect(recognisers.models.map(({ role }) => role).sort()).toEqual(['detector', 'embedder', 'landmarks-468']);
  });

  test('a portrait in the middle is one face, straight, and its points lie where they were drawn', async () => {
    const { faces, guidance } = await observe(await drawGuided());
    expect([guidance, faces.length]).toEqual(['ok', 1]);
    const [left, right, nose, mouthLeft, mouthRight] = faces[0]?.points ?? [];
    const drawn = [
      [584, 548],
      [696, 548],
      [640, 625],
      [582, 672],
      [698, 672],
    ];
    [left, right, nose, mouthLeft, mouthRight].forEach((point, index) => {
      const [x = 0, y = 0] = drawn[index] ?? [];
      expect(Math.hypot((point?.[0] ?? 0) - x, (point?.[1] ?? 0) - y)).toBeLessThan(20);
    });
    expect(Math.abs(faces[0]?.pose?.yawDeg ?? 90)).toBeLessThan(8);
    expect(Math.abs(faces[0]?.pose?.pitchDeg ?? 90)).toBeLessThan(12);
  });

  test('shut lids have a smaller aspect ratio', async () => {
    const open = (await observe(await drawPortrait())).faces[0]?.eyeAspectRatio ?? 0;
    const shut = (await observe(await drawPortrait({ lids: 0.1 }))).faces[0]?.eyeAspectRatio ?? 1;
    expect(shut).toBeLessThan(0.65 * open);
  });

  test('two people, nobody, somebody far away', async () => {
    const two = await drawFaces({ width: 1000, height: 600 }, [
      { x: 20, y: 50, width: 420 },
      { x: 540, y: 50, width: 420 },
    ]);
    expect((await observe(two)).guidance).toBe('several-faces');
    expect((await observe(await drawFaces({ width: 640, height: 480 }, []))).guidance).toBe('no-face');
    const far = await drawFaces({ width: 1280, height: 720 }, [{ x: 590, y: 300, width: 100 }]);
    expect((await observe(far)).guidance).toBe('too-far');
  });

  test('the same drawing elsewhere in the frame matches, and the answer is the same every time', async () => {
    const reference = await drawPortrait();
    const probe = await drawFaces({ width: 800, height: 700 }, [{ x: 150, y: 30, width: 440 }]);
    const compare = () => recognisers.compare({ reference, referenceType: 'photo', probes: [probe, probe, probe] });
    const [first, second] = [await compare(), await compare()];
    expect(first).toEqual(second);
    expect(first.ok && [first.value.decision, first.value.probes]).toEqual(['match', 3]);
    expect(first.ok && first.value.score).toBeGreaterThan(0.99);
  });

  test('the largest portrait of a page is the holder, equal ones are not guessed between', async () => {
    const probes = [await drawPortrait()];
    const page = (ghost: number) =>
      drawFaces({ width: 1250, height: 880 }, [
        { x: 60, y: 200, width: 420 },
        { x: 800, y: 300, width: ghost, face: { skin: '#8d5a3c', hair: '#111', noseLength: 78 } },
      ]);
    const withGhost = await recognisers.compare({ reference: await page(200), referenceType: 'photo', probes });
    expect(withGhost.ok && withGhost.value.decision).toBe('match');
    const withTwin = await recognisers.compare({ reference: await page(410), referenceType: 'photo', probes });
    expect(withTwin.ok && withTwin.value.problem).toBe('several-reference-faces');
  });

  test('a small JPEG from the chip and a print under wavy lines still match', async () => {
    const portrait = await drawPortrait();
    const box = { x: 180, y: 100, width: 280, height: 350 };
    const decoder = createPictureDecoder();
    const chip = await SIMULATED_PORTRAITS.chip['DG2 240 × 320 q40'](portrait, box);
    expect(chip.length).toBeLessThan(12_000);
    for (const [referenceType, bytes] of [
      ['chip', chip],
      ['printed', await SIMULATED_PORTRAITS.printed['strong guilloche'](portrait, box, 3)],
    ] as const) {
      const reference = await decoder.decode(bytes);
      if (!reference.ok) throw new Error(reference.fault.code);
      const compared = await recognisers.compare({ reference: reference.value, referenceType, probes: [portrait] });
      expect(compared.ok && compared.value.decision, referenceType).toBe('match');
      expect(compared.ok && compared.value.calibration).toContain(`/${referenceType}@`);
    }
  });

  test('a reference or a probe without a face is inconclusive, with the reason', async () => {
    const empty = await drawFaces({ width: 640, height: 480 }, []);
    const portrait = await drawPortrait();
    const noReference = await recognisers.compare({ reference: empty, referenceType: 'chip', probes: [portrait] });
    expect(noReference.ok && [noReference.value.decision, noReference.value.problem]).toEqual([
      'inconclusive',
      'no-reference-face',
    ]);
    const noProbe = await recognisers.compare({ reference: portrait, referenceType: 'chip', probes: [empty] });
    expect(noProbe.ok && noProbe.value.problem).toBe('no-probe-face');
  });

  test('passive liveness is not available, and is not claimed', async () => {
    const frames = Array.from({ length: 5 }, async () => drawPortrait());
    const judged = await recognisers.judge(await Promise.all(frames));
    expect(judged.ok && judged.value.outcome).toBe('not-available');
  });
});

test('without any models there is a fault that names each reason', async () => {
  const nowhere = '/nowhere';
  const opened = await openFaceEngine({ modelsDir: null, packagesDir: nowhere, cacheDir: nowhere });
  expect(opened.ok ? 'opened' : opened.fault.code).toBe('models.absent');
  expect(opened.ok ? '' : opened.fault.detail).toContain('blazeface-back');
});
