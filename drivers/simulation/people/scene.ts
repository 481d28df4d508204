import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { AT_REST, type Expression } from './face-measures.ts';
import { drawFigure, type HeadPose } from './figure.ts';
import { LIGHTINGS, type Lighting, type LightName } from './lighting.ts';
import { composite, develop, type LightField, soften } from './picture.ts';
import { figureOf } from './portrait.ts';
import { holdUp } from './presentation.ts';
import { blankCanvas, type Pinhole } from './raster.ts';
import { roomBehind } from './room.ts';
import type { Person } from './traits.ts';

/** What stands before the face camera. */
export interface Scene {
  /** Nobody, one person, or more side by side. */
  readonly persons: readonly Person[];
  readonly pose: HeadPose;
  /** 0 open, 1 shut. */
  readonly blink: number;
  readonly smile: number;
  /** Camera to eyes; at 65 cm the face fills a third of the picture's height. */
  readonly distanceCm: number;
  readonly light: LightName;
  /** The living person, or the person's portrait held up on paper or on a phone. */
  readonly presentation: 'live' | 'print' | 'screen';
}

/** One person at ease in front of the camera. */
export function standing(person: Person): Scene {
  return {
    persons: [person],
    pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 0 },
    blink: 0,
    smile: 0,
    distanceCm: 65,
    light: 'office',
    presentation: 'live',
  };
}

interface FrameOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Number of the frame: moves the small sway of a standing person and the grain of the sensor. */
  readonly frame: number;
  readonly seed: number;
}

/** One frame of the face camera. Same scene, frame and seed give the same bytes. */
export async function renderScene(scene: Scene, options: FrameOptions): Promise<Picture> {
  const { widthPx, heightPx, frame, seed } = options;
  const light = LIGHTINGS[scene.light];
  const room = roomBehind(widthPx, heightPx, seed % 7, ROOM_LIGHT + light.sky[0]);
  const [first] = scene.persons;
  const { presentation } = scene;
  const seen =
    presentation !== 'live' && first !== undefined
      ? holdUp({ person: first, medium: presentation, distanceCm: scene.distanceCm }, light, room, frame, seed)
      : drawPeople(scene, light, room, frame, seed);
  return develop(soften(seen, 0.07), EXPOSURE, light.gain, seed * 7919 + frame);
}

const EXPOSURE = 0.6;
/** Brightness of the room besides what reaches it of the light on the person. */
const ROOM_LIGHT = 0.8;
/** Focal length of the camera in picture heights: 47 degrees of vertical view. */
const FOCAL = 1.14;

function drawPeople(scene: Scene, light: Lighting, room: LightField, frame: number, seed: number): LightField {
  const facePx = (FOCAL * room.height * 19) / scene.distanceCm;
  const factor = Math.min(1.35, Math.max(1, 300 / facePx));
  const canvas = blankCanvas(Math.round(room.width * factor), Math.round(room.height * factor));
  const camera: Pinhole = {
    focal: FOCAL * canvas.height,
    distance: scene.distanceCm,
    centreX: canvas.width / 2,
    centreY: canvas.height * 0.44,
  };
  for (const [i, person] of scene.persons.entries()) {
    const sway = swayAt(frame, seed + i * 17);
    const side = (i - (scene.persons.length - 1) / 2) * 30;
    const pose: HeadPose = {
      yawDeg: scene.pose.yawDeg + sway.yawDeg,
      pitchDeg: scene.pose.pitchDeg + sway.pitchDeg,
      rollDeg: scene.pose.rollDeg + sway.rollDeg,
    };
    drawFigure(canvas, camera, figureOf(person), pose, expressionOf(scene, pose), light, [
      side + sway.x,
      sway.y,
      -i * 3,
    ]);
  }
  return composite(canvas, room);
}

/** Eyes stay on the camera while the head turns, as far as they can travel. */
function expressionOf(scene: Scene, pose: HeadPose): Expression {
  const travel = (deg: number) => Math.max(-0.5, Math.min(0.5, -1.15 * Math.sin((deg * Math.PI) / 180)));
  return {
    ...AT_REST,
    blink: scene.blink,
    smile: scene.smile,
    gazeX: travel(pose.yawDeg) * 0.9,
    gazeY: travel(pose.pitchDeg) * 0.5,
  };
}

/** A standing person is never quite still: slow sums of sines, centimetres and degrees. */
function swayAt(
  frame: number,
  seed: number,
): { x: number; y: number; yawDeg: number; pitchDeg: number; rollDeg: number } {
  const wave = (period: number, phase: number) => Math.sin((frame / period) * 2 * Math.PI + phase + seed);
  return {
    x: 0.5 * wave(37, 0) + 0.2 * wave(13, 1),
    y: 0.3 * wave(41, 2),
    yawDeg: 1 * wave(29, 3) + 0.4 * wave(11, 4),
    pitchDeg: 0.8 * wave(31, 5),
    rollDeg: 0.9 * wave(43, 6),
  };
}
