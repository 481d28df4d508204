import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { ChallengeAction } from '../../agent/contract/vocabulary/visit.ts';
import { drawScene } from '../../drivers/simulation/cast-pictures.ts';
import { renderClip } from '../../drivers/simulation/people/clip.ts';
import { type Gesture, postureOf, STEPS } from '../../drivers/simulation/scene.ts';
import { ROOT } from '../support/station-at-centre.ts';

/** Chromium plays a motion JPEG at this rate, whatever it holds (media/capture/video/file_video_capture_device.cc). */
const PLAYED_FPS = 30;

const SIZE = { widthPx: 640, heightPx: 480, seed: 1 } as const;
const CACHE = join(ROOT, '.cache/browser');

/** Sway of the person at rest, played to and fro so that the seam of the loop does not show. */
const SWAY = [0, 2, 4, 6, 4, 2] as const;

/** A picture of the loop and how many played frames it stands. */
interface Held {
  readonly gesture: Gesture | null;
  readonly sway: number;
  readonly frames: number;
}

const rest: readonly Held[] = SWAY.map((sway) => ({ gesture: null, sway, frames: 3 }));

/** Out, held long enough for a station that looks twice a second, and back; lids are faster. */
function movement(action: ChallengeAction): readonly Held[] {
  const pace = action === 'blink' ? { moving: 2, held: 10 } : { moving: 3, held: 24 };
  const steps = Array.from({ length: STEPS - 1 }, (_, index) => index + 1);
  const view = (step: number, frames: number): Held => ({ gesture: { action, step }, sway: 0, frames });
  return [
    ...steps.map((step) => view(step, pace.moving)),
    view(STEPS, pace.held),
    ...steps.reverse().map((step) => view(step, pace.moving)),
  ];
}

const ACTIONS: readonly ChallengeAction[] = ['turn-left', 'turn-right', 'look-up', 'come-closer', 'blink'];
const LOOP: readonly Held[] = ACTIONS.flatMap((action) => [...rest, ...movement(action)]);

/** Length of one round of the clip, milliseconds: every movement comes once in it. */
export const LOOP_MS = (LOOP.reduce((sum, { frames }) => sum + frames, 0) * 1000) / PLAYED_FPS;

/**
 * Path of a motion JPEG of one of the simulated people, who does every movement of the challenge once in a round. It is drawn once and
 * kept under the digest of everything that draws it.
 */
export async function holderClip(person: string): Promise<string> {
  const path = join(CACHE, `${person}-${digestOfDrawing()}.mjpeg`);
  if (existsSync(path)) return path;
  mkdirSync(CACHE, { recursive: true });
  const drawn = new Map<string, Promise<Picture>>();
  const draw = ({ gesture, sway }: Held): Promise<Picture> => {
    const key = `${gesture?.action} ${gesture?.step} ${sway}`;
    const known = drawn.get(key);
    if (known) return known;
    const view = { persons: [person], presentation: 'live' as const, ...postureOf(gesture) };
    const picture = drawScene(view, { ...SIZE, frame: gesture ? gesture.step : sway });
    drawn.set(key, picture);
    return picture;
  };
  const pictures: Picture[] = [];
  for (const held of LOOP) {
    const picture = await draw(held);
    for (let frame = 0; frame < held.frames; frame++) pictures.push(picture);
  }
  const clip = await renderClip(pictures);
  // Another run may read the same name: it must never see half a clip.
  writeFileSync(`${path}.${process.pid}`, clip);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}

function digestOfDrawing(): string {
  const simulation = join(ROOT, 'drivers/simulation');
  const people = readdirSync(join(simulation, 'people')).map((name) => join(simulation, 'people', name));
  const sources = [...people.sort(), join(simulation, 'scene.ts'), join(simulation, 'cast-pictures.ts')];
  const hash = createHash('sha256').update(JSON.stringify([SIZE, LOOP]));
  for (const source of sources) hash.update(readFileSync(source));
  return hash.digest('hex').slice(0, 16);
}
