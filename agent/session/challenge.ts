import type { FaceObservation } from '../contract/vocabulary/observations.ts';
import type { ChallengeAction } from '../contract/vocabulary/visit.ts';

/** The person's own rest position: medians over the first frontal frames. */
export interface RestingFace {
  readonly yawDeg: number | null;
  readonly pitchDeg: number | null;
  readonly eyeAspectRatio: number | null;
  readonly interEyeDistancePx: number;
}

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
 * The movements that the recognisers can judge on this face. `follow-light` is not among them: only who says that changing light
 * is fine gets it (photosensitivity).
 * @param framesPerSecond looked-at frames so far
 */
export function possibleActions(rest: RestingFace, framesPerSecond: number): readonly ChallengeAction[] {
  const possible: ChallengeAction[] = ['come-closer'];
  if (rest.yawDeg !== null) possible.push('turn-left', 'turn-right');
  if (rest.pitchDeg !== null) possible.push('look-up');
  if (rest.eyeAspectRatio !== null && framesPerSecond >= BLINK_NEEDS_FPS) possible.push('blink');
  return possible;
}

/** Draws `count` different movements, or as many as there are, in an order nobody can know before. */
export function drawActions(
  count: number,
  possible: readonly ChallengeAction[],
  random: () => number,
): readonly ChallengeAction[] {
  const left = [...possible];
  const drawn: ChallengeAction[] = [];
  while (drawn.length < count && left.length > 0) {
    drawn.push(...left.splice(Math.floor(random() * left.length), 1));
  }
  return drawn;
}

function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0 || known.length < values.length) return null;
  const middle = Math.floor(known.length / 2);
  const upper = known[middle] ?? 0;
  return known.length % 2 === 1 ? upper : ((known[middle - 1] ?? upper) + upper) / 2;
}
