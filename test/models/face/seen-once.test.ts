import { describe, expect, test } from 'vitest';
import type { FaceObservation } from '../../../agent/contract/vocabulary/observations.ts';
import { readCaptureLimits } from '../../../models/face/calibration.ts';
import type { FaceNetworks } from '../../../models/face/face-networks.ts';
import { judgeLiveness } from '../../../models/face/passive-liveness.ts';
import { judgeSamePerson } from '../../../models/face/same-person.ts';
import type { LiveFrame } from '../../../models/ports.ts';

const POINT = { threshold: 0.5, reviewThreshold: 0.3, date: '2026-01-01' };
const FACE: FaceObservation = {
  box: { x: 60, y: 40, width: 40, height: 50 },
  confidence: 0.99,
  points: [
    [70, 55],
    [90, 55],
    [80, 65],
    [72, 78],
    [88, 78],
  ],
  pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 0 },
  eyeAspectRatio: 0.3,
  interEyeDistancePx: 90,
  meanLuminance: 128,
  sharpness: 30,
};

function frame(faces?: readonly FaceObservation[]): LiveFrame {
  const picture = { width: 160, height: 120, data: new Uint8Array(160 * 120 * 3).fill(90) };
  return faces === undefined ? picture : { ...picture, faces };
}

/** Networks that count how often a face is looked for, and remember where liveness was judged. */
function countingNetworks() {
  const counts = { detected: 0, judgedAt: [] as number[] };
  const networks = {
    detector: {
      detect: async () => {
        counts.detected += 1;
        return [{ box: { ...FACE.box, x: 55 }, confidence: 1, eyes: null }];
      },
    },
    liveness: {
      calibration: {
        minFrames: 1,
        minSceneScale: 1,
        maxBlownOutShare: 1,
        minScoreAccept: 0.5,
        meanScoreReview: 0.4,
        date: '2026-01-01',
      },
      modelSha256: 'cd'.repeat(32),
    },
    matching: { calibrations: { chip: POINT, printed: POINT, photo: POINT }, modelSha256: 'ab'.repeat(32) },
    look: async () => FACE,
    embed: async () => ({ direction: Float32Array.of(1, 0), norm: 15 }),
    judge: async (_picture: unknown, box: { x: number }) => {
      counts.judgedAt.push(box.x);
      return [0.9, 0.8] as const;
    },
  } as unknown as FaceNetworks;
  return { counts, networks };
}

describe('a face that was seen in a frame', () => {
  test('is not looked for again when liveness is judged, and is judged where it was seen', async () => {
    const { counts, networks } = countingNetworks();
    const judged = await judgeLiveness(networks, [frame([FACE]), frame([FACE])]);
    expect(judged).toMatchObject({ outcome: 'bona-fide', frames: 2 });
    expect(counts).toEqual({ detected: 0, judgedAt: [FACE.box.x, FACE.box.x] });
  });

  test('is not looked for again when frames are compared with each other', async () => {
    const { counts, networks } = countingNetworks();
    const same = await judgeSamePerson(networks, [frame([FACE]), frame([FACE])], readCaptureLimits());
    expect(same).toMatchObject({ decision: 'same', frames: 2 });
    expect(counts.detected).toBe(0);
  });

  test('is found when the frame does not say what was seen', async () => {
    const { counts, networks } = countingNetworks();
    await judgeLiveness(networks, [frame()]);
    expect(counts).toEqual({ detected: 1, judgedAt: [55] });
  });
});

test('a frame in which nobody was seen is not counted, and nobody is looked for', async () => {
  const { counts, networks } = countingNetworks();
  expect(await judgeLiveness(networks, [frame([])])).toMatchObject({ outcome: 'inconclusive', frames: 0 });
  expect(await judgeSamePerson(networks, [frame([]), frame([])], readCaptureLimits())).toBeNull();
  expect(counts.detected).toBe(0);
});
