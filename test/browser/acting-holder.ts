import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { ChallengeAction } from '../../agent/contract/vocabulary/visit.ts';
import { drawScene } from '../../drivers/simulation/cast-pictures.ts';
import { type Gesture, postureOf, STEPS } from '../../drivers/simulation/scene.ts';
import { ROOT } from '../support/station-at-centre.ts';

const SIZE = { widthPx: 640, heightPx: 480, seed: 1 } as const;
const CACHE = join(ROOT, '.cache/browser');
const ACTIONS: readonly ChallengeAction[] = ['turn-left', 'turn-right', 'look-up', 'come-closer', 'blink'];
const SWAYS = [0, 2, 4, 6] as const;

/** Views of a person by name: `rest.0` …, `turn-left.1` … up to the full movement. */
type Views = Readonly<Record<string, string>>;

/**
 * Puts one of the simulated people before the camera of a page: she reads the sign on the screen, needs a moment, and makes the
 * movement it asks for. Must be called before the page is opened. No two of her pictures are alike, as with a real sensor.
 */
export async function actBeforeCamera(page: Page, person: string): Promise<void> {
  await page.addInitScript(playPerson, { views: await drawViews(person), steps: STEPS, size: SIZE });
}

/** Runs in the page. It takes the place of the browser's camera and looks at the screen as a person does. */
function playPerson({ views, steps, size }: { views: Views; steps: number; size: typeof SIZE }): void {
  const REACTION_MS = 500;
  const STEP_MS = 130;
  const HELD_MS = 2_000;
  const pictures = new Map<string, ImageBitmap>();
  const load = Promise.all(
    Object.entries(views).map(async ([name, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      pictures.set(name, await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' })));
    }),
  );
  let seen = { action: '', atMs: 0 };
  const asked = (): string => {
    const sign = document.querySelector('.challenge-symbol');
    return /challenge-((?!symbol)[a-z-]+)/.exec(sign?.className.replace('challenge-symbol', '') ?? '')?.[1] ?? '';
  };
  /** Out, held while the sign stands, and back; lids are faster. */
  const viewAt = (nowMs: number): string => {
    const action = asked();
    if (action !== seen.action && action !== '') seen = { action, atMs: nowMs };
    const sinceMs = nowMs - seen.atMs - REACTION_MS;
    const heldMs = seen.action === 'blink' ? 250 : HELD_MS;
    const out = Math.floor(sinceMs / STEP_MS);
    const back = Math.floor((sinceMs - STEP_MS * steps - heldMs) / STEP_MS);
    const step = sinceMs < 0 ? 0 : Math.min(out, steps, Math.max(0, steps - 1 - back));
    if (action === '' && step === 0) seen = { action: '', atMs: 0 };
    return seen.action !== '' && step > 0 ? `${seen.action}.${step}` : `rest.${Math.floor(Math.random() * 4)}`;
  };
  const noise = new OffscreenCanvas(size.widthPx * 2, size.heightPx * 2);
  const paintNoise = () => {
    const context = noise.getContext('2d');
    const pixels = context?.createImageData(noise.width, noise.height);
    if (!context || !pixels) return;
    for (let index = 0; index < pixels.data.length; index += 4) {
      pixels.data.fill(Math.random() * 256, index, index + 3);
      pixels.data[index + 3] = 10;
    }
    context.putImageData(pixels, 0, 0);
  };
  const open = async (): Promise<MediaStream> => {
    await load;
    paintNoise();
    const canvas = document.createElement('canvas');
    canvas.width = size.widthPx;
    canvas.height = size.heightPx;
    const context = canvas.getContext('2d', { alpha: false });
    let rest = 'rest.0';
    let turns = 0;
    const draw = () => {
      const view = viewAt(performance.now());
      // She sways slowly: a new view at rest only every third of a second.
      if (view.startsWith('rest') && turns++ % 8 === 0) rest = view;
      const picture = pictures.get(view.startsWith('rest') ? rest : view);
      if (picture) context?.drawImage(picture, 0, 0);
      context?.drawImage(noise, -Math.random() * size.widthPx, -Math.random() * size.heightPx);
    };
    draw();
    const timer = setInterval(draw, 40);
    const stream = canvas.captureStream(25);
    for (const track of stream.getVideoTracks()) {
      Object.defineProperty(track, 'label', { value: 'Acted camera' });
      const stop = track.stop.bind(track);
      track.stop = () => {
        clearInterval(timer);
        stop();
      };
    }
    return stream;
  };
  // An empty page has no devices.
  if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = open;
}

/** Draws every view once and keeps them under the digest of everything that draws them. */
async function drawViews(person: string): Promise<Views> {
  const path = join(CACHE, `${person}-views-${digestOfDrawing()}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Views;
  mkdirSync(CACHE, { recursive: true });
  const views: Record<string, string> = {};
  const draw = async (name: string, gesture: Gesture | null, frame: number) => {
    const view = { persons: [person], presentation: 'live' as const, ...postureOf(gesture) };
    const { width, height, data } = await drawScene(view, { ...SIZE, frame });
    const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 92 })
      .toBuffer();
    views[name] = jpeg.toString('base64');
  };
  for (const [index, sway] of SWAYS.entries()) await draw(`rest.${index}`, null, sway);
  for (const action of ACTIONS) {
    for (let step = 1; step <= STEPS; step++) await draw(`${action}.${step}`, { action, step }, step);
  }
  // Another run may read the same name: it must never see half a file.
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(views));
  renameSync(`${path}.${process.pid}`, path);
  return views;
}

function digestOfDrawing(): string {
  const simulation = join(ROOT, 'drivers/simulation');
  const people = readdirSync(join(simulation, 'people')).map((name) => join(simulation, 'people', name));
  const sources = [...people.sort(), join(simulation, 'scene.ts'), join(simulation, 'cast-pictures.ts')];
  const hash = createHash('sha256').update(JSON.stringify([SIZE, ACTIONS, SWAYS]));
  for (const source of sources) hash.update(readFileSync(source));
  return hash.digest('hex').slice(0, 16);
}
