import type { CheckRecord } from '../contract/record.ts';
import type { CheckId } from '../contract/vocabulary/checks.ts';
import type { CheckResult } from '../contract/vocabulary/verdict.ts';
import { inspectComparisonByOfficers } from './inspect-comparison.ts';
import { inspectFaceQuality } from './inspect-face-quality.ts';
import type { FaceEvidence, VisitObservations } from './visit-observations.ts';

/** Longest pause between two frames of one capture that still counts as continuous, milliseconds. */
const LONGEST_GAP_MS = 500;
/** Fewest frames a passive liveness judgement rests on (median over frames). */
const FEWEST_FRAMES = 5;

/** Checks of the living person: face, liveness (ISO/IEC 30107-3) and the comparison with the portrait. */
export function inspectFace(visit: VisitObservations): readonly CheckRecord[] {
  const checks = visit.face
    ? [
        ...inspectCapture(visit.face),
        ...inspectFaceQuality(visit.face.quality),
        ...inspectSamePerson(visit.face),
        ...inspectLiveness(visit.face),
      ]
    : [];
  return [...checks, ...inspectComparison(visit), ...inspectComparisonByOfficers(visit)];
}

function inspectCapture(face: FaceEvidence): CheckRecord[] {
  const evidence = face.digests.slice(0, 12);
  const one = (id: CheckId, result: CheckResult): CheckRecord => ({ id, result, by: 'machine', evidence });
  if (face.frames === 0) return [one('FAC-01', 'aborted')];
  return [
    one('FAC-01', face.fault?.code === 'face.none' ? 'undetermined' : 'successful'),
    one('LIV-05', face.mostFaces <= 1 ? 'successful' : 'undetermined'),
  ];
}

/** What is measured speaks of screens and flat prints only; masks are not claimed to be found (ISO/IEC 30107-3). */
function inspectLiveness(face: FaceEvidence): CheckRecord[] {
  return [
    { id: 'LIV-01', by: 'machine', ...passiveResult(face) },
    { id: 'LIV-02', by: 'machine', result: challengeResult(face) },
    { id: 'LIV-03', by: 'machine', result: continuityResult(face) },
    { id: 'LIV-04', by: 'machine', result: cameraResult(face) },
  ];
}

/** Pictures that come again are no live camera; frames that are few or far apart leave it open. */
function continuityResult(face: FaceEvidence): CheckResult {
  if (face.fault?.code === 'liveness.repeated-frames') return 'failed';
  return face.frames >= FEWEST_FRAMES && face.longestGapMs <= LONGEST_GAP_MS ? 'successful' : 'undetermined';
}

function cameraResult({ capture }: FaceEvidence): CheckResult {
  switch (capture?.pinned) {
    case 'pinned':
      return 'successful';
    case 'unlisted':
    case 'changed':
      return 'failed';
    default:
      return 'not_supported';
  }
}

/** FAC-11 stands in the record when at least two live frames could be compared with each other. */
function inspectSamePerson(face: FaceEvidence): CheckRecord[] {
  const continuity = face.comparison?.continuity;
  if (!continuity) return [];
  const { score, threshold } = continuity;
  const results = { same: 'successful', different: 'failed', inconclusive: 'undetermined' } as const;
  return [{ id: 'FAC-11', by: 'machine', result: results[continuity.decision], score, threshold }];
}

function passiveResult(face: FaceEvidence): { result: CheckResult; score?: number } {
  if (!face.passive) return { result: 'not_performed' };
  switch (face.passive.outcome) {
    case 'bona-fide':
      return { result: 'successful', score: face.passive.minScore };
    case 'attack':
      return { result: 'failed', score: face.passive.minScore };
    case 'inconclusive':
      return { result: 'undetermined', score: face.passive.minScore };
    case 'not-available':
      return { result: 'not_supported' };
  }
}

function challengeResult(face: FaceEvidence): CheckResult {
  // Who cannot do what is asked is compared by an officer; that is no failure.
  if (face.challenge.length === 0 || face.fault?.code === 'liveness.challenge-declined') return 'not_performed';
  return face.challenge.every((step) => step.done) ? 'successful' : 'undetermined';
}

function inspectComparison(visit: VisitObservations): CheckRecord[] {
  if (visit.path === 'operator' && visit.byOfficers) return [];
  const comparison = visit.face?.comparison;
  if (!comparison) return [{ id: 'FAC-10', result: 'not_performed', by: 'machine' }];
  const numbers = {
    score: comparison.score,
    threshold: comparison.threshold,
    fmr: { target: comparison.targetFmr, matches_at: comparison.matchesAtFmr },
  };
  switch (comparison.decision) {
    case 'match':
      return [{ id: 'FAC-10', result: 'successful', by: 'machine', ...numbers }];
    case 'borderline':
      return [{ id: 'FAC-10', result: 'undetermined', reason: 'FACE_BORDERLINE', by: 'machine', ...numbers }];
    case 'no-match':
      return [{ id: 'FAC-10', result: 'failed', by: 'machine', ...numbers }];
    case 'inconclusive':
      return [{ id: 'FAC-10', result: 'undetermined', reason: 'FACE_QUALITY', by: 'machine', ...numbers }];
  }
}
