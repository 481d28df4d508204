import { setTimeout as pause } from 'node:timers/promises';
import { ok } from '../../agent/contract/faults.ts';
import type { FaceObservation, Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { StationRecognisers } from '../../agent/session/station-ports.ts';
import { mrzReading } from '../support/visits.ts';

const FACE: FaceObservation = {
  box: { x: 100, y: 100, width: 200, height: 200 },
  confidence: 0.99,
  points: [],
  pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 0 },
  eyeAspectRatio: 0.3,
  interEyeDistancePx: 90,
  meanLuminance: 120,
  sharpness: 30,
};

/**
 * Recognisers that look at nothing and answer, after some milliseconds, what a good passport and its holder would give. For tests of
 * what becomes of a visit's data, not of what is seen: pictures pass through byte for byte, so that a mark in them stays findable.
 */
export function cannedRecognisers(passport: readonly string[], words: readonly string[]): StationRecognisers {
  // Not slice(): of a Buffer that is a view, and the session overwrites what it is done with.
  const copy = async (data: Uint8Array): Promise<Picture> => ({
    width: data.length,
    height: 1,
    data: new Uint8Array(data),
  });
  const after = async <T>(ms: number, value: T) => {
    await pause(ms);
    return ok(value);
  };
  return {
    decoder: {
      decode: async (bytes) => ok(await copy(bytes)),
      turn: ({ data }) => copy(data),
      crop: ({ data }) => copy(data),
      encodeJpeg: async ({ data }) => new Uint8Array(data),
      measurePage: async () => ({ sharpness: 20, glareShare: 0, meanLuminance: 150 }),
      judgePage: async ({ width, height }) => ({ width, height, problems: [] }),
    },
    mrz: {
      models: [],
      read: () => after(25, mrzReading('TD3', passport)),
      vote: ([newest]) => newest,
      close: async () => {},
    },
    printedZone: {
      models: [],
      read: () =>
        after(25, {
          words: words.map((text, row) => ({
            text,
            confidence: 0.9,
            box: { x: 0, y: 10 * row, width: 50, height: 8 },
          })),
        }),
      close: async () => {},
    },
    faces: {
      tier: 'station',
      passiveLiveness: true,
      models: [],
      observe: () => after(5, { faces: [FACE], guidance: 'ok' as const, frame: { width: 640, height: 480 } }),
      judge: (frames) =>
        after(15, {
          outcome: 'bona-fide' as const,
          meanScore: 0.97,
          minScore: 0.93,
          frames: frames.length,
          calibration: 'canned',
        }),
      compare: ({ probes, referenceType }) =>
        after(25, {
          decision: 'match' as const,
          score: 0.7,
          threshold: 0.45,
          reviewThreshold: 0.35,
          falseMatchRate: 0.0002,
          targetFmr: 0.00025,
          matchesAtFmr: 0.0001,
          calibration: 'canned',
          referenceType,
          probes: probes.length,
        }),
      close: async () => {},
    },
  };
}
