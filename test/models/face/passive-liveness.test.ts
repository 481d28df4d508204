import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Box, Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { LivenessCalibration, readCalibration } from '../../../models/face/calibration.ts';
import type { FaceNetworks } from '../../../models/face/face-networks.ts';
import { clampedCrop } from '../../../models/face/liveness-network.ts';
import { blownOutShare, sceneScale } from '../../../models/face/liveness-scene.ts';
import { judgeLiveness } from '../../../models/face/passive-liveness.ts';
import { readModelManifest } from '../../../models/model-manifest.ts';

const FRAME = { width: 640, height: 480 };
const modelSha256 = readModelManifest().models.find(({ role }) => role === 'liveness-2.7')?.sha256 ?? '';
const calibration = readCalibration(LivenessCalibration, modelSha256, 'liveness');

interface Shot {
  /** Side of the face, px. */
  readonly side: number;
  readonly grey: number;
  readonly scores: readonly [number, number];
}
const GOOD: Shot = { side: 200, grey: 130, scores: [0.9, 0.8] };

const boxOf = (side: number): Box => ({ x: (640 - side) / 2, y: (480 - side) / 2, width: side, height: side });

/** Judges shots by networks that answer what the shots say; counts how often they were asked. */
async function judge(shots: readonly Shot[]) {
  const byFrame = new Map<Picture, Shot>(
    shots.map((shot) => [{ ...FRAME, data: new Uint8Array(640 * 480 * 3).fill(shot.grey) }, shot]),
  );
  let asked = 0;
  const shotOf = (frame: Picture) => byFrame.get(frame) ?? GOOD;
  const networks = {
    liveness: { calibration, modelSha256 },
    detector: { detect: async (frame: Picture) => [{ box: boxOf(shotOf(frame).side), confidence: 1, eyes: null }] },
    judge: async (frame: Picture) => {
      asked += 1;
      return shotOf(frame).scores;
    },
  } as unknown as FaceNetworks;
  return { judged: await judgeLiveness(networks, [...byFrame.keys()]), asked };
}

const five = (shot: Partial<Shot>): Shot[] => Array.from({ length: 5 }, () => ({ ...GOOD, ...shot }));

describe('five frames of a face with scene around it', () => {
  test.each([
    [[0.9, 0.8], 'bona-fide'],
    [[0.5, 0.5], 'bona-fide'],
    [[0.9, 0.2], 'inconclusive'],
    [[0.2, 0.9], 'inconclusive'],
    [[0.4, 0.4], 'attack'],
  ] as const)('scored %j are %s', async (scores, outcome) => {
    expect((await judge(five({ scores }))).judged).toMatchObject({ outcome, frames: 5 });
  });

  test('are the fewest that are judged', async () => {
    const { judged } = await judge(five({}).slice(1));
    expect(judged).toMatchObject({ outcome: 'inconclusive', frames: 4 });
    expect(judged.advice).toBeUndefined();
  });
});

describe('a frame the networks can say nothing about is not counted', () => {
  test.each([
    ['the face fills it', { side: 300 }, 'too-close'],
    ['the face is burnt out', { grey: 255 }, 'too-bright'],
  ] as const)('when %s, and the person is told', async (_why, shot, advice) => {
    const { judged, asked } = await judge(five(shot));
    expect(judged).toMatchObject({ outcome: 'inconclusive', frames: 0, advice });
    expect(asked).toBe(0);
    const among = await judge([...five({}), ...five(shot)]);
    expect(among.judged).toMatchObject({ outcome: 'bona-fide', frames: 5 });
    expect(among.judged.advice).toBeUndefined();
  });

  test('whatever the networks would have said of it', async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const shot = fc.record({
      side: fc.integer({ min: 245, max: 470 }),
      grey: fc.integer({ min: 0, max: 255 }),
      scores: fc.tuple(share, share),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(shot, { minLength: 5, maxLength: 7 }), async (shots) => {
        expect((await judge(shots)).judged.outcome).toBe('inconclusive');
      }),
      { numRuns: 20 },
    );
  });
});

describe('the scene around a face', () => {
  const side = fc.integer({ min: 10, max: 700 });
  test('is what the crop of a network has to do with', () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: -100, max: 640 }), (width, height, x) => {
        const picture = { ...FRAME, data: new Uint8Array(0) };
        const face = { x, y: 40, width, height };
        const crop = clampedCrop(picture, face, 4);
        const scale = Math.min(4, sceneScale(picture, face));
        expect(Math.abs(crop.width - width * scale)).toBeLessThanOrEqual(2);
        expect(Math.abs(crop.height - height * scale)).toBeLessThanOrEqual(2);
      }),
    );
  });

  test('does not count as part of the face when it is burnt out', () => {
    const data = new Uint8Array(640 * 480 * 3).fill(255);
    const face = { x: 200, y: 100, width: 200, height: 260 };
    for (let y = 140; y < 320; y++) data.fill(120, (y * 640 + 230) * 3, (y * 640 + 370) * 3);
    expect(blownOutShare({ ...FRAME, data }, face)).toBe(0);
    for (let y = 140; y < 230; y++) data.fill(250, (y * 640 + 230) * 3, (y * 640 + 370) * 3);
    expect(blownOutShare({ ...FRAME, data }, face)).toBeCloseTo(0.5, 1);
  });
});
