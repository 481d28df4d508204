import { describe, expect, test } from 'vitest';
import type { FaceObservation } from '../../../agent/contract/vocabulary/observations.ts';
import { readCaptureLimits } from '../../../models/face/calibration.ts';
import { adviseCapture } from '../../../models/face/capture-guidance.ts';
import { comparisonQuality } from '../../../models/face/face-quality.ts';

const limits = readCaptureLimits();
const frame = { width: 1280, height: 720 };

/** A face that is right in every respect: 300 px high in the middle of 720 lines. */
const good: FaceObservation = {
  box: { x: 530, y: 210, width: 220, height: 300 },
  confidence: 0.99,
  points: [],
  pose: { yawDeg: 2, pitchDeg: -3, rollDeg: 1 },
  eyeAspectRatio: 0.3,
  interEyeDistancePx: 95,
  meanLuminance: 130,
  sharpness: 15,
};
const advise = (...faces: FaceObservation[]) => adviseCapture(faces, frame, limits);
const turned = (yawDeg: number, pitchDeg = 0) => ({ ...good, pose: { yawDeg, pitchDeg, rollDeg: 0 } });

describe('the advice at the camera', () => {
  test('a good face is ok', () => expect(advise(good)).toBe('ok'));
  test('nobody there', () => expect(advise()).toBe('no-face'));
  test('a second person close by counts, one far behind does not', () => {
    const beside = { ...good, box: { x: 60, y: 220, width: 200, height: 280 } };
    const behind = { ...good, box: { x: 60, y: 220, width: 90, height: 120 } };
    expect(advise(good, beside)).toBe('several-faces');
    expect(advise(good, behind)).toBe('ok');
  });
  test.each([
    ['too-far', { box: { x: 590, y: 310, width: 70, height: 100 } }],
    ['too-close', { box: { x: 400, y: 60, width: 440, height: 600 } }],
    ['off-centre', { box: { x: 20, y: 210, width: 220, height: 300 } }],
    ['too-dark', { meanLuminance: 20 }],
    ['too-bright', { meanLuminance: 235 }],
    ['hold-still', { sharpness: 1 }],
  ] as const)('%s', (advice, change) => {
    expect(advise({ ...good, ...change })).toBe(advice);
  });
  test('turned away in any direction: look straight', () => {
    for (const face of [turned(40), turned(-40), turned(0, 40), turned(0, -40)])
      expect(advise(face)).toBe('look-straight');
  });
  test('a person who is too far and in the dark is first asked to come closer', () => {
    expect(advise({ ...good, meanLuminance: 10, box: { x: 590, y: 310, width: 70, height: 100 } })).toBe('too-far');
  });
  test('a tier without pose does not ask to look straight', () => {
    expect(advise({ ...good, pose: null })).toBe('ok');
  });
});

test('frames are ranked: straight, well lit and sharp comes first', () => {
  const quality = (face: FaceObservation) => comparisonQuality(face, limits);
  for (const worse of [
    turned(25),
    { ...good, meanLuminance: 45 },
    { ...good, sharpness: 2 },
    { ...good, interEyeDistancePx: 17 },
  ]) {
    expect(quality(worse)).toBeLessThan(quality(good));
  }
});
