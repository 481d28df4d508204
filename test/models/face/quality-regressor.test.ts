import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { INTEL_0095 } from '../../../models/face/face-embedder.ts';
import type { FacePoints } from '../../../models/face/face-points.ts';
import { openQualityRegressor } from '../../../models/face/quality-regressor.ts';
import answers from '../../fixtures/silent-checks/answers.json' with { type: 'json' };

const FIXTURES = new URL('../../fixtures/silent-checks/', import.meta.url);
const SIDE = 80;
const opened = await openQualityRegressor();
if (!opened.ok) throw new Error(opened.fault.code);
const regressor = opened.value;
afterAll(() => regressor.close());

const load = (name: string) => readFile(new URL(`${name}.png`, FIXTURES));

async function toPicture(image: Sharp): Promise<Picture> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Where the five points lie when the aligned crop is the whole picture, `side` wide. */
function pointsOf(side: number): FacePoints {
  return INTEL_0095.template.map(([x, y]) => [
    (x * side) / INTEL_0095.side,
    (y * side) / INTEL_0095.side,
  ]) as unknown as FacePoints;
}

describe('the quality regressor', () => {
  it('answers as PyTorch did with the same weights', async () => {
    for (const name of ['crop-reference', 'crop-blur', 'crop-over-exposed'] as const) {
      const picture = await toPicture(sharp(await load(name)));
      expect(await regressor.predictedLoss(picture, pointsOf(SIDE))).toBeCloseTo(answers[name], 3);
    }
  });

  it('expects more loss the more a held-out drawing is blurred', async () => {
    const losses: number[] = [];
    for (const sigma of [0, 2, 4, 8]) {
      const image = sharp(await load('crop-reference'));
      losses.push(
        await regressor.predictedLoss(await toPicture(sigma === 0 ? image : image.blur(sigma)), pointsOf(SIDE)),
      );
    }
    expect(losses).toEqual([...losses].sort((a, b) => a - b));
    expect(losses[3]).toBeGreaterThan((losses[0] as number) + 0.2);
  });

  it('expects more loss of a picture burnt out by light and of one nearly black', async () => {
    const clean = await toPicture(sharp(await load('crop-reference')));
    const burnt = await toPicture(sharp(await load('crop-reference')).linear(3, 0));
    const black = await toPicture(sharp(await load('crop-reference')).linear(0.03, 0));
    const loss = await regressor.predictedLoss(clean, pointsOf(SIDE));
    expect(await regressor.predictedLoss(burnt, pointsOf(SIDE))).toBeGreaterThan(loss + 0.1);
    expect(await regressor.predictedLoss(black, pointsOf(SIDE))).toBeGreaterThan(loss + 0.1);
  });

  it('stays between 0 and 1 and hardly depends on the size of the picture', async () => {
    const large = await toPicture(sharp(await load('crop-reference')).resize(240, 240));
    const loss = await regressor.predictedLoss(large, pointsOf(240));
    expect(loss).toBeGreaterThanOrEqual(0);
    expect(loss).toBeLessThanOrEqual(1);
    expect(Math.abs(loss - answers['crop-reference'])).toBeLessThan(0.1);
  });
});
