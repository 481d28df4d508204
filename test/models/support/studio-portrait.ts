import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { AT_REST } from '../../../drivers/simulation/people/face-measures.ts';
import { drawFigure, type HeadPose } from '../../../drivers/simulation/people/figure.ts';
import { LIGHTINGS, type LightName } from '../../../drivers/simulation/people/lighting.ts';
import { PEOPLE } from '../../../drivers/simulation/people/people.ts';
import { composite, develop, soften } from '../../../drivers/simulation/people/picture.ts';
import { figureOf } from '../../../drivers/simulation/people/portrait.ts';
import { blankCanvas } from '../../../drivers/simulation/people/raster.ts';
import { type FaceNetworks, openFaceNetworks, type SeenFace } from '../../../models/face/face-networks.ts';
import { findLiveFaces } from '../../../models/face/face-search.ts';
import { checkoutModelPlaces, resolveModels } from '../../../models/model-store.ts';

interface StudioOptions {
  readonly person?: string;
  readonly pose?: Partial<HeadPose>;
  readonly blink?: number;
  readonly light?: LightName;
  readonly widthPx?: number;
  readonly heightPx?: number;
}

/** A drawn person before a white wall, framed like a photo for a card, in any pose and light. */
export async function drawStudioPortrait(options: StudioOptions = {}): Promise<Picture> {
  const { person = 'mikko', pose = {}, blink = 0, light = 'studio', widthPx = 460, heightPx = 560 } = options;
  const figure = figureOf(PEOPLE.find(({ id }) => id === person) ?? (PEOPLE[0] as (typeof PEOPLE)[number]));
  const canvas = blankCanvas(Math.round(widthPx * 1.35), Math.round(heightPx * 1.35));
  const { top, chinY } = figure.measures;
  const distance = 130;
  const focal = (0.66 * canvas.height * distance) / (top - chinY + 1.4);
  const camera = { focal, distance, centreX: canvas.width / 2, centreY: canvas.height * 0.46 };
  const turned = { yawDeg: 0, pitchDeg: 0, rollDeg: 0, ...pose };
  drawFigure(canvas, camera, figure, turned, { ...AT_REST, blink }, LIGHTINGS[light], [0, 0, 0]);
  const wall = { width: widthPx, height: heightPx, data: new Float32Array(widthPx * heightPx * 3).fill(1.1) };
  return develop(soften(composite(canvas, wall), 0.08), 0.62, 0.5, 5);
}

/** The networks that need nothing but the npm packages. */
export async function openNpmNetworks(): Promise<FaceNetworks> {
  const networks = await openFaceNetworks(await resolveModels({ ...checkoutModelPlaces(), modelsDir: null }));
  if (networks === null) throw new Error('no npm models');
  return networks;
}

/** The one face of a picture. */
export async function lookAtPortrait(picture: Picture): Promise<SeenFace> {
  const networks = await openNpmNetworks();
  const [face] = await findLiveFaces(networks, picture);
  await networks.close();
  if (face === undefined) throw new Error('no face was found');
  return face;
}

/** Every byte through `colour`, which gets its channel and the pixel's place as shares of the picture. */
export function repaint(
  picture: Picture,
  colour: (value: number, channel: number, x: number, y: number) => number,
): Picture {
  const data = picture.data.map((value, index) => {
    const pixel = Math.floor(index / 3);
    const x = (pixel % picture.width) / picture.width;
    const y = Math.floor(pixel / picture.width) / picture.height;
    return Math.min(255, Math.max(0, colour(value, index % 3, x, y)));
  });
  return { ...picture, data };
}
