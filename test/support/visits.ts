import { readFileSync } from 'node:fs';
import Value from 'typebox/value';
import { RulePack } from '../../agent/contract/rule-pack.ts';
import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import type { MrzReading } from '../../agent/contract/vocabulary/observations.ts';
import type { DocumentObservation, FaceEvidence, VisitObservations } from '../../agent/domain/visit-observations.ts';

/** The day on which the stories of the tests happen. */
export const TODAY = '2026-11-22';

/** The rule pack of 28 January 2026 as it stands in `config`, for training devices. */
export const PACK: RulePack = Value.Parse(
  RulePack,
  JSON.parse(readFileSync(new URL('../../config/rule-packs/id06-2026-01-training.json', import.meta.url), 'utf8')),
);

export const PASSPORT_LINES = [
  'P<SWEERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36SWE7408122F3204153ZE184226B<<<<<16',
];

/** A reading in which every character was certain, unless told otherwise. */
export function mrzReading(format: MrzFormat, lines: readonly string[], more: Partial<MrzReading> = {}): MrzReading {
  return {
    format,
    lines,
    characters: lines.map((line) =>
      [...line].map((text) => ({
        text,
        probability: 0.999,
        alternatives: [],
        box: { x: 0, y: 0, width: 1, height: 1 },
      })),
    ),
    quarterTurns: 0,
    box: { x: 0, y: 0, width: 10, height: 2 },
    capHeightPx: 22,
    gate: 'accepted',
    countsAgree: true,
    repairs: [],
    ...more,
  };
}

export function documentObservation(more: Partial<DocumentObservation> = {}): DocumentObservation {
  return {
    role: 'identity-document',
    origin: 'simulated',
    lights: ['white'],
    digests: ['a'.repeat(43)],
    quality: { sharpness: 20, glareShare: 0, meanLuminance: 150 },
    mrz: mrzReading('TD3', PASSPORT_LINES),
    printedZone: {
      words: ['ERIKSSON', 'ANNA', 'MARIA', 'L898902C3'].map((text, index) => ({
        text,
        confidence: 0.9,
        box: { x: 0, y: index * 10, width: 50, height: 8 },
      })),
    },
    chip: 'absent',
    fault: null,
    ...more,
  };
}

export function faceEvidence(more: Partial<FaceEvidence> = {}): FaceEvidence {
  return {
    origin: 'simulated',
    frames: 12,
    longestGapMs: 120,
    mostFaces: 1,
    challenge: [
      { action: 'turn-left', done: true, took_ms: 900 },
      { action: 'blink', done: true, took_ms: 700 },
    ],
    passive: { outcome: 'bona-fide', meanScore: 0.97, minScore: 0.93, frames: 8, calibration: 'test' },
    comparison: {
      decision: 'match',
      score: 0.7,
      threshold: 0.45,
      reviewThreshold: 0.35,
      falseMatchRate: 0.0002,
      targetFmr: 0.00025,
      matchesAtFmr: 0.0001,
      calibration: 'test',
      referenceType: 'printed',
      probes: 3,
    },
    digests: ['b'.repeat(43)],
    fault: null,
    ...more,
  };
}

/** Anna's visit in which everything goes well; a story changes what differs. */
export function happyVisit(more: Partial<VisitObservations> = {}): VisitObservations {
  return {
    order: {
      reference: 'ORDER-1001',
      purpose: 'id06-card',
      surname: 'Eriksson',
      givenNames: 'Anna Maria',
      birthDate: '1974-08-12',
      nationality: 'SWE',
      state: 'open',
    },
    path: 'biometric',
    consent: 'given',
    documents: [documentObservation()],
    face: faceEvidence(),
    byOfficers: null,
    stop: null,
    deviceFault: null,
    retryLimitReached: false,
    stationEnrolled: true,
    passiveLivenessAvailable: true,
    ...more,
  };
}
