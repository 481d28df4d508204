import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import { fitSimilarity, invertAffine, type Point } from '../face/affine.ts';
import type { FacePoints } from '../face/face-points.ts';
import { resample } from '../face/resample.ts';

/** A face turned upright and reduced, so that the measures of light cost the same at any resolution. */
export interface FacePatch {
  readonly picture: Picture;
  /** Grey level 0…255 of each pixel (ITU-R BT.601 weights). */
  readonly grey: Uint8Array;
  /** Pixels of the face from brows to chin, of both cheeks and of both eyes, on the picture's left and right. */
  readonly face: readonly number[];
  readonly leftCheek: readonly number[];
  readonly rightCheek: readonly number[];
  readonly leftEye: readonly number[];
  readonly rightEye: readonly number[];
}

const SIDE = 96;
/** Patch pixels per picture pixel at which a face would fill 6000 lines. */
const MIN_SCALE = 1 / 64;
const EYES_Y = 34;
const MOUTH_Y = 72;
const [LEFT_EYE_X, RIGHT_EYE_X] = [30, 66];
const TEMPLATE: readonly Point[] = [
  [LEFT_EYE_X, EYES_Y],
  [RIGHT_EYE_X, EYES_Y],
  [SIDE / 2, 56],
  [34, MOUTH_Y],
  [62, MOUTH_Y],
];

const FACE = pixelsWhere((x, y) => ((x - 48) / 31) ** 2 + ((y - 58) / 34) ** 2 <= 1);
/** Squares below the eyes, half-way to the mouth; ISO/IEC 29794-5 measures the evenness of light there. */
const LEFT_CHEEK = pixelsWhere((x, y) => Math.abs(x - 29) <= 7 && Math.abs(y - 55) <= 7);
const RIGHT_CHEEK = pixelsWhere((x, y) => Math.abs(x - 67) <= 7 && Math.abs(y - 55) <= 7);
const LEFT_EYE = pixelsWhere((x, y) => ((x - LEFT_EYE_X) / 9) ** 2 + ((y - EYES_Y) / 6) ** 2 <= 1);
const RIGHT_EYE = pixelsWhere((x, y) => ((x - RIGHT_EYE_X) / 9) ** 2 + ((y - EYES_Y) / 6) ** 2 <= 1);

/** Aligns the face on its five points; what lies outside the picture takes the colour of its edge. */
export function cutFacePatch(picture: Picture, points: FacePoints): FacePatch | null {
  const fitted = fitSimilarity(points, TEMPLATE);
  // Points that a network may answer on noise can fall together or lie without end apart; a face does neither.
  const scale = Math.hypot(fitted.xx, fitted.yx);
  if (!Number.isFinite(scale) || scale < MIN_SCALE) return null;
  const patch = resample(picture, invertAffine(fitted), SIDE, SIDE, { outside: 'edge', averaging: true });
  return {
    picture: patch,
    grey: greyLevels(patch),
    face: FACE,
    leftCheek: LEFT_CHEEK,
    rightCheek: RIGHT_CHEEK,
    leftEye: LEFT_EYE,
    rightEye: RIGHT_EYE,
  };
}

export function greyLevels({ data }: Picture): Uint8Array {
  const grey = new Uint8Array(data.length / 3);
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const at = pixel * 3;
    grey[pixel] =
      0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number) + 0.5;
  }
  return grey;
}

function pixelsWhere(inside: (x: number, y: number) => boolean): readonly number[] {
  const pixels: number[] = [];
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) if (inside(x, y)) pixels.push(y * SIDE + x);
  return pixels;
}
