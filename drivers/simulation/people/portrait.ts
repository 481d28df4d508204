import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { AT_REST } from './face-measures.ts';
import { buildFigure, drawFigure, type Figure } from './figure.ts';
import { LIGHTINGS } from './lighting.ts';
import { composite, develop, type LightField, soften } from './picture.ts';
import { blankCanvas } from './raster.ts';
import type { Person } from './traits.ts';

interface PortraitOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly seed: number;
  readonly tint: 'colour' | 'grey';
}

const figures = new Map<string, Figure>();

/** The built figure of a person, kept for the life of the process. */
export function figureOf(person: Person): Figure {
  const known = figures.get(person.id);
  if (known && known.person === person) return known;
  const figure = buildFigure(person);
  figures.set(person.id, figure);
  return figure;
}

/**
 * A document portrait: frontal, mouth closed, plain light background, head 31 mm of 45 mm high (ICAO 9303-3 §3.9;
 * ISO/IEC 39794-5 D.1: crown to chin 60-90 % of the picture). The same person and options give the same bytes.
 */
export async function renderPortrait(person: Person, options: PortraitOptions): Promise<Picture> {
  return portraitOf(figureOf(person), options);
}

export function portraitOf(figure: Figure, { widthPx, heightPx, seed, tint }: PortraitOptions): Picture {
  const factor = Math.min(2, Math.max(1.35, 460 / heightPx));
  const width = Math.round(widthPx * factor);
  const height = Math.round(heightPx * factor);
  const canvas = blankCanvas(width, height);
  const { top, chinY } = figure.measures;
  const distance = 130;
  const focal = (0.69 * height * distance) / (top - chinY + 1.4);
  const camera = { focal, distance, centreX: width / 2, centreY: height * 0.475 };
  drawFigure(canvas, camera, figure, { yawDeg: 0, pitchDeg: 0, rollDeg: 0 }, AT_REST, LIGHTINGS.studio, [0, 0, 0]);
  const field = soften(composite(canvas, plainWall(widthPx, heightPx)), 0.08);
  const picture = develop(field, 0.62, 0.5, seed);
  return tint === 'grey' ? withoutColour(picture) : picture;
}

function plainWall(width: number, height: number): LightField {
  const data = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fall = 1 - 0.1 * (((x / width - 0.45) * 1.2) ** 2 + (y / height) ** 2);
      const i = (y * width + x) * 3;
      data[i] = 1.02 * fall;
      data[i + 1] = 1.04 * fall;
      data[i + 2] = 1.06 * fall;
    }
  }
  return { data, width, height };
}

function withoutColour(picture: Picture): Picture {
  const data = new Uint8Array(picture.data.length);
  for (let i = 0; i < data.length; i += 3) {
    const luma = Math.round(0.299 * picture.data[i]! + 0.587 * picture.data[i + 1]! + 0.114 * picture.data[i + 2]!);
    data.fill(luma, i, i + 3);
  }
  return { ...picture, data };
}
