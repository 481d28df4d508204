import type { FaceAdvice, QualityFinding, QualityMeasure } from '../../agent/contract/vocabulary/face-quality.ts';
import type { Box, FaceObservation, Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { FaceMesh } from '../face/face-mesh.ts';
import type { FacePoints } from '../face/face-points.ts';
import { type Background, measureBackground } from './background.ts';
import { type FaceGeometry, faceGeometry } from './face-geometry.ts';
import { type FaceLight, measureLight } from './face-light.ts';
import { cutFacePatch } from './face-patch.ts';
import { clampComponent, componentOf, type QualityLimits, sigmoid } from './quality-limits.ts';

/** What is known of a face before it is measured; the mesh is null where the tier has none. */
export interface MeasurableFace extends Pick<FaceObservation, 'pose' | 'sharpness'> {
  readonly box: Box;
  readonly points: FacePoints;
  readonly mesh: FaceMesh | null;
}

/** A measured face: its findings in the order of the list of measures, and what they were made from. */
export interface MeasuredFace {
  readonly geometry: FaceGeometry;
  /** Null when the points span no face. */
  readonly light: FaceLight | null;
  /** Null when it was not asked for, or hardly any is in the picture. */
  readonly background: Background | null;
  readonly findings: readonly QualityFinding[];
}

export interface QualityOptions {
  /** Looks at the wall as well, which costs as much as all the rest together. */
  readonly background: boolean;
  /** Length of the face's embedding, where one was made for other reasons. */
  readonly embeddingNorm?: number;
}

/**
 * Measures the largest face of a picture OFIQ-style, after ISO/IEC 29794-5 and the published configuration of BSI's OFIQ:
 * each measure that can be taken, with its value, its component 0…100, the limits of a portrait and the advice. Measures that
 * need a mesh are left out where there is none. `rival` is the next largest face.
 */
export function measureFaceQuality(
  picture: Picture,
  face: MeasurableFace,
  rival: Pick<MeasurableFace, 'box'> | null,
  limits: QualityLimits,
  { background, embeddingNorm }: QualityOptions,
): MeasuredFace {
  const geometry = faceGeometry(face, limits.proportions.chinOfMouth);
  const patch = cutFacePatch(picture, face.points);
  const light = patch === null ? null : measureLight(patch);
  const wall = background ? measureBackground(picture, geometry) : null;
  const mapped = (measure: keyof QualityLimits['mappings'], value: number, advice: FaceAdvice) =>
    judge(measure, value, componentOf(value, limits.mappings[measure]), advice, limits);

  const findings: QualityFinding[] = [
    judgeRival(face, rival, limits),
    ...sizes(picture, geometry, face, limits),
    ...pose(face, limits),
  ];
  const { lidOpeningPx, lipOpeningPx, eyeToChinPx } = geometry;
  if (lidOpeningPx !== null) findings.push(mapped('eyes-open', lidOpeningPx / eyeToChinPx, 'open-eyes'));
  if (lipOpeningPx !== null) findings.push(mapped('mouth-closed', lipOpeningPx / eyeToChinPx, 'close-mouth'));
  if (light !== null) findings.push(...lights(light, limits));
  findings.push(mapped('sharpness', face.sharpness, 'sharper'));
  if (wall !== null) findings.push(mapped('background-uniformity', wall.gradient, 'plain-background'));
  if (embeddingNorm !== undefined) findings.push(mapped('unified-score', embeddingNorm, 'ask-staff'));
  return { geometry, light, background: wall, findings };
}

function judge(
  measure: QualityMeasure,
  value: number,
  component: number,
  advice: FaceAdvice,
  { limits }: QualityLimits,
): QualityFinding {
  const { min, max } = limits[measure];
  const holds = (min === null || value >= min) && (max === null || value <= max);
  return { measure, value, component, min, max, holds, advice: holds ? 'none' : advice };
}

function judgeRival(face: MeasurableFace, rival: Pick<MeasurableFace, 'box'> | null, limits: QualityLimits) {
  const area = ({ width, height }: Box) => Math.max(1, width * height);
  const share = rival === null ? 0 : Math.min(1, area(rival.box) / area(face.box));
  return judge('single-face-present', share, clampComponent(100 * (1 - share)), 'be-alone', limits);
}

/** Eye distance, head size and the room around the head, in eye distances (sides) and eye-chin lengths (above, below). */
function sizes(
  { width, height }: Picture,
  { eyesMiddle, leftEye, rightEye, interEyePx, eyeToChinPx }: FaceGeometry,
  { pose }: MeasurableFace,
  limits: QualityLimits,
): QualityFinding[] {
  // A turned head shows a shorter distance; ISO/IEC 29794-5 divides by the cosine of yaw.
  const straight = interEyePx / Math.max(0.3, Math.cos(((pose?.yawDeg ?? 0) * Math.PI) / 180));
  const room = (measure: 'leftward-crop' | 'rightward-crop' | 'margin-above' | 'margin-below', value: number) =>
    judge(measure, value, componentOf(value, limits.mappings[measure]), 'whole-head', limits);
  const size = eyeToChinPx / height;
  const { max } = limits.limits['head-size'];
  const offIdeal = componentOf(Math.abs(size - IDEAL_HEAD_SIZE), limits.mappings['head-size']);
  return [
    judge(
      'inter-eye-distance',
      straight,
      componentOf(straight, limits.mappings['inter-eye-distance']),
      'come-closer',
      limits,
    ),
    judge('head-size', size, offIdeal, max !== null && size > max ? 'move-back' : 'come-closer', limits),
    room('leftward-crop', leftEye[0] / interEyePx),
    room('rightward-crop', (width - rightEye[0]) / interEyePx),
    room('margin-above', eyesMiddle[1] / eyeToChinPx),
    room('margin-below', (height - eyesMiddle[1]) / eyeToChinPx),
  ];
}

/** Eye-chin length ÷ picture height at which OFIQ gives the full component. */
const IDEAL_HEAD_SIZE = 0.45;

/** Component 100 · cos² of each angle. */
function pose({ pose }: MeasurableFace, limits: QualityLimits): QualityFinding[] {
  if (pose === null) return [];
  const angle = (measure: QualityMeasure, degrees: number, advice: FaceAdvice) =>
    judge(measure, degrees, cosineComponent(degrees), advice, limits);
  return [
    angle('head-pose-yaw', pose.yawDeg, 'look-straight'),
    angle('head-pose-pitch', pose.pitchDeg, 'look-straight'),
    angle('head-pose-roll', pose.rollDeg, 'head-upright'),
  ];
}

function cosineComponent(degrees: number): number {
  const cosine = Math.max(0, Math.cos((degrees * Math.PI) / 180));
  return clampComponent(100 * cosine * cosine);
}

function lights(light: FaceLight, limits: QualityLimits): QualityFinding[] {
  const { mean, underShare, overShare, entropyBits, evenness, balance, colourDistance } = light;
  const limit = limits.limits['luminance-mean'];
  const missing = balance < 0 ? 'light-from-left' : 'light-from-right';
  const { mappings } = limits;
  return [
    judge(
      'luminance-mean',
      mean,
      clampComponent(100 * sigmoid((mean - 0.2) / 0.05) * (1 - sigmoid((mean - 0.8) / 0.05))),
      limit.min !== null && mean < limit.min ? 'more-light' : 'less-light',
      limits,
    ),
    judge('under-exposure', underShare, componentOf(underShare, mappings['under-exposure']), 'more-light', limits),
    judge('over-exposure', overShare, clampComponent(1 / (overShare + 0.01)), 'less-light', limits),
    judge('dynamic-range', entropyBits, clampComponent(12.5 * entropyBits), 'even-light', limits),
    judge('illumination-uniformity', evenness, clampComponent(100 * evenness ** 0.3), missing, limits),
    judge('light-balance', Math.abs(balance), clampComponent(100 * Math.abs(balance)), missing, limits),
    judge(
      'natural-colour',
      colourDistance,
      componentOf(colourDistance, mappings['natural-colour']),
      'neutral-light',
      limits,
    ),
  ];
}
