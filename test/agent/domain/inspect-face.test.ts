import { describe, expect, test } from 'vitest';
import { fault } from '../../../agent/contract/faults.ts';
import { inspectFace } from '../../../agent/domain/inspect-face.ts';
import type { CaptureStatement, FaceEvidence } from '../../../agent/domain/visit-observations.ts';
import { faceEvidence, happyVisit } from '../../support/visits.ts';

const CAPTURE: CaptureStatement = {
  nonce: '0'.repeat(32),
  camera: 'Logitech BRIO (046d:085e)',
  pinned: 'pinned',
  spreadMs: 3_000,
  strays: 0,
  restarts: 0,
  declined: [],
  repeats: 0,
};

const resultOf = (id: string, face: Partial<FaceEvidence>) =>
  inspectFace(happyVisit({ face: faceEvidence(face) })).find((check) => check.id === id)?.result;

describe('the live capture in the inspection', () => {
  test.each([
    ['pinned', 'successful'],
    ['unlisted', 'failed'],
    ['changed', 'failed'],
    ['no-list', 'not_supported'],
  ] as const)('a camera that is %s is %s', (pinned, result) => {
    expect(resultOf('LIV-04', { capture: { ...CAPTURE, pinned } })).toBe(result);
  });

  test('pictures that came again are no live camera; a long pause leaves it open', () => {
    expect(resultOf('LIV-03', {})).toBe('successful');
    expect(resultOf('LIV-03', { longestGapMs: 501 })).toBe('undetermined');
    expect(resultOf('LIV-03', { fault: fault('liveness.repeated-frames') })).toBe('failed');
  });

  test('who cannot do the movements has not failed them', () => {
    const missed = [{ action: 'blink', done: false, took_ms: 5_000 }] as const;
    expect(resultOf('LIV-02', { challenge: missed })).toBe('undetermined');
    expect(resultOf('LIV-02', { challenge: missed, fault: fault('liveness.challenge-declined') })).toBe(
      'not_performed',
    );
  });

  test.each([
    ['same', 'successful'],
    ['different', 'failed'],
    ['inconclusive', 'undetermined'],
  ] as const)('frames that show a person who is %s all through are %s', (decision, result) => {
    const { comparison } = faceEvidence();
    if (!comparison) throw new Error('nothing was compared');
    const continuity = { decision, score: 0.8, threshold: 0.5, calibration: 'test', frames: 5 };
    expect(resultOf('FAC-11', { comparison: { ...comparison, continuity } })).toBe(result);
    expect(resultOf('FAC-11', {})).toBeUndefined();
  });
});
