import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { ChallengeAction } from '../../agent/contract/vocabulary/visit.ts';

/** Who or what stands before the camera: nobody, one person, several; in the flesh, as a paper print, or on a screen. */
export interface Scene {
  readonly persons: readonly string[];
  readonly presentation: 'live' | 'print' | 'screen';
}

export const NOBODY: Scene = { persons: [], presentation: 'live' };

/** Head pose and lids at one moment. Yaw > 0 turns to the person's own left, pitch > 0 looks up; distance 1 is the usual place. */
export interface Posture {
  readonly pose: { readonly yawDeg: number; readonly pitchDeg: number; readonly rollDeg: number };
  readonly blink: number;
  readonly distance: number;
}

/** An action on its way: how far it has got, 0 at rest … `STEPS` fully done. */
export interface Gesture {
  readonly action: ChallengeAction;
  readonly step: number;
}

/** Draws the camera's view as RGB. `frame` counts captured pictures, so that a still head is never twice the same picture. */
export type SceneSource = (
  view: Scene & Posture,
  size: { readonly widthPx: number; readonly heightPx: number; readonly frame: number; readonly seed: number },
) => Promise<Picture>;

/** Gestures move in this many steps, so that every view can be drawn once and kept. */
export const STEPS = 3;
/** A gesture out, held and back takes this long. */
const GESTURE_MS = 1500;

/** Step of a gesture after `elapsedMs`, or null when it is over: a third out, a third held, a third back; lids are faster. */
export function gestureAt(action: ChallengeAction, elapsedMs: number): Gesture | null {
  if (elapsedMs < 0 || elapsedMs >= GESTURE_MS) return null;
  const share = elapsedMs / GESTURE_MS;
  const ramp = action === 'blink' ? 0.16 : 0.3;
  const level = Math.min(1, share / ramp, (1 - share) / ramp);
  return { action, step: Math.round(level * STEPS) };
}

/** Where the head is for a gesture; null is at rest. */
export function postureOf(gesture: Gesture | null): Posture {
  const rest: Posture = { pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 0 }, blink: 0, distance: 1 };
  if (gesture === null) return rest;
  const level = gesture.step / STEPS;
  switch (gesture.action) {
    case 'turn-left':
      return { ...rest, pose: { ...rest.pose, yawDeg: 30 * level } };
    case 'turn-right':
      return { ...rest, pose: { ...rest.pose, yawDeg: -30 * level } };
    case 'look-up':
      return { ...rest, pose: { ...rest.pose, pitchDeg: 20 * level } };
    case 'blink':
      return { ...rest, blink: level };
    case 'come-closer':
      return { ...rest, distance: 1 - 0.35 * level };
    case 'follow-light':
      return rest;
  }
}
