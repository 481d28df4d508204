import type { FaceObservation } from '../contract/vocabulary/observations.ts';
import type { ChallengeAction } from '../contract/vocabulary/visit.ts';
import type { RestingFace } from './challenge.ts';

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

/** Wider than {@link DONE}: the angles of a head that turns leak into each other, and that must not count against a person. */
const STRAY = { turnDeg: 24, lookUpDeg: 17, closer: 1.35 } as const;

/** What has been seen of the movement so far; only a blink has two halves. */
export interface MovementState {
  readonly lidsWereClosed: boolean;
}

export const NOT_MOVED: MovementState = { lidsWereClosed: false };

/** Judges one frame of a movement. Left and right are the person's own. `follow-light` is no movement and never done here. */
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
      return { done: pitchFromRest(face, rest) >= DONE.lookUpDeg, state };
    case 'come-closer':
      return { done: face.interEyeDistancePx >= DONE.closer * rest.interEyeDistancePx, state };
    case 'blink':
      return judgeBlink(face, rest, state);
    case 'follow-light':
      return { done: false, state };
  }
}

/**
 * The movement on this frame that nobody asked for, or null. A film of somebody who moves shows such movements; a person who
 * listens hardly ever. Blinks are no sign of anything: everybody blinks.
 * @param expected movements that may be under way: the one asked for, and the one before it
 */
export function strayMovement(
  face: FaceObservation,
  rest: RestingFace,
  expected: readonly ChallengeAction[],
): ChallengeAction | null {
  const yaw = yawFromRest(face, rest);
  const seen: [ChallengeAction, boolean][] = [
    ['turn-left', yaw >= STRAY.turnDeg],
    ['turn-right', yaw <= -STRAY.turnDeg],
    ['look-up', pitchFromRest(face, rest) >= STRAY.lookUpDeg],
    ['come-closer', face.interEyeDistancePx >= STRAY.closer * rest.interEyeDistancePx],
  ];
  return seen.find(([action, moved]) => moved && !expected.includes(action))?.[0] ?? null;
}

function yawFromRest(face: FaceObservation, rest: RestingFace): number {
  return face.pose ? face.pose.yawDeg - (rest.yawDeg ?? 0) : 0;
}

function pitchFromRest(face: FaceObservation, rest: RestingFace): number {
  return face.pose ? face.pose.pitchDeg - (rest.pitchDeg ?? 0) : 0;
}

function judgeBlink(face: FaceObservation, rest: RestingFace, state: MovementState) {
  if (face.eyeAspectRatio === null || rest.eyeAspectRatio === null) return { done: false, state };
  const opening = face.eyeAspectRatio / rest.eyeAspectRatio;
  if (state.lidsWereClosed) return { done: opening >= DONE.lidsOpen, state };
  return { done: false, state: { lidsWereClosed: opening <= DONE.lidsClosed } };
}
