import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import { type Affine, applyAffine, type Point } from './affine.ts';
import type { DetectionCalibration } from './calibration.ts';
import { type DetectedFace, type FaceDetector, suppressOverlaps } from './face-detection.ts';
import type { Network } from './network.ts';
import { type PixelFormat, pictureTensor } from './picture-tensor.ts';
import { resample } from './resample.ts';

const INPUT_SIDE = 256;
/** Values per anchor: centre x, y, width, height and six points. */
const VALUES = 16;
const FORMAT: PixelFormat = { layout: 'channels-last', colours: 'RGB', scale: 1 / 127.5, offset: -1 };
/** Two output maps; all anchors of a cell share its centre and have the size of the input (BlazeFace 2019, §3.3). */
const MAPS = [
  { scores: 'scores16', boxes: 'boxes16', step: 16, anchors: 2 },
  { scores: 'scores32', boxes: 'boxes32', step: 32, anchors: 6 },
];

/** Reads BlazeFace "back camera" 256. The picture is fitted into the square on black. */
export function createBlazefaceDetector(network: Network, calibration: DetectionCalibration): FaceDetector {
  return {
    detect: async (picture) => {
      const toSource = letterbox(picture);
      const input = resample(picture, toSource, INPUT_SIDE, INPUT_SIDE);
      const output = await network.run(pictureTensor(input, FORMAT));
      const faces = MAPS.flatMap((map) =>
        decode(output(map.scores), output(map.boxes), map, calibration.minConfidence),
      );
      return suppressOverlaps(faces, calibration.maxOverlap).map(({ box, confidence, eyes }) => ({
        confidence,
        eyes: eyes && [applyAffine(toSource, eyes[0]), applyAffine(toSource, eyes[1])],
        box: {
          x: box.x * toSource.xx + toSource.x0,
          y: box.y * toSource.yy + toSource.y0,
          width: box.width * toSource.xx,
          height: box.height * toSource.yy,
        },
      }));
    },
  };
}

function letterbox({ width, height }: Picture): Affine {
  const scale = Math.max(width, height) / INPUT_SIDE;
  return {
    xx: scale,
    xy: 0,
    yx: 0,
    yy: scale,
    x0: (width - scale * INPUT_SIDE) / 2,
    y0: (height - scale * INPUT_SIDE) / 2,
  };
}

function decode(
  logits: Float32Array,
  values: Float32Array,
  map: { readonly step: number; readonly anchors: number },
  minConfidence: number,
): DetectedFace[] {
  const faces: DetectedFace[] = [];
  const columns = INPUT_SIDE / map.step;
  logits.forEach((logit, anchor) => {
    const confidence = 1 / (1 + Math.exp(-logit));
    if (confidence < minConfidence) return;
    const cell = Math.floor(anchor / map.anchors);
    const at = anchor * VALUES;
    const cellX = ((cell % columns) + 0.5) * map.step;
    const cellY = (Math.floor(cell / columns) + 0.5) * map.step;
    const point = (index: number): Point => [
      cellX + (values[at + index] as number),
      cellY + (values[at + index + 1] as number),
    ];
    const [centreX, centreY] = point(0);
    const [width, height] = [values[at + 2] as number, values[at + 3] as number];
    // The six points begin with the person's right eye, which is on the picture's left.
    faces.push({
      confidence,
      eyes: [point(4), point(6)],
      box: { x: centreX - width / 2, y: centreY - height / 2, width, height },
    });
  });
  return faces;
}
