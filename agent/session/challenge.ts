import type { FaceObservation } from '../contract/vocabulary/observations.ts';
import type { ChallengeAction } from '../contract/vocabulary/visit.ts';

/** The person's own rest position: medians over the first frontal frames. */
export interface RestingFace {
  readonly yawDeg: number | null;
  readonly pitchDeg: number | null;
  readonly eyeAspectRatio: number | null;
  readonly interEyeDistancePx: number;
}

/** Differences from the rest position that count as the movement done. */
const DONE = {
  turnDeg: 18,
  lookUpDeg: 12,
  /** Lids: closed below this share of the person's own open eye, open again above the other. */
  lidsClosed: 0.65,
  lidsOpen: 0.8,
  /** Growth of the eye distance, which is free of the head's own size. */
  closer: 1.2,
} as const;

/** A blink lasts 100–400 ms; with fewer frames a second it is missed too often to ask for. */
const BLINK_NEEDS_FPS = 8;

/** Median rest position of a few frontal faces. */
export function restingFace(faces: readonly FaceObservation[]): RestingFace {
  return {
    yawDeg: median(faces.map((face) => face.pose?.yawDeg ?? null)),
    pitchDeg: median(faces.map((face) => face.pose?.pitchDeg ?? null)),
    eyeAspectRatio: median(faces.map((face) => face.eyeAspectRatio)),
    interEyeDistancePx: median(faces.map((face) => face.interEyeDistancePx)) ?? 0,
  };
}

/**
 * Picks `count` different movements in an order nobody can know before, from those the recognisers can judge on this face.
 * @param framesPerSecond looked-at frames so far
 */
export function pickChallenge(
  count: number,
  rest: RestingFace,
  framesPerSecond: number,
  random: () => number,
): readonly ChallengeAction[] {
  const possible: ChallengeAction[] = ['come-closer'];
  if (rest.yawDeg !== null) possible.push('turn-left', 'turn-right');
  if (rest.pitchDeg !== null) possible.push('look-up');
  if (rest.eyeAspectRatio !== null && framesPerSecond >= BLINK_NEEDS_FPS) possible.push('blink');
  const picked: ChallengeAction[] = [];
  while (picked.length < count && possible.length > 0) {
    picked.push(...possible.splice(Math.floor(random() * possible.length), 1));
  }
  return picked;
}

/** What has been seen of the movement so far; only a blink has two halves. */
export interface MovementState {
  readonly lidsWereClosed: boolean;
}

export const NOT_MOVED: MovementState = { lidsWereClosed: false };

/** Judges one frame of a movement. Left and right are the person's own. */
export function judgeMovement(
  action: ChallengeAction,
  face: FaceObservation,
  rest: RestingFace,
  state: MovementState,
): { readonly done: boolean; readonly state: MovementState } {
  switch (action) {
    case 'turn-left':
      return { done: yawFromRest(face, rest) >= DONE.turnDeg, state };
    case 'turn-right':
      return { done: yawFromRest(face, rest) <= -DONE.turnDeg, state };
    case 'look-up':
      return {
        done: (face.pose?.pitchDeg ?? Number.NEGATIVE_INFINITY) - (rest.pitchDeg ?? 0) >= DONE.lookUpDeg,
        state,
      };
    case 'come-closer':
      return { done: face.interEyeDistancePx >= DONE.closer * rest.interEyeDistancePx, state };
    case 'blink':
      return judgeBlink(face, rest, state);
  }
}

function yawFromRest(face: FaceObservation, rest: RestingFace): number {
  return face.pose ? face.pose.yawDeg - (rest.yawDeg ?? 0) : 0;
}

function judgeBlink(face: FaceObservation, rest: RestingFace, state: MovementState) {
  if (face.eyeAspectRatio === null || rest.eyeAspectRatio === null) return { done: false, state };
  const opening = face.eyeAspectRatio / rest.eyeAspectRatio;
  if (state.lidsWereClosed) return { done: opening >= DONE.lidsOpen, state };
  return { done: false, state: { lidsWereClosed: opening <= DONE.lidsClosed } };
}

function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0 || known.length < values.length) return null;
  const middle = Math.floor(known.length / 2);
  const upper = known[middle] ?? 0;
  return known.length % 2 === 1 ? upper : ((known[middle - 1] ?? upper) + upper) / 2;
}
