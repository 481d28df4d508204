import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { type Affine, applyAffine, centreOf, distance, type Point } from './affine.ts';
import { eyeLineAngle, type FacePoints } from './face-points.ts';
import type { Network } from './network.ts';
import { type PixelFormat, pictureTensor } from './picture-tensor.ts';
import { resample } from './resample.ts';

/** The 468 points of MediaPipe FaceMesh in picture pixels; z grows away from the camera, in the same unit. */
export interface FaceMesh {
  readonly points: readonly (readonly [number, number, number])[];
  /** Probability that there is a face at all, 0…1. */
  readonly presence: number;
}

const INPUT_SIDE = 192;
const POINTS = 468;
/** Side of the crop as a multiple of the face, for boxes and for a mesh alike (MediaPipe face_landmark graph). */
const CROP_SCALE = 1.5;
const FORMAT: PixelFormat = { layout: 'channels-last', colours: 'RGB', scale: 1 / 255, offset: 0 };

/** Indices of the mesh (MediaPipe canonical face model); "left" is the picture's left. */
const LEFT_EYE = { outer: 33, inner: 133, upper: [160, 158], lower: [144, 153] } as const;
const RIGHT_EYE = { outer: 263, inner: 362, upper: [387, 385], lower: [373, 380] } as const;
const NOSE_TIP = 1;
const LEFT_MOUTH_CORNER = 61;
const RIGHT_MOUTH_CORNER = 291;

/**
 * Fits the mesh in two passes: a first crop from the detector's box, a second one from the first mesh, because the network
 * was trained on crops of its own tracking and detectors differ in what they call a face.
 */
export async function fitFaceMesh(
  network: Network,
  picture: Picture,
  face: { readonly box: Box; readonly eyes: readonly [Point, Point] | null },
): Promise<FaceMesh> {
  const firstAngle = face.eyes === null ? 0 : eyeLineAngle(face.eyes[0], face.eyes[1]);
  const first = await run(network, picture, cropAround(face.box, firstAngle));
  const angle = eyeLineAngle(eyeCentre(first, LEFT_EYE), eyeCentre(first, RIGHT_EYE));
  return run(network, picture, cropAround(meshBox(first), angle));
}

/** Smallest upright box around the mesh: hairline to chin. */
export function meshBox({ points }: FaceMesh): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The five alignment points of the mesh. */
export function meshFacePoints(mesh: FaceMesh): FacePoints {
  return [
    eyeCentre(mesh, LEFT_EYE),
    eyeCentre(mesh, RIGHT_EYE),
    pointAt(mesh, NOSE_TIP),
    pointAt(mesh, LEFT_MOUTH_CORNER),
    pointAt(mesh, RIGHT_MOUTH_CORNER),
  ];
}

/** Mean over both eyes of lid distance ÷ eye width (Soukupová & Čech 2016, eq. 1): about 0.3 open, below 0.15 shut. */
export function eyeAspectRatio(mesh: FaceMesh): number {
  return (eyeOpening(mesh, LEFT_EYE) + eyeOpening(mesh, RIGHT_EYE)) / 2;
}

type Eye = typeof LEFT_EYE | typeof RIGHT_EYE;

function eyeOpening(mesh: FaceMesh, eye: Eye): number {
  const lid = (index: 0 | 1) => distance(pointAt(mesh, eye.upper[index]), pointAt(mesh, eye.lower[index]));
  return (lid(0) + lid(1)) / (2 * distance(pointAt(mesh, eye.outer), pointAt(mesh, eye.inner)));
}

function eyeCentre(mesh: FaceMesh, eye: Eye): Point {
  return centreOf([eye.outer, eye.inner, ...eye.upper, ...eye.lower].map((index) => pointAt(mesh, index)));
}

function pointAt({ points }: FaceMesh, index: number): Point {
  const [x, y] = points[index] as readonly [number, number, number];
  return [x, y];
}

/** Takes the network's square to the picture: centred on the box, turned by `angle`, 1.5 times its longer side. */
function cropAround(box: Box, angle: number): Affine {
  const scale = (CROP_SCALE * Math.max(box.width, box.height)) / INPUT_SIDE;
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const half = INPUT_SIDE / 2;
  return {
    xx: cos,
    xy: -sin,
    yx: sin,
    yy: cos,
    x0: box.x + box.width / 2 - cos * half + sin * half,
    y0: box.y + box.height / 2 - sin * half - cos * half,
  };
}

async function run(network: Network, picture: Picture, toSource: Affine): Promise<FaceMesh> {
  const input = resample(picture, toSource, INPUT_SIDE, INPUT_SIDE);
  const output = await network.run(pictureTensor(input, FORMAT));
  const values = output('mesh');
  const scale = Math.hypot(toSource.xx, toSource.yx);
  const points = Array.from({ length: POINTS }, (_, index) => {
    const at = index * 3;
    const [x, y] = applyAffine(toSource, [values[at] as number, values[at + 1] as number]);
    return [x, y, (values[at + 2] as number) * scale] as const;
  });
  return { points, presence: output('presence')[0] as number };
}
