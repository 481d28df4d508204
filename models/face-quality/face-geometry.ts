import { centreOf, distance, type Point } from '../face/affine.ts';
import type { FaceMesh } from '../face/face-mesh.ts';
import type { FacePoints } from '../face/face-points.ts';

/** Lengths of a face in pixels; eye distance and eye-chin length are at least one, whatever a network answers on noise. */
export interface FaceGeometry {
  readonly eyesMiddle: Point;
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly interEyePx: number;
  /** Eyes' midpoint to chin: the length T of ISO/IEC 29794-5 Annex D. */
  readonly eyeToChinPx: number;
  /** Wider opening of the lids of the narrower eye, and of the lips; null without a mesh. */
  readonly lidOpeningPx: number | null;
  readonly lipOpeningPx: number | null;
}

const CHIN = 152;
/** Upper and lower lid of the picture's left and right eye, and inner edges of the lips (MediaPipe canonical face model). */
const LEFT_LIDS = [
  [159, 145],
  [160, 144],
  [158, 153],
] as const;
const RIGHT_LIDS = [
  [386, 374],
  [387, 373],
  [385, 380],
] as const;
const LIPS = [
  [13, 14],
  [82, 87],
  [312, 317],
] as const;

/** The lengths of a face: of its mesh where there is one, else of its five points with the mean proportion of a chin. */
export function faceGeometry(
  { points, mesh }: { readonly points: FacePoints; readonly mesh: FaceMesh | null },
  chinOfMouth: number,
): FaceGeometry {
  const [leftEye, rightEye, , leftMouth, rightMouth] = points;
  const eyesMiddle = centreOf([leftEye, rightEye]);
  const eyeToMouth = distance(eyesMiddle, centreOf([leftMouth, rightMouth]));
  return {
    eyesMiddle,
    leftEye,
    rightEye,
    interEyePx: Math.max(1, distance(leftEye, rightEye)),
    eyeToChinPx: Math.max(1, mesh === null ? eyeToMouth * chinOfMouth : distance(eyesMiddle, meshPoint(mesh, CHIN))),
    lidOpeningPx: mesh === null ? null : Math.min(widest(mesh, LEFT_LIDS), widest(mesh, RIGHT_LIDS)),
    lipOpeningPx: mesh === null ? null : widest(mesh, LIPS),
  };
}

function widest(mesh: FaceMesh, pairs: readonly (readonly [number, number])[]): number {
  return Math.max(...pairs.map(([upper, lower]) => distance(meshPoint(mesh, upper), meshPoint(mesh, lower))));
}

function meshPoint({ points }: FaceMesh, index: number): Point {
  const [x, y] = points[index] as readonly [number, number, number];
  return [x, y];
}
