import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { applyAffine, type Point, stretchToBox } from './affine.ts';
import type { Network } from './network.ts';
import { BGR_BYTES, pictureTensor } from './picture-tensor.ts';
import { resample } from './resample.ts';

/** Left eye, right eye, nose tip, left and right mouth corner, left and right as seen in the picture. */
export type FacePoints = readonly [Point, Point, Point, Point, Point];

const INPUT_SIDE = 48;

/** Finds the five points with landmarks-regression-retail-0009, which looks at the detector box stretched to a square. */
export async function findFivePoints(network: Network, picture: Picture, box: Box): Promise<FacePoints> {
  const toSource = stretchToBox(box, INPUT_SIDE, INPUT_SIDE);
  const input = resample(picture, toSource, INPUT_SIDE, INPUT_SIDE, { outside: 'edge', averaging: true });
  const output = await network.run(pictureTensor(input, BGR_BYTES));
  const shares = output('points');
  const point = (index: number): Point =>
    applyAffine(toSource, [(shares[2 * index] as number) * INPUT_SIDE, (shares[2 * index + 1] as number) * INPUT_SIDE]);
  return [point(0), point(1), point(2), point(3), point(4)];
}

/** Angle by which the line through the eyes is turned clockwise in the picture, in radians. */
export function eyeLineAngle(left: Point, right: Point): number {
  return Math.atan2(right[1] - left[1], right[0] - left[0]);
}
