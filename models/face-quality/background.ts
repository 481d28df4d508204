import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import { stretchToBox } from '../face/affine.ts';
import { median } from '../face/median.ts';
import { resample } from '../face/resample.ts';
import type { FaceGeometry } from './face-geometry.ts';
import { greyLevels } from './face-patch.ts';
import { colourDifference, type LabColour, labOf } from './lab-colour.ts';

/** What is seen beside and above a head. */
export interface Background {
  /** Mean luminance gradient (Sobel), grey levels at 24 px between the eyes. */
  readonly gradient: number;
  /** Share of the pixels that have the median colour, 0…1. */
  readonly plainShare: number;
  /** Median of each channel. */
  readonly colour: LabColour;
}

/** Eye-chin length ÷ eye distance of a face seen from the front; a turned head keeps its length only. */
const FRONTAL_FACE = 1.8;
/** The surroundings are reduced until the eyes are this far apart. */
const INTER_EYE_PX = 24;
/** Reach of the surroundings: eye distances to each side, eye-chin lengths above and below the eyes. */
const [REACH_ASIDE, REACH_ABOVE, REACH_BELOW] = [2.4, 1.8, 0.9];
/** The head with ordinary hair lies within these distances from the eyes' midpoint. */
const [HEAD_ASIDE, HEAD_ABOVE] = [1.55, 1.3];
/** Colours as near as this (ΔE) look the same on a wall with its soft shadows. */
const SAME_COLOUR = 12;
/** Eye-chin length ÷ eye distance beyond which the points are no face seen from the front. */
const LONGEST_FACE = 4;
/** Fewer pixels than this say nothing about a wall. */
const MIN_PIXELS = 150;

/**
 * Measures the background beside and above the head, inside the picture only; null when there is hardly any. No network
 * separates hair from wall here: the head's outline is assumed, and hair beyond it counts as background that is not plain.
 */
export function measureBackground(picture: Picture, geometry: FaceGeometry): Background | null {
  const { eyesMiddle, interEyePx, eyeToChinPx } = geometry;
  if (eyeToChinPx > LONGEST_FACE * interEyePx) return null;
  const unitPx = Math.max(interEyePx, eyeToChinPx / FRONTAL_FACE);
  const left = Math.max(0, eyesMiddle[0] - REACH_ASIDE * unitPx);
  const right = Math.min(picture.width, eyesMiddle[0] + REACH_ASIDE * unitPx);
  const top = Math.max(0, eyesMiddle[1] - REACH_ABOVE * eyeToChinPx);
  const bottom = Math.min(picture.height, eyesMiddle[1] + REACH_BELOW * eyeToChinPx);
  const scale = INTER_EYE_PX / unitPx;
  const [width, height] = [Math.round((right - left) * scale), Math.round((bottom - top) * scale)];
  if (!(width >= 3 && height >= 3)) return null;
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  const small = resample(picture, stretchToBox(box, width, height), width, height, {
    outside: 'edge',
    averaging: true,
  });
  const pixels: number[] = [];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const aside = Math.abs(left + (x + 0.5) / scale - eyesMiddle[0]) / unitPx;
      const above = (eyesMiddle[1] - top - (y + 0.5) / scale) / eyeToChinPx;
      if (aside > HEAD_ASIDE || above > HEAD_ABOVE) pixels.push(y * width + x);
    }
  return pixels.length < MIN_PIXELS ? null : describe(small, pixels);
}

function describe(small: Picture, pixels: readonly number[]): Background {
  const grey = greyLevels(small);
  const colours = pixels.map((pixel) => labOf(small.data, pixel * 3));
  const colour = {
    l: median(colours.map(({ l }) => l)),
    a: median(colours.map(({ a }) => a)),
    b: median(colours.map(({ b }) => b)),
  };
  const gradients = pixels.reduce((sum, pixel) => sum + gradientAt(grey, pixel, small.width), 0);
  const alike = colours.filter((each) => colourDifference(each, colour) <= SAME_COLOUR).length;
  return { gradient: gradients / pixels.length, plainShare: alike / pixels.length, colour };
}

function gradientAt(grey: Uint8Array, pixel: number, width: number): number {
  const at = (dx: number, dy: number) => grey[pixel + dy * width + dx] as number;
  const across = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1);
  const down = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1);
  return Math.hypot(across, down);
}
