import type { FaceObservation, FrameObservation } from '../contract/vocabulary/observations.ts';
import type { CameraGuidance } from '../contract/vocabulary/visit.ts';
import { possibleActions, restingFace } from './challenge.ts';
import { advanceTrial, beginTrial, type ChallengeTrial, type TrialRules } from './challenge-trial.ts';
import { hasJumped } from './face-track.ts';
import type { FaceColour } from './screen-light.ts';
import type { CaptureLimits } from './session-limits.ts';

/** Frontal frames from which the person's rest position is taken before the first movement. */
const RESTING_FRAMES = 3;
/** Beyond these angles a frame is not frontal, degrees. */
const FRONTAL_DEG = 15;

/** One looked-at frame. Times are milliseconds of the station's monotonic clock. */
export interface Look {
  readonly capturedAtMs: number;
  /** Now, after the frame was looked at. */
  readonly nowMs: number;
  /** Longest pause between two received frames since the last look. */
  readonly gapMs: number;
  readonly observation: FrameObservation;
  /** Mean colour of the face, where there is one face. */
  readonly colour: FaceColour | null;
}

export interface CaptureRules {
  readonly limits: CaptureLimits;
  readonly challenge: TrialRules;
}

/** How far one continuous capture of one person has come. */
export interface CaptureProgress {
  readonly looked: number;
  readonly firstLookMs: number | null;
  readonly longestGapMs: number;
  /** Times that a challenge already begun was lost because somebody may have stepped in. */
  readonly restarts: number;
  readonly last: { readonly face: FaceObservation; readonly atMs: number } | null;
  readonly resting: readonly FaceObservation[];
  readonly kept: number;
  readonly firstKeptMs: number | null;
  readonly lastKeptMs: number | null;
  /** The challenge; null until the rest position is known. */
  readonly trial: ChallengeTrial | null;
  readonly guidance: CameraGuidance;
  readonly finished: boolean;
}

export const CAPTURE_START: CaptureProgress = {
  looked: 0,
  firstLookMs: null,
  longestGapMs: 0,
  restarts: 0,
  last: null,
  resting: [],
  kept: 0,
  firstKeptMs: null,
  lastKeptMs: null,
  trial: null,
  guidance: 'no-face',
  finished: false,
};

export interface Advance {
  readonly progress: CaptureProgress;
  /** The frame is frontal and well spaced: keep it for liveness and comparison. */
  readonly keep: boolean;
  /** Somebody may have stepped in: everything kept so far must be thrown away. */
  readonly startOver: 'gap' | 'several-faces' | 'face-lost' | 'face-jumped' | null;
}

/** Takes one look into account. Pure but for what is drawn from `rules.challenge.random`. */
export function advanceCapture(before: CaptureProgress, look: Look, rules: CaptureRules): Advance {
  const startOver = reasonToStartOver(before, look, rules.limits);
  const known = startOver === null ? before : { ...CAPTURE_START, restarts: before.restarts + (before.trial ? 1 : 0) };
  const [face, ...others] = look.observation.faces;
  const progress: CaptureProgress = {
    ...known,
    looked: known.looked + 1,
    firstLookMs: known.firstLookMs ?? look.capturedAtMs,
    longestGapMs: startOver === null ? Math.max(known.longestGapMs, look.gapMs) : 0,
    guidance: guidanceFor(known, look.observation),
  };
  if (!face || others.length > 0) return { progress, keep: false, startOver };
  const seen = { ...progress, last: { face, atMs: look.capturedAtMs } };
  const next = keepFrontal(seen, face, look, rules);
  const tried = tryChallenge(next.progress, face, look, rules);
  return { progress: { ...tried, finished: isFinished(tried, rules.limits) }, keep: next.keep, startOver };
}

function reasonToStartOver(before: CaptureProgress, look: Look, limits: CaptureLimits): Advance['startOver'] {
  if (before.looked === 0) return null;
  if (look.gapMs > limits.gapMs) return 'gap';
  const { faces } = look.observation;
  if (faces.length > 1) return 'several-faces';
  if (before.last === null) return null;
  if (look.capturedAtMs - before.last.atMs > limits.faceLostMs) return 'face-lost';
  const [face] = faces;
  // A recording may be cut; whether it is one person is then for the comparison of its frames.
  return face && limits.framing === 'guided' && hasJumped(before.last.face.box, face.box) ? 'face-jumped' : null;
}

/** While a movement is asked for, advice on pose and distance would contradict it. */
function guidanceFor(progress: CaptureProgress, { faces, guidance }: FrameObservation): CameraGuidance {
  if (faces.length > 1) return 'several-faces';
  if (faces.length === 0) return 'no-face';
  return progress.trial?.asked ? 'ok' : guidance;
}

/** Frames are kept before the challenge, at rest between its actions, and after it: spread over the whole capture. */
function keepFrontal(progress: CaptureProgress, face: FaceObservation, look: Look, { limits }: CaptureRules) {
  const { trial } = progress;
  const between = trial === null || trial.ended !== null || (trial.asked === null && trial.askAtMs === null);
  const spaced = progress.lastKeptMs === null || look.capturedAtMs - progress.lastKeptMs >= limits.spacingMs;
  if (!between || !spaced || !isUsable(face, look, limits)) return { progress, keep: false };
  const kept: CaptureProgress = {
    ...progress,
    kept: progress.kept + 1,
    firstKeptMs: progress.firstKeptMs ?? look.capturedAtMs,
    lastKeptMs: look.capturedAtMs,
    resting: trial === null ? [...progress.resting, face] : progress.resting,
  };
  return { progress: kept, keep: true };
}

function tryChallenge(
  progress: CaptureProgress,
  face: FaceObservation,
  look: Look,
  { limits, challenge }: CaptureRules,
): CaptureProgress {
  if (progress.trial === null) {
    if (progress.resting.length < RESTING_FRAMES && challenge.actions > 0) return progress;
    const rest = restingFace(progress.resting);
    const seconds = (look.capturedAtMs - (progress.firstLookMs ?? look.capturedAtMs)) / 1000;
    const framesPerSecond = seconds > 0 ? (progress.looked - 1) / seconds : 0;
    return { ...progress, trial: beginTrial(rest, possibleActions(rest, framesPerSecond), challenge) };
  }
  const { capturedAtMs, nowMs, colour } = look;
  const sight = { face, capturedAtMs, nowMs, isFrontal: isUsable(face, look, limits), colour };
  return { ...progress, trial: advanceTrial(progress.trial, sight, challenge) };
}

function isFinished({ trial, kept, firstKeptMs, lastKeptMs }: CaptureProgress, limits: CaptureLimits): boolean {
  if (trial === null || trial.ended === null) return false;
  if (trial.ended !== 'passed') return true;
  return kept >= limits.frontalFrames && (lastKeptMs ?? 0) - (firstKeptMs ?? 0) >= limits.spreadMs;
}

function isUsable(face: FaceObservation, { observation: { guidance } }: Look, { framing }: CaptureLimits): boolean {
  if (framing === 'as-given') return true;
  if (guidance !== 'ok') return false;
  return (
    face.pose === null || (Math.abs(face.pose.yawDeg) <= FRONTAL_DEG && Math.abs(face.pose.pitchDeg) <= FRONTAL_DEG)
  );
}
