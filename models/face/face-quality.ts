import type { Box, FaceObservation, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { laplacianDeviation } from '../page-quality.ts';
import { stretchToBox } from './affine.ts';
import type { CaptureLimits } from './calibration.ts';
import { resample } from './resample.ts';

/** Faces are measured at this size, so that sharpness does not depend on the camera's resolution. */
const SIDE = 112;

/** Mean grey level (0…255, ITU-R BT.601 weights) and sharpness (standard deviation of the Laplacian) of a face. */
export function measureFace(picture: Picture, box: Box): { meanLuminance: number; sharpness: number } {
  const { data } = resample(picture, stretchToBox(box, SIDE, SIDE), SIDE, SIDE, { outside: 'edge', averaging: true });
  const grey = new Uint8Array(SIDE * SIDE);
  let sum = 0;
  for (let pixel = 0; pixel < grey.length; pixel++) {
    const [red, green, blue] = [data[pixel * 3], data[pixel * 3 + 1], data[pixel * 3 + 2]] as [number, number, number];
    const luminance = 0.299 * red + 0.587 * green + 0.114 * blue;
    grey[pixel] = Math.round(luminance);
    sum += luminance;
  }
  return {
    meanLuminance: sum / grey.length,
    sharpness: laplacianDeviation({ width: SIDE, height: SIDE, data: grey }),
  };
}

/**
 * How well a face is suited for comparison, 0…1; orders frames, decides nothing. Each limit that is reached costs the whole
 * factor: turned away, badly lit, blurred, small.
 */
export function comparisonQuality(face: FaceObservation, limits: CaptureLimits): number {
  const { yawDeg, pitchDeg } = face.pose ?? { yawDeg: 0, pitchDeg: 0 };
  const middle = (limits.minLuminance.value + limits.maxLuminance.value) / 2;
  const reach = (limits.maxLuminance.value - limits.minLuminance.value) / 2;
  // Twice the limit, because a frame at the limit is still usable.
  const frontal = falling(yawDeg / (2 * limits.maxYawDeg.value)) * falling(pitchDeg / (2 * limits.maxPitchDeg.value));
  const lit = falling((face.meanLuminance - middle) / (2 * reach));
  const sharp = Math.min(1, face.sharpness / (2 * limits.minSharpness.value));
  const large = Math.min(1, face.interEyeDistancePx / (2 * limits.minInterEyeDistancePx.value));
  return frontal * lit * sharp * large;
}

const falling = (share: number): number => Math.max(0, 1 - Math.abs(share));
