import type { FaceComparison, Picture, ReferenceType } from '../../agent/contract/vocabulary/observations.ts';
import { type Affine, applyAffine, invertAffine, type Point, stretchToBox } from './affine.ts';
import { type CaptureLimits, readPrintLimits } from './calibration.ts';
import { DESCREEN_SIDE, findPeriodicPrint, removePeriodicPrint } from './descreen.ts';
import type { FaceTemplate } from './face-embedder.ts';
import type { FaceNetworks, SeenFace } from './face-networks.ts';
import { eyeLineAngle, type FacePoints } from './face-points.ts';
import { findPortraits } from './face-search.ts';
import { resample } from './resample.ts';
import { softenScreen } from './soften-screen.ts';

/** Why a reference cannot be used. */
export type ReferenceProblem = Extract<
  FaceComparison['problem'],
  'no-reference-face' | 'several-reference-faces' | 'low-quality'
>;

/** A printed portrait as it is and with its print taken out; one of the two may be missing. */
export interface PrintedTemplates {
  readonly raw: FaceTemplate | null;
  readonly cleaned: FaceTemplate | null;
}

/** Side of the square around the nose that is cleaned, in distances of the eyes: the head and a little of what is around it. */
const SQUARE_EYE_DISTANCES = 3.8;

const printLimits = readPrintLimits();

/**
 * Finds the holder's portrait on a reference picture, which may be a whole page, and embeds it. Ghost and secondary
 * portraits are smaller than the main one by design, so the largest upright face is taken if it is clearly
 * larger than the next. Of a printed portrait the better of two versions is taken, see `embedPrinted`; its calibration was
 * measured in the same way.
 */
export async function embedReference(
  networks: FaceNetworks,
  reference: Picture,
  type: ReferenceType,
  limits: CaptureLimits,
): Promise<readonly FaceTemplate[] | ReferenceProblem> {
  if (type === 'printed') {
    const templates = await embedPrinted(networks, reference, limits);
    return typeof templates === 'string' ? templates : [keepBetter(templates)];
  }
  const portrait = choosePortrait(await findPortraits(networks, reference), limits);
  return typeof portrait === 'string' ? portrait : [await networks.embed(reference, portrait.points)];
}

/**
 * Embeds a printed portrait twice when a periodic print lies over it: as it is, and with the print taken out and the face
 * found anew, because a screen moves the points as well. A screen so coarse that it hides the face is softened first, only
 * to find the portrait.
 */
export async function embedPrinted(
  networks: FaceNetworks,
  reference: Picture,
  limits: CaptureLimits,
): Promise<PrintedTemplates | ReferenceProblem> {
  const found = await findPortraits(networks, reference);
  const seen = found.length > 0 ? found : await findPortraits(networks, await softenScreen(reference));
  const portrait = choosePortrait(seen, limits);
  if (typeof portrait === 'string') return portrait;
  const cleaned = await embedCleaned(networks, reference, portrait);
  const raw = found.length > 0 || cleaned === null ? await networks.embed(reference, portrait.points) : null;
  return { raw, cleaned };
}

/** The version whose embedding is longer: its length falls with every kind of damage, and no live frame is needed to say so. */
function keepBetter({ raw, cleaned }: PrintedTemplates): FaceTemplate {
  const [better, worse] = (raw?.norm ?? 0) > (cleaned?.norm ?? 0) ? [raw, cleaned] : [cleaned, raw];
  worse?.direction.fill(0);
  if (better === null) throw new Error('a portrait was found and embedded in neither way');
  return better;
}

function choosePortrait(found: readonly SeenFace[], limits: CaptureLimits): SeenFace | ReferenceProblem {
  const maxRoll = (limits.maxPortraitRollDeg.value * Math.PI) / 180;
  const upright = found.filter((face) => Math.abs(eyeLineAngle(face.points[0], face.points[1])) <= maxRoll);
  const [largest, next] = upright;
  if (largest === undefined) return 'no-reference-face';
  if (next !== undefined && largest.box.width < limits.portraitRivalRatio.value * next.box.width) {
    return 'several-reference-faces';
  }
  return largest.interEyeDistancePx < limits.minInterEyeDistancePx.value ? 'low-quality' : largest;
}

async function embedCleaned(networks: FaceNetworks, page: Picture, portrait: SeenFace): Promise<FaceTemplate | null> {
  const toPage = squareAround(portrait);
  const square = resample(page, toPage, DESCREEN_SIDE, DESCREEN_SIDE, { outside: 'edge', averaging: true });
  const print = findPeriodicPrint(square, printLimits);
  if (print === null) return null;
  const clean = removePeriodicPrint(square, print);
  const [face] = await findPortraits(networks, clean);
  const toSquare = invertAffine(toPage);
  const onSquare = portrait.points.map((point): Point => applyAffine(toSquare, point)) as unknown as FacePoints;
  return networks.embed(clean, face?.points ?? onSquare);
}

function squareAround({ points: [, , nose], interEyeDistancePx }: SeenFace): Affine {
  const side = SQUARE_EYE_DISTANCES * interEyeDistancePx;
  const box = { x: nose[0] - side / 2, y: nose[1] - 0.55 * side, width: side, height: side };
  return stretchToBox(box, DESCREEN_SIDE, DESCREEN_SIDE);
}
