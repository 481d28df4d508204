import { describe, expect, test } from 'vitest';
import type { FaceObservation } from '../../../agent/contract/vocabulary/observations.ts';
import { advanceCapture, CAPTURE_START, type CaptureProgress } from '../../../agent/session/capture-progress.ts';
import { judgeMovement, NOT_MOVED, pickChallenge, type RestingFace } from '../../../agent/session/challenge.ts';
import { createFrameMailbox } from '../../../agent/session/frame-mailbox.ts';
import { DEFAULT_LIMITS } from '../../../agent/session/session-limits.ts';
import { createWoundClock } from './wound-clock.ts';

const FACE: FaceObservation = {
  box: { x: 0, y: 0, width: 200, height: 200 },
  confidence: 1,
  points: [],
  pose: { yawDeg: 2, pitchDeg: 0, rollDeg: 0 },
  eyeAspectRatio: 0.3,
  interEyeDistancePx: 90,
  meanLuminance: 120,
  sharpness: 20,
};
const REST: RestingFace = { yawDeg: 2, pitchDeg: 0, eyeAspectRatio: 0.3, interEyeDistancePx: 90 };
const rules = { limits: DEFAULT_LIMITS.capture, actions: 0, random: () => 0 };

function watch(faces: readonly FaceObservation[][], everyMs: number, more: Partial<typeof rules> = {}) {
  let progress: CaptureProgress = CAPTURE_START;
  const kept: number[] = [];
  const startedOver: string[] = [];
  for (const [index, seen] of faces.entries()) {
    const capturedAtMs = index * everyMs;
    const observation = { faces: seen, guidance: 'ok' as const, frame: { width: 640, height: 480 } };
    const advance = advanceCapture(
      progress,
      { capturedAtMs, gapMs: index === 0 ? 0 : everyMs, observation },
      { ...rules, ...more },
    );
    progress = advance.progress;
    if (advance.keep) kept.push(capturedAtMs);
    if (advance.startOver) startedOver.push(advance.startOver);
  }
  return { progress, kept, startedOver };
}

describe('a live capture', () => {
  test('keeps frames that are spread, not all of one moment', () => {
    const { kept, progress } = watch(
      Array.from({ length: 30 }, () => [FACE]),
      40,
    );
    expect(kept.every((at, index) => index === 0 || at - (kept[index - 1] ?? 0) >= 200)).toBe(true);
    expect(progress.finished).toBe(true);
  });

  test('keeps no frame in which the person does not look straight', () => {
    const aside = { ...FACE, pose: { yawDeg: 25, pitchDeg: 0, rollDeg: 0 } };
    expect(
      watch(
        Array.from({ length: 10 }, () => [aside]),
        300,
      ),
    ).toMatchObject({ kept: [], progress: { finished: false } });
  });

  test('starts over after a pause, for a second face, and when the face was gone for long', () => {
    expect(watch([[FACE], [FACE]], 600).startedOver).toEqual(['gap']);
    expect(watch([[FACE], [FACE, FACE]], 300).startedOver).toEqual(['several-faces']);
    expect(watch([[FACE], [], [], [], [], [], [FACE]], 300).startedOver).toEqual(['face-lost']);
  });

  test('asks for movements only after the rest position is known, and for none twice', () => {
    const { progress } = watch([[FACE], [FACE], [FACE]], 250, { actions: 2 });
    expect(progress.asked?.action).toBe('come-closer');
    expect(progress.waiting).toEqual(['turn-left']);
    expect(progress.rest).toMatchObject({ yawDeg: 2, interEyeDistancePx: 90 });
  });
});

describe('the challenge', () => {
  test('asks only for what can be judged on this face at this speed', () => {
    const blind: RestingFace = { yawDeg: null, pitchDeg: null, eyeAspectRatio: null, interEyeDistancePx: 90 };
    expect(pickChallenge(3, blind, 15, () => 0.9)).toEqual(['come-closer']);
    for (const chance of [0, 0.3, 0.6, 0.99]) {
      expect(pickChallenge(5, REST, 4, () => chance)).not.toContain('blink');
      expect(new Set(pickChallenge(5, REST, 15, () => chance)).size).toBe(5);
    }
  });

  test.each([
    ['turn-left', { pose: { yawDeg: 25, pitchDeg: 0, rollDeg: 0 } }, true],
    ['turn-left', { pose: { yawDeg: -25, pitchDeg: 0, rollDeg: 0 } }, false],
    ['turn-right', { pose: { yawDeg: -25, pitchDeg: 0, rollDeg: 0 } }, true],
    ['turn-right', { pose: null }, false],
    ['look-up', { pose: { yawDeg: 0, pitchDeg: 15, rollDeg: 0 } }, true],
    ['look-up', { pose: { yawDeg: 0, pitchDeg: -15, rollDeg: 0 } }, false],
    ['come-closer', { interEyeDistancePx: 110 }, true],
    ['come-closer', { interEyeDistancePx: 95 }, false],
  ] as const)('%s with %j is done: %s', (action, change, done) => {
    expect(judgeMovement(action, { ...FACE, ...change }, REST, NOT_MOVED).done).toBe(done);
  });

  test('a blink is lids that close and open again; closed eyes alone are not one', () => {
    const closed = judgeMovement('blink', { ...FACE, eyeAspectRatio: 0.1 }, REST, NOT_MOVED);
    expect(closed.done).toBe(false);
    expect(judgeMovement('blink', { ...FACE, eyeAspectRatio: 0.1 }, REST, closed.state).done).toBe(false);
    expect(judgeMovement('blink', { ...FACE, eyeAspectRatio: 0.29 }, REST, closed.state).done).toBe(true);
  });
});

describe('the mailbox of frames', () => {
  test('gives the newest frame alone, with the longest pause before it', async () => {
    const mailbox = createFrameMailbox(createWoundClock());
    const frame = (sequence: number, capturedAtMs: number) =>
      mailbox.put({ sequence, capturedAtMs, jpeg: new Uint8Array(), origin: 'simulated' });
    frame(1, 0);
    frame(2, 400);
    frame(3, 500);
    frame(3, 600);
    frame(2, 700);
    expect(await mailbox.take(100)).toMatchObject({ frame: { sequence: 3 }, gapMs: 400 });
    const waiting = mailbox.take(100);
    frame(4, 600);
    expect(await waiting).toMatchObject({ frame: { sequence: 4 }, gapMs: 100 });
  });

  test('does not wait for ever', async () => {
    const clock = createWoundClock();
    const mailbox = createFrameMailbox(clock);
    const late = mailbox.take(100);
    await clock.advance(101);
    expect(await late).toBeNull();
    const closed = mailbox.take(100);
    mailbox.close();
    expect(await closed).toBeNull();
  });
});
