import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { choosePatch, openRecaptureDetector } from '../../../models/face/recapture-detector.ts';
import answers from '../../fixtures/silent-checks/answers.json' with { type: 'json' };

const FIXTURES = new URL('../../fixtures/silent-checks/', import.meta.url);
const opened = await openRecaptureDetector();
if (!opened.ok) throw new Error(opened.fault.code);
const detector = opened.value;
afterAll(() => detector.close());

async function loadFixture(name: string): Promise<Picture> {
  const { data, info } = await sharp(await readFile(new URL(`${name}.png`, FIXTURES)))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

const whole = ({ width, height }: Picture) => ({ x: 0, y: 0, width, height });

describe('the patch that the recapture detector looks at', () => {
  it('lies in the picture, in whole pixels, unscaled, and holds the middle of the face where the border lets it', () => {
    const length = fc.integer({ min: 1, max: 2000 });
    const place = fc.integer({ min: -300, max: 2000 });
    fc.assert(
      fc.property(length, length, place, place, length, length, (width, height, x, y, faceWidth, faceHeight) => {
        const patch = choosePatch({ width, height }, { x, y, width: faceWidth, height: faceHeight });
        if (patch === null) {
          expect(Math.min(width, height)).toBeLessThan(128);
          return;
        }
        expect(patch.width).toBe(patch.height);
        expect(patch.width % 8).toBe(0);
        expect(patch.width).toBeGreaterThanOrEqual(128);
        expect(patch.width).toBeLessThanOrEqual(224);
        expect(Number.isInteger(patch.x) && Number.isInteger(patch.y)).toBe(true);
        expect(patch.x).toBeGreaterThanOrEqual(0);
        expect(patch.y).toBeGreaterThanOrEqual(0);
        expect(patch.x + patch.width).toBeLessThanOrEqual(width);
        expect(patch.y + patch.height).toBeLessThanOrEqual(height);
        const [middle, half] = [x + faceWidth / 2, patch.width / 2];
        if (middle - half >= 0 && middle + half <= width) {
          expect(Math.abs(patch.x + half - middle)).toBeLessThanOrEqual(0.5);
        }
      }),
    );
  });

  it('is refused for a box that is no box', () => {
    expect(choosePatch({ width: 640, height: 480 }, { x: 0, y: 0, width: Number.NaN, height: 10 })).toBeNull();
  });
});

describe('the recapture detector', () => {
  it('answers as PyTorch did with the same weights', async () => {
    for (const name of ['patch-direct', 'patch-screen', 'patch-print'] as const) {
      const picture = await loadFixture(name);
      expect(await detector.recaptureScore(picture, whole(picture))).toBeCloseTo(answers[name], 4);
    }
  });

  it('scores typical held-out drawings on a screen and on paper above one seen directly', async () => {
    const score = async (name: string): Promise<number> => {
      const picture = await loadFixture(name);
      return (await detector.recaptureScore(picture, whole(picture))) ?? Number.NaN;
    };
    const direct = await score('patch-direct');
    expect(await score('patch-screen')).toBeGreaterThan(direct + 0.2);
    expect(await score('patch-print')).toBeGreaterThan(direct + 0.2);
  });

  it('looks only at the pixels of the patch', async () => {
    const screen = await loadFixture('patch-screen');
    const [left, top, width, height] = [100, 60, 400, 300];
    const framed = await sharp(screen.data, { raw: { width: 128, height: 128, channels: 3 } })
      .extend({ left, top, right: width - 128 - left, bottom: height - 128 - top, background: '#335577' })
      .raw()
      .toBuffer();
    const score = await detector.recaptureScore(
      { width, height, data: framed },
      { x: left, y: top, width: 128, height: 128 },
    );
    expect(score).toBeCloseTo(answers['patch-screen'], 4);
  });

  it('gives no score for a picture smaller than its patch', async () => {
    const small: Picture = { width: 100, height: 300, data: new Uint8Array(100 * 300 * 3) };
    expect(await detector.recaptureScore(small, whole(small))).toBeNull();
  });
});
