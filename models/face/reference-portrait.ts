import type { FaceComparison, Picture, ReferenceType } from '../../agent/contract/vocabulary/observations.ts';
import { stretchToBox } from './affine.ts';
import type { CaptureLimits } from './calibration.ts';
import { descreen } from './descreen.ts';
import type { FaceTemplate } from './face-embedder.ts';
import type { FaceNetworks, SeenFace } from './face-networks.ts';
import { eyeLineAngle } from './face-points.ts';
import { findPortraits } from './face-search.ts';
import { resample } from './resample.ts';

/** Why a reference cannot be used. */
export type ReferenceProblem = Extract<
  FaceComparison['problem'],
  'no-reference-face' | 'several-reference-faces' | 'low-quality'
>;

/** Room around a printed portrait that is kept for cleaning, as a share of its box. */
const MARGIN = 0.6;

/**
 * Finds the holder's portrait on a reference picture, which may be a whole page, and embeds it. Ghost and secondary
 * portraits are smaller than the main one by design, so the largest upright face is taken if it is clearly
 * larger than the next. A printed portrait is embedded twice, as it is and with its screen taken out: which one is better
 * depends on the printing, and the comparison takes the higher score. Its calibration was measured in the same way.
 */
export async function embedReference(
  networks: FaceNetworks,
  reference: Picture,
  type: ReferenceType,
  limits: CaptureLimits,
): Promise<readonly FaceTemplate[] | ReferenceProblem> {
  const found = await findPortraits(networks, reference);
  if (found.length > 0 || type !== 'printed') {
    const portrait = choosePortrait(found, limits);
    if (typeof portrait === 'string') return portrait;
    const template = await networks.embed(reference, portrait.points);
    return type === 'printed' ? [template, ...(await embedDescreened(networks, reference, portrait))] : [template];
  }
  // A coarse screen can hide a face from the detector altogether.
  const clean = await descreen(reference);
  const portrait = choosePortrait(await findPortraits(networks, clean), limits);
  return typeof portrait === 'string' ? portrait : [await networks.embed(clean, portrait.points)];
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

/** The face is found anew in the cleaned cut-out, because a screen moves the points as well. */
async function embedDescreened(networks: FaceNetworks, page: Picture, portrait: SeenFace): Promise<FaceTemplate[]> {
  const { box } = portrait;
  const around = {
    x: box.x - MARGIN * box.width,
    y: box.y - MARGIN * box.height,
    width: box.width * (1 + 2 * MARGIN),
    height: box.height * (1 + 2 * MARGIN),
  };
  const [width, height] = [Math.round(around.width), Math.round(around.height)];
  const cut = resample(page, stretchToBox(around, width, height), width, height, { outside: 'edge', averaging: false });
  const clean = await descreen(cut, portrait.interEyeDistancePx);
  const [face] = await findPortraits(networks, clean);
  return face === undefined ? [] : [await networks.embed(clean, face.points)];
}
