import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { Point } from './affine.ts';

/** A face found in a picture, in that picture's pixels. */
export interface DetectedFace {
  readonly box: Box;
  /** 0…1. */
  readonly confidence: number;
  /** Eye centres if the detector gives them, the one on the picture's left first. */
  readonly eyes: readonly [Point, Point] | null;
}

/** Finds faces; an empty list is an answer, not a fault. Strongest first. */
export interface FaceDetector {
  detect(picture: Picture): Promise<readonly DetectedFace[]>;
}

/** Greedy non-maximum suppression: of boxes that overlap by more than `overlap` (intersection ÷ union) the surest stays. */
export function suppressOverlaps(faces: readonly DetectedFace[], overlap: number): DetectedFace[] {
  const kept: DetectedFace[] = [];
  for (const face of [...faces].sort((a, b) => b.confidence - a.confidence)) {
    if (!kept.some((other) => intersectionOverUnion(other.box, face.box) > overlap)) kept.push(face);
  }
  return kept;
}

export function intersectionOverUnion(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const common = Math.max(0, width) * Math.max(0, height);
  return common / (a.width * a.height + b.width * b.height - common);
}
