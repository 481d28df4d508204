import { stretchToBox } from './affine.ts';
import type { DetectionCalibration } from './calibration.ts';
import { type DetectedFace, type FaceDetector, suppressOverlaps } from './face-detection.ts';
import type { Network } from './network.ts';
import { BGR_BYTES, pictureTensor } from './picture-tensor.ts';
import { resample } from './resample.ts';

const INPUT_SIDE = 300;
const GRID = 19;
const STEP = 16;
/** Prior boxes per cell in pixels of the 300 × 300 input, as in the network's PriorBoxClustered layer. */
const PRIOR_WIDTHS = [9.4, 25.1, 14.7, 34.7, 143, 77.4, 128.8, 51.1, 75.6];
const PRIOR_HEIGHTS = [15, 39.6, 25.5, 63.2, 227.5, 162.9, 124.5, 105.1, 72.6];
const CENTRE_VARIANCE = 0.1;
const SIZE_VARIANCE = 0.2;

/** Reads face-detection-retail-0004: a single-shot detector with one 19 × 19 grid of nine priors (Liu et al. 2016). */
export function createSsdDetector(network: Network, calibration: DetectionCalibration): FaceDetector {
  return {
    detect: async (picture) => {
      const whole = stretchToBox({ x: 0, y: 0, width: picture.width, height: picture.height }, INPUT_SIDE, INPUT_SIDE);
      const input = resample(picture, whole, INPUT_SIDE, INPUT_SIDE);
      const output = await network.run(pictureTensor(input, BGR_BYTES));
      const faces = decode(output('loc'), output('conf'), calibration.minConfidence);
      return suppressOverlaps(faces, calibration.maxOverlap).map(({ box, confidence }) => ({
        confidence,
        eyes: null,
        box: {
          x: (box.x * picture.width) / INPUT_SIDE,
          y: (box.y * picture.height) / INPUT_SIDE,
          width: (box.width * picture.width) / INPUT_SIDE,
          height: (box.height * picture.height) / INPUT_SIDE,
        },
      }));
    },
  };
}

function decode(deltas: Float32Array, confidences: Float32Array, minConfidence: number): DetectedFace[] {
  const faces: DetectedFace[] = [];
  const priors = PRIOR_WIDTHS.length;
  for (let prior = 0; prior < GRID * GRID * priors; prior++) {
    const confidence = confidences[2 * prior + 1] as number;
    if (confidence < minConfidence) continue;
    const cell = Math.floor(prior / priors);
    const priorWidth = PRIOR_WIDTHS[prior % priors] as number;
    const priorHeight = PRIOR_HEIGHTS[prior % priors] as number;
    const [dx, dy, dw, dh] = deltas.subarray(4 * prior, 4 * prior + 4) as unknown as [number, number, number, number];
    const centreX = ((cell % GRID) + 0.5) * STEP + dx * CENTRE_VARIANCE * priorWidth;
    const centreY = (Math.floor(cell / GRID) + 0.5) * STEP + dy * CENTRE_VARIANCE * priorHeight;
    const width = priorWidth * Math.exp(dw * SIZE_VARIANCE);
    const height = priorHeight * Math.exp(dh * SIZE_VARIANCE);
    faces.push({ confidence, eyes: null, box: { x: centreX - width / 2, y: centreY - height / 2, width, height } });
  }
  return faces;
}
