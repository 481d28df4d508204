import { describe, expect, test } from 'vitest';
import type { FaceObservation } from '../../../agent/contract/vocabulary/observations.ts';
import { advanceCapture, CAPTURE_START, type CaptureProgress } from '../../../agent/session/capture-progress.ts';
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
const limits = DEFAULT_LIMITS.capture;

function watch(faces: readonly FaceObservation[][], everyMs: number, actions = 0) {
  let progress: CaptureProgress = CAPTURE_START;
  const kept: number[] = [];
  const startedOver: string[] = [];
  const challenge = { ...limits, actions, strays: 1, declines: 2, random: () => 0 };
  for (const [index, seen] of faces.entries()) {
    const capturedAtMs = index * everyMs;
    const observation = { faces: seen, guidance: 'ok' as const, frame: { width: 640, height: 480 } };
    const look = {
      capturedAtMs,
      nowMs: capturedAtMs + 40,
      gapMs: index === 0 ? 0 : everyMs,
      observation,
      colour: null,
    };
    const advance = advanceCapture(progress, look, { limits, challenge });
    progress = advance.progress;
    if (advance.keep) kept.push(capturedAtMs);
    if (advance.startOver) startedOver.push(advance.startOver);
    if (progress.finished) break;
  }
  return { progress, kept, startedOver };
}

const still = (count: number, face = FACE) => Array.from({ length: count }, () => [face]);

describe('a live capture', () => {
  test('keeps frames spread over more than a second, not all of one moment', () => {
    const { kept, progress } = watch(still(60), 40);
    expect(kept.every((at, index) => index === 0 || at - (kept[index - 1] ?? 0) >= 200)).toBe(true);
    expect(kept.length).toBeGreaterThanOrEqual(limits.frontalFrames);
    expect((kept.at(-1) ?? 0) - (kept[0] ?? 0)).toBeGreaterThanOrEqual(limits.spreadMs);
    expect(progress.finished).toBe(true);
  });

  test('keeps no frame in which the person does not look straight', () => {
    const aside = { ...FACE, pose: { yawDeg: 25, pitchDeg: 0, rollDeg: 0 } };
    expect(watch(still(10, aside), 300)).toMatchObject({ kept: [], progress: { finished: false } });
  });

  test('starts over after a pause, for a second face, and when the face was gone for long', () => {
    expect(watch([[FACE], [FACE]], 600).startedOver).toEqual(['gap']);
    expect(watch([[FACE], [FACE, FACE]], 300).startedOver).toEqual(['several-faces']);
    expect(watch([[FACE], [], [], [], [], [], [FACE]], 300).startedOver).toEqual(['face-lost']);
  });

  test('starts over when the face is elsewhere at once, and not when the person comes closer', () => {
    const elsewhere = { ...FACE, box: { ...FACE.box, x: 300 } };
    const closer = { ...FACE, box: { x: -60, y: -60, width: 320, height: 320 } };
    expect(watch([[FACE], [elsewhere]], 100).startedOver).toEqual(['face-jumped']);
    expect(watch([[FACE], [closer]], 100).startedOver).toEqual([]);
  });

  test('counts the times a challenge was broken off', () => {
    const broken = [...still(5), [FACE, FACE], ...still(5), [FACE, FACE]];
    expect(watch(broken, 250, 2).progress.restarts).toBe(2);
    expect(watch([[FACE], [FACE, FACE]], 250, 2).progress.restarts).toBe(0);
  });

  test('asks for movements only after the rest position is known, and for none twice', () => {
    const { progress } = watch(still(6), 250, 2);
    expect(progress.trial?.asked?.action).toBe('come-closer');
    expect(progress.trial?.waiting).toEqual(['turn-left']);
    expect(progress.trial?.rest).toMatchObject({ yawDeg: 2, interEyeDistancePx: 90 });
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
