import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import type { FaceObservation } from '../../../agent/contract/vocabulary/observations.ts';
import { inspectFace } from '../../../agent/domain/inspect-face.ts';
import type { FaceNetworks } from '../../../models/face/face-networks.ts';
import { openSilentChecks } from '../../../models/face/silent-checks.ts';
import type { LiveFrame } from '../../../models/ports.ts';
import answers from '../../fixtures/silent-checks/answers.json' with { type: 'json' };
import { faceEvidence, happyVisit } from '../../support/visits.ts';

const tier = (name: FaceNetworks['tier']) =>
  ({ tier: name, detector: { detect: async () => [] } }) as unknown as FaceNetworks;
const checks = await openSilentChecks(tier('station'));
afterAll(() => checks.close());

/** A frame whose only face fills it, as `observe` would have seen it. */
async function frameOf(name: string): Promise<LiveFrame> {
  const file = new URL(`../../fixtures/silent-checks/${name}.png`, import.meta.url);
  const { data, info } = await sharp(await readFile(file))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const points = [
    [0.31, 0.46],
    [0.69, 0.46],
    [0.5, 0.64],
    [0.35, 0.82],
    [0.65, 0.82],
  ].map(([x, y]) => [(x as number) * width, (y as number) * height]);
  const face = { box: { x: 0, y: 0, width, height }, points } as unknown as FaceObservation;
  return { width, height, data, faces: [face] };
}

describe('the silent checks', () => {
  test('say what they are and look at the middle frame of a capture', async () => {
    expect(checks.models.map(({ role }) => role)).toEqual(['recapture', 'face-quality']);
    const [direct, screen] = [await frameOf('patch-direct'), await frameOf('patch-screen')];
    const figures = await checks.measure([direct, direct, screen, direct, direct]);
    expect(figures?.recaptureScore).toBeCloseTo(answers['patch-screen'], 4);
    expect(figures?.predictedLoss).toBeGreaterThanOrEqual(0);
    expect(figures?.predictedLoss).toBeLessThanOrEqual(1);
  });

  test('say nothing without a frame or a face', async () => {
    const frame = await frameOf('patch-direct');
    expect(await checks.measure([])).toBeNull();
    expect(await checks.measure([{ ...frame, faces: [] }])).toBeNull();
  });

  test('are not there for a tier whose embedder the regressor does not know', async () => {
    const none = await openSilentChecks(tier('npm'));
    expect([none.models, none.refusals]).toEqual([[], []]);
    expect(await none.measure([await frameOf('patch-direct')])).toBeNull();
  });

  test('change no result, whatever they say', () => {
    const { passive } = faceEvidence();
    if (!passive) throw new Error('no passive liveness');
    const results = (liveness: typeof passive) =>
      inspectFace(happyVisit({ face: faceEvidence({ passive: liveness }) }));
    for (const silent of [
      { recaptureScore: 1, predictedLoss: 1 },
      { recaptureScore: 0, predictedLoss: 0 },
      { recaptureScore: null, predictedLoss: 0.5 },
    ]) {
      expect(results({ ...passive, silent })).toEqual(results(passive));
    }
  });
});
