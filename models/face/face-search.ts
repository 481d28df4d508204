import type { Box, FaceObservation, Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { LiveFrame } from '../ports.ts';
import { stretchToBox } from './affine.ts';
import { type DetectedFace, type FaceDetector, suppressOverlaps } from './face-detection.ts';
import type { FaceNetworks, SeenFace } from './face-networks.ts';
import type { FacePoints } from './face-points.ts';
import { resample } from './resample.ts';

/** Room added on each side, as a share of the picture, for a face that fills it: detectors look for heads in a scene. */
const MARGIN = 0.35;
/** Side of a tile as a share of the page; three by three tiles then overlap by half, so no portrait is cut in all of them. */
const TILE = 0.5;
/** Two finds in different tiles that overlap this much are one face. */
const SAME_FACE_OVERLAP = 0.3;
/** Only that many faces are looked at closely, the largest ones; a crowd is refused anyway. */
const MAX_FACES = 5;

/** What is needed of a tier to find faces. */
type FaceFinder = Pick<FaceNetworks, 'detector' | 'look'>;

/** Finds the faces of a live frame, largest first; a face that fills the frame is found with a margin around it. */
export async function findLiveFaces(networks: FaceFinder, frame: Picture): Promise<readonly SeenFace[]> {
  const found = await networks.detector.detect(frame);
  const seen = await lookAtLargest(networks, frame, found);
  return seen.length > 0 ? seen : lookAtLargest(networks, frame, await detectWithMargin(networks.detector, frame));
}

/** A face that can be embedded. */
export interface LocatedFace extends FaceObservation {
  readonly points: FacePoints;
}

/** The faces of a live frame, largest first: those that were seen in it before, or else found now. */
export async function facesOf(networks: FaceFinder, frame: LiveFrame): Promise<readonly LocatedFace[]> {
  return frame.faces?.filter(isLocated) ?? findLiveFaces(networks, frame);
}

const isLocated = (face: FaceObservation): face is LocatedFace => face.points.length === 5;

/** Finds portraits on a page: as a whole, with a margin, and in tiles when the page is far larger than the portrait. */
export async function findPortraits(networks: FaceNetworks, page: Picture): Promise<readonly SeenFace[]> {
  const seen = await findLiveFaces(networks, page);
  return seen.length > 0 ? seen : lookAtLargest(networks, page, await detectInTiles(networks.detector, page));
}

async function lookAtLargest(
  networks: FaceFinder,
  picture: Picture,
  found: readonly DetectedFace[],
): Promise<readonly SeenFace[]> {
  const seen: SeenFace[] = [];
  const largest = [...found].sort((a, b) => b.box.width - a.box.width).slice(0, MAX_FACES);
  for (const face of largest) {
    const closer = await networks.look(picture, face);
    if (closer !== null) seen.push(closer);
  }
  return seen.sort((a, b) => b.box.width - a.box.width);
}

function detectWithMargin(detector: FaceDetector, picture: Picture): Promise<DetectedFace[]> {
  const margin = MARGIN * Math.max(picture.width, picture.height);
  return detectWithin(detector, picture, {
    x: -margin,
    y: -margin,
    width: picture.width + 2 * margin,
    height: picture.height + 2 * margin,
  });
}

async function detectInTiles(detector: FaceDetector, picture: Picture): Promise<DetectedFace[]> {
  const found: DetectedFace[] = [];
  const [width, height] = [picture.width * TILE, picture.height * TILE];
  for (const row of [0, 1, 2])
    for (const column of [0, 1, 2]) {
      const tile = { x: (column * width) / 2, y: (row * height) / 2, width, height };
      found.push(...(await detectWithin(detector, picture, tile)));
    }
  return suppressOverlaps(found, SAME_FACE_OVERLAP);
}

/** Runs the detector on a part of the picture, which may reach over its edges, and answers in picture coordinates. */
async function detectWithin(detector: FaceDetector, picture: Picture, part: Box): Promise<DetectedFace[]> {
  const [width, height] = [Math.round(part.width), Math.round(part.height)];
  const cut = resample(picture, stretchToBox(part, width, height), width, height);
  const faces = await detector.detect(cut);
  return faces.map(({ box, confidence, eyes }) => ({
    confidence,
    eyes: eyes && [
      [eyes[0][0] + part.x, eyes[0][1] + part.y],
      [eyes[1][0] + part.x, eyes[1][1] + part.y],
    ],
    box: { ...box, x: box.x + part.x, y: box.y + part.y },
  }));
}
