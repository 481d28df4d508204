import type { FaceObservation, FrameObservation } from '../contract/vocabulary/observations.ts';
import type { CameraGuidance, ChallengeAction } from '../contract/vocabulary/visit.ts';
import {
  judgeMovement,
  type MovementState,
  NOT_MOVED,
  pickChallenge,
  type RestingFace,
  restingFace,
} from './challenge.ts';
import type { CaptureLimits } from './session-limits.ts';

/** Frontal frames from which the person's rest position is taken before the first movement. */
const RESTING_FRAMES = 3;
/** Beyond these angles a frame is not frontal, degrees. */
const FRONTAL_DEG = 15;

/** One looked-at frame. Times are milliseconds of the station's monotonic clock. */
export interface Look {
  readonly capturedAtMs: number;
  /** Longest pause between two received frames since the last look. */
  readonly gapMs: number;
  readonly observation: FrameObservation;
}

export interface CaptureRules {
  readonly limits: CaptureLimits;
  readonly actions: number;
  readonly random: () => number;
}

/** How far one continuous capture of one person has come. */
export interface CaptureProgress {
  readonly looked: number;
  readonly firstLookMs: number | null;
  readonly longestGapMs: number;
  readonly lastFaceMs: number | null;
  readonly resting: readonly FaceObservation[];
  readonly rest: RestingFace | null;
  readonly kept: number;
  readonly lastKeptMs: number | null;
  /** Movements still to be asked for; null until they are picked. */
  readonly waiting: readonly ChallengeAction[] | null;
  readonly asked: {
    readonly action: ChallengeAction;
    readonly sinceMs: number;
    readonly movement: MovementState;
  } | null;
  readonly results: readonly { readonly action: ChallengeAction; readonly done: boolean; readonly took_ms: number }[];
  /** The person must look straight once after each movement. */
  readonly mustRest: boolean;
  readonly guidance: CameraGuidance;
  readonly finished: boolean;
}

export const CAPTURE_START: CaptureProgress = {
  looked: 0,
  firstLookMs: null,
  longestGapMs: 0,
  lastFaceMs: null,
  resting: [],
  rest: null,
  kept: 0,
  lastKeptMs: null,
  waiting: null,
  asked: null,
  results: [],
  mustRest: true,
  guidance: 'no-face',
  finished: false,
};

export interface Advance {
  readonly progress: CaptureProgress;
  /** The frame is frontal and well spaced: keep it for liveness and comparison. */
  readonly keep: boolean;
  /** Somebody may have stepped in: everything kept so far must be thrown away. */
  readonly startOver: 'gap' | 'several-faces' | 'face-lost' | null;
}

/** Takes one look into account. Pure but for the order of movements, which comes from `rules.random`. */
export function advanceCapture(before: CaptureProgress, look: Look, rules: CaptureRules): Advance {
  const reason = reasonToStartOver(before, look, rules.limits);
  const known = reason === null ? before : CAPTURE_START;
  const [face, ...others] = look.observation.faces;
  const progress: CaptureProgress = {
    ...known,
    looked: known.looked + 1,
    firstLookMs: known.firstLookMs ?? look.capturedAtMs,
    longestGapMs: reason === null ? Math.max(known.longestGapMs, look.gapMs) : 0,
    guidance: guidanceFor(known, look.observation),
  };
  if (!face || others.length > 0) return { progress, keep: false, startOver: reason };
  const seen = { ...progress, lastFaceMs: look.capturedAtMs };
  const next = seen.asked === null ? rest(seen, face, look, rules) : move(seen, seen.asked, face, look, rules);
  return { ...next, startOver: reason };
}

function reasonToStartOver(before: CaptureProgress, look: Look, limits: CaptureLimits): Advance['startOver'] {
  if (before.looked === 0) return null;
  if (look.gapMs > limits.gapMs) return 'gap';
  if (look.observation.faces.length > 1) return 'several-faces';
  const lost = before.lastFaceMs !== null && look.capturedAtMs - before.lastFaceMs > limits.faceLostMs;
  return lost ? 'face-lost' : null;
}

/** While a movement is asked for, advice on pose and distance would contradict it. */
function guidanceFor(progress: CaptureProgress, { faces, guidance }: FrameObservation): CameraGuidance {
  if (faces.length > 1) return 'several-faces';
  if (faces.length === 0) return 'no-face';
  return progress.asked === null ? guidance : 'ok';
}

/** The person looks straight: frames are kept, and the next movement or the end follows. */
function rest(
  progress: CaptureProgress,
  face: FaceObservation,
  look: Look,
  rules: CaptureRules,
): Omit<Advance, 'startOver'> {
  const spaced = progress.lastKeptMs === null || look.capturedAtMs - progress.lastKeptMs >= rules.limits.spacingMs;
  const usable = rules.limits.framing === 'as-given' || isFrontal(face, look.observation.guidance);
  if (!spaced || !usable) return { progress, keep: false };
  const kept: CaptureProgress = {
    ...progress,
    kept: progress.kept + 1,
    lastKeptMs: look.capturedAtMs,
    mustRest: false,
    resting: progress.rest === null ? [...progress.resting, face] : progress.resting,
  };
  return { progress: nextMovement(withChallenge(kept, look, rules), look, rules), keep: true };
}

function withChallenge(progress: CaptureProgress, look: Look, { actions, random }: CaptureRules): CaptureProgress {
  if (progress.waiting !== null) return progress;
  if (actions === 0) return { ...progress, waiting: [] };
  if (progress.resting.length < RESTING_FRAMES) return progress;
  const position = restingFace(progress.resting);
  const seconds = (look.capturedAtMs - (progress.firstLookMs ?? look.capturedAtMs)) / 1000;
  const framesPerSecond = seconds > 0 ? (progress.looked - 1) / seconds : 0;
  return { ...progress, rest: position, waiting: pickChallenge(actions, position, framesPerSecond, random) };
}

function nextMovement(progress: CaptureProgress, look: Look, { limits }: CaptureRules): CaptureProgress {
  if (progress.waiting === null) return progress;
  const [action, ...waiting] = progress.waiting;
  if (action) return { ...progress, waiting, asked: { action, sinceMs: look.capturedAtMs, movement: NOT_MOVED } };
  return { ...progress, finished: progress.kept >= limits.frontalFrames && !progress.mustRest };
}

/** The person moves as asked, or has had the time to. After a missed movement no further one is asked for. */
function move(
  progress: CaptureProgress,
  asked: NonNullable<CaptureProgress['asked']>,
  face: FaceObservation,
  look: Look,
  rules: CaptureRules,
): Omit<Advance, 'startOver'> {
  if (progress.rest === null) throw new Error('a movement was asked for without a rest position');
  const took = Math.max(0, Math.round(look.capturedAtMs - asked.sinceMs));
  const { done, state } = judgeMovement(asked.action, face, progress.rest, asked.movement);
  const missed = !done && took >= rules.limits.actionMs;
  if (!done && !missed) return { progress: { ...progress, asked: { ...asked, movement: state } }, keep: false };
  return {
    progress: {
      ...progress,
      asked: null,
      mustRest: true,
      waiting: missed ? [] : progress.waiting,
      results: [...progress.results, { action: asked.action, done, took_ms: took }],
    },
    keep: false,
  };
}

function isFrontal(face: FaceObservation, guidance: CameraGuidance): boolean {
  if (guidance !== 'ok') return false;
  return (
    face.pose === null || (Math.abs(face.pose.yawDeg) <= FRONTAL_DEG && Math.abs(face.pose.pitchDeg) <= FRONTAL_DEG)
  );
}
