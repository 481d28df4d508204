import type { ChallengeAction } from '../../agent/contract/vocabulary/visit.ts';
import { type Gesture, postureOf, type Scene, STEPS } from './scene.ts';
import type { Studio } from './studio.ts';

/** Pictures of a person at rest; the camera plays them to and fro, so that a still head sways and breathes. */
const VARIANTS = 6;
const SWAY = [0, 1, 2, 3, 4, 5, 4, 3, 2, 1] as const;
/** Frames of the person's sway between two of those pictures. */
const SWAY_FRAMES = 2;
const ACTIONS: readonly ChallengeAction[] = ['turn-left', 'turn-right', 'look-up', 'blink', 'come-closer'];
const KEPT = 240;

/** JPEG views of the scene, each drawn once. */
export interface Clips {
  /** The view, or the nearest one that is ready while it is drawn; null when nothing of the scene is ready. */
  frame(scene: Scene, gesture: Gesture | null, tick: number): Uint8Array | null;
  /** Draws what a person before the camera will need, view after view; ends when `wanted` answers false. */
  prepare(scene: Scene, wanted: () => boolean): Promise<void>;
}

export function createClips(
  studio: Studio,
  size: { readonly widthPx: number; readonly heightPx: number; readonly seed: number },
): Clips {
  const ready = new Map<string, Uint8Array>();
  const drawing = new Map<string, Promise<void>>();

  const draw = (scene: Scene, gesture: Gesture | null, variant: number): Promise<void> => {
    const key = keyOf(scene, gesture, variant);
    if (ready.has(key)) return Promise.resolve();
    const begun = drawing.get(key);
    if (begun !== undefined) return begun;
    const work = (async () => {
      const frame = gesture === null ? variant * SWAY_FRAMES : gesture.step;
      const view = { ...scene, ...postureOf(gesture) };
      ready.set(key, await studio.view({ view, ...size, frame }));
      const oldest = ready.keys().next().value;
      if (ready.size > KEPT && oldest !== undefined) ready.delete(oldest);
    })().finally(() => drawing.delete(key));
    drawing.set(key, work);
    return work;
  };

  return {
    frame: (scene, gesture, tick) => {
      const moving = gesture !== null && gesture.step > 0 ? gesture : null;
      const turn = moving === null ? (SWAY[tick % SWAY.length] as number) : 0;
      const jpeg = ready.get(keyOf(scene, moving, turn));
      if (jpeg !== undefined) return jpeg;
      draw(scene, moving, turn).catch(() => {});
      return nearest(ready, scene, moving);
    },
    prepare: async (scene, wanted) => {
      for (let variant = 0; variant < VARIANTS && wanted(); variant++) await draw(scene, null, variant);
      if (scene.persons.length === 0 || scene.presentation !== 'live') return;
      for (const action of ACTIONS) {
        for (let step = 1; step <= STEPS && wanted(); step++) await draw(scene, { action, step }, 0);
      }
    },
  };
}

/** The view to show while the right one is being drawn: an earlier step of the gesture, else the person at rest. */
function nearest(ready: ReadonlyMap<string, Uint8Array>, scene: Scene, gesture: Gesture | null): Uint8Array | null {
  for (let step = (gesture?.step ?? 0) - 1; gesture !== null && step > 0; step--) {
    const earlier = ready.get(keyOf(scene, { ...gesture, step }, 0));
    if (earlier !== undefined) return earlier;
  }
  for (let variant = 0; variant < VARIANTS; variant++) {
    const rest = ready.get(keyOf(scene, null, variant));
    if (rest !== undefined) return rest;
  }
  return null;
}

const keyOf = (scene: Scene, gesture: Gesture | null, variant: number) =>
  `${scene.persons.join('+')}/${scene.presentation}/${gesture === null ? 'rest' : `${gesture.action}.${gesture.step}`}/${variant}`;
