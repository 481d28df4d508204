import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FaceObservation } from '../../../agent/contract/vocabulary/observations.ts';
import { readCaptureLimits } from '../../../models/face/calibration.ts';
import { adviseCapture, type GuideMemory, type LiveView, NOTHING_SEEN } from '../../../models/face/capture-guidance.ts';
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
const advise = (...faces: FaceObservation[]) => adviseCapture({ faces, frame }, limits).advice;
const litBy = (light: NonNullable<LiveView['light']>) => adviseCapture({ faces: [good], frame, light }, limits).advice;
const turned = (yawDeg: number, pitchDeg = 0) => ({ ...good, pose: { yawDeg, pitchDeg, rollDeg: 0 } });
const ofHeight = (height: number) => ({ ...good, box: { x: 530, y: 360 - height / 2, width: 220, height } });

/** Shows the faces one after the other, as frames of one capture. */
function follow(faces: readonly FaceObservation[]): GuideMemory['advice'][] {
  let memory = NOTHING_SEEN;
  return faces.map((face) => {
    memory = adviseCapture({ faces: [face], frame }, limits, memory);
    return memory.advice;
  });
}

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
  test('a cheek in deep shadow is told from soft shade, and the side is the person’s own', () => {
    expect(litBy({ balance: -0.2, overShare: 0 })).toBe('light-from-left');
    expect(litBy({ balance: 0.2, overShare: 0 })).toBe('light-from-right');
    expect(litBy({ balance: -0.6, overShare: 0 })).toBe('ok');
  });
  test('a face burnt out by half is too bright, however dark the rest', () => {
    expect(litBy({ balance: 1, overShare: 0.5 })).toBe('too-bright');
  });
});

describe('a capture of many frames', () => {
  test('shut lids are told by the lids of the same person before, wide or narrow', () => {
    for (const open of [0.14, 0.2, 0.38]) {
      const frames = [open, open, open, open, open, open * 0.55, open].map((eyeAspectRatio) => ({
        ...good,
        eyeAspectRatio,
      }));
      expect(follow(frames)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'open-eyes', 'ok']);
    }
  });
  test('the next person is not measured by the lids of the one before', () => {
    const wide = adviseCapture({ faces: [good], frame }, limits);
    const gone = adviseCapture({ faces: [], frame }, limits, wide);
    expect(gone.eyeAspectRatios).toEqual([]);
  });
  test('a person who sways about a limit sees the advice once, not its coming and going', () => {
    const edge = limits.minFaceHeightShare.value * frame.height;
    const sway = [0, -1, 1, -1, 2, -2, 1, 2].map((px) => ofHeight(edge + px));
    expect(follow(sway)).toEqual(['ok', ...Array(7).fill('too-far')]);
    expect(follow([...sway, ofHeight(edge * 1.1)]).at(-1)).toBe('ok');
  });
  test('however a face is measured, the second look at the same picture says the same as the first', () => {
    fc.assert(
      fc.property(
        fc.record({
          height: fc.double({ min: 20, max: 700, noNaN: true }),
          meanLuminance: fc.double({ min: 0, max: 255, noNaN: true }),
          sharpness: fc.double({ min: 0, max: 40, noNaN: true }),
          yawDeg: fc.double({ min: -90, max: 90, noNaN: true }),
        }),
        ({ height, yawDeg, ...change }) => {
          const face = { ...ofHeight(height), ...change, pose: { yawDeg, pitchDeg: 0, rollDeg: 0 } };
          const [first, second, third] = follow([face, face, face]);
          expect(second).toBe(first);
          expect(third).toBe(first);
        },
      ),
    );
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
