import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { stretchToBox } from './affine.ts';
import type { PoseCalibration } from './calibration.ts';
import type { FaceMesh } from './face-mesh.ts';
import type { Network } from './network.ts';
import { BGR_BYTES, pictureTensor } from './picture-tensor.ts';
import { resample } from './resample.ts';

/**
 * Degrees. yaw > 0: the person turns to their own left, so the nose moves to the picture's right. pitch > 0: looking up.
 * Roll is not among them: the line through the eyes gives it more exactly than either network.
 */
export interface Gaze {
  readonly yawDeg: number;
  readonly pitchDeg: number;
}

const INPUT_SIDE = 60;
/** Mesh points that span the face: outer eye corners, top of the forehead, chin. */
const [LEFT_CORNER, RIGHT_CORNER, FOREHEAD, CHIN] = [33, 263, 10, 152];
const DEGREES = 180 / Math.PI;

/** Head pose by head-pose-estimation-adas-0001 on the detector box. */
export async function estimateHeadPose(
  network: Network,
  picture: Picture,
  box: Box,
  calibration: PoseCalibration,
): Promise<Gaze> {
  const toSource = stretchToBox(box, INPUT_SIDE, INPUT_SIDE);
  const input = resample(picture, toSource, INPUT_SIDE, INPUT_SIDE, { outside: 'edge', averaging: true });
  const output = await network.run(pictureTensor(input, BGR_BYTES));
  const first = (name: string) => output(name)[0] as number;
  return calibrate({ yawDeg: first('yaw'), pitchDeg: first('pitch') }, calibration);
}

/**
 * Head pose from the mesh: x axis through the outer eye corners, y axis from forehead to chin made square to it, z their
 * cross product; the angles are those of the face's forward direction -z.
 */
export function meshHeadPose({ points }: FaceMesh, calibration: PoseCalibration): Gaze {
  const point = (index: number) => points[index] as Vector;
  const x = unit(minus(point(RIGHT_CORNER), point(LEFT_CORNER)));
  const down = minus(point(CHIN), point(FOREHEAD));
  const y = unit(minus(down, times(x, dot(down, x))));
  const z = cross(x, y);
  return calibrate(
    {
      yawDeg: Math.atan2(-z[0], z[2]) * DEGREES,
      pitchDeg: Math.asin(Math.max(-1, Math.min(1, z[1]))) * DEGREES,
    },
    calibration,
  );
}

function calibrate(raw: Gaze, { yaw, pitch }: PoseCalibration): Gaze {
  return {
    yawDeg: raw.yawDeg * yaw.gain + yaw.offsetDeg,
    pitchDeg: raw.pitchDeg * pitch.gain + pitch.offsetDeg,
  };
}

type Vector = readonly [number, number, number];

const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const times = (a: Vector, factor: number): Vector => [a[0] * factor, a[1] * factor, a[2] * factor];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const unit = (a: Vector): Vector => times(a, 1 / Math.sqrt(dot(a, a)));
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
