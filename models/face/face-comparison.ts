import type { FaceComparison, Picture, ReferenceType } from '../../agent/contract/vocabulary/observations.ts';
import type { LiveFrame } from '../ports.ts';
import type { CaptureLimits, MatchCalibration } from './calibration.ts';
import { cosineSimilarity, type FaceTemplate } from './face-embedder.ts';
import type { FaceNetworks } from './face-networks.ts';
import { comparisonQuality } from './face-quality.ts';
import { facesOf, type LocatedFace } from './face-search.ts';
import { median } from './median.ts';
import { embedReference } from './reference-portrait.ts';

/**
 * Compares a document portrait with live frames, 1:1. The score is the median over the best frames, which one odd frame
 * cannot move; the decision is that of the calibration for this network and this kind of reference. Templates live as long
 * as this call.
 */
export async function compareFaces(
  networks: FaceNetworks,
  request: {
    readonly reference: Picture;
    readonly referenceType: ReferenceType;
    readonly probes: readonly LiveFrame[];
  },
  limits: CaptureLimits,
): Promise<FaceComparison> {
  const { calibrations, modelSha256 } = networks.matching;
  const calibration = calibrations[request.referenceType];
  const statement = {
    threshold: calibration.threshold,
    reviewThreshold: calibration.reviewThreshold,
    falseMatchRate: calibration.falseMatchRate,
    targetFmr: calibration.targetFmr,
    calibration: `${modelSha256.slice(0, 16)}/${request.referenceType}@${calibration.date}`,
    referenceType: request.referenceType,
  };
  const inconclusive = (problem: NonNullable<FaceComparison['problem']>): FaceComparison => ({
    decision: 'inconclusive',
    problem,
    score: 0,
    matchesAtFmr: null,
    probes: 0,
    ...statement,
  });

  const references = await embedReference(networks, request.reference, request.referenceType, limits);
  if (typeof references === 'string') return inconclusive(references);
  const probes = await embedBestProbes(networks, request.probes, limits);
  if (typeof probes === 'string') return inconclusive(probes);

  const score = median(probes.map((probe) => Math.max(...references.map((each) => cosineSimilarity(each, probe)))));
  const matchesAtFmr = strictestMatch(score, calibration);
  return { decision: decide(score, calibration), score, matchesAtFmr, probes: probes.length, ...statement };
}

/** The lowest false match rate of the calibration's operating points at which a score still matches; null when at none. */
export function strictestMatch(score: number, { operatingPoints }: MatchCalibration): number | null {
  const passed = operatingPoints.filter(({ threshold }) => score >= threshold).map(({ targetFmr }) => targetFmr);
  return passed.length === 0 ? null : Math.min(...passed);
}

function decide(score: number, calibration: MatchCalibration): FaceComparison['decision'] {
  if (score >= calibration.threshold) return 'match';
  return score >= calibration.reviewThreshold ? 'borderline' : 'no-match';
}

async function embedBestProbes(
  networks: FaceNetworks,
  frames: readonly LiveFrame[],
  limits: CaptureLimits,
): Promise<readonly FaceTemplate[] | 'no-probe-face' | 'low-quality'> {
  const usable: { readonly frame: LiveFrame; readonly face: LocatedFace; readonly quality: number }[] = [];
  let seen = 0;
  for (const frame of frames) {
    const [face, rival] = await facesOf(networks, frame);
    // With two people in front of the camera nobody can say which one is compared.
    if (face === undefined) continue;
    if (rival !== undefined && rival.box.width >= limits.rivalFaceShare.value * face.box.width) continue;
    seen += 1;
    if (face.interEyeDistancePx < limits.minInterEyeDistancePx.value) continue;
    usable.push({ frame, face, quality: comparisonQuality(face, limits) });
  }
  if (usable.length === 0) return seen === 0 ? 'no-probe-face' : 'low-quality';
  const best = usable.sort((a, b) => b.quality - a.quality).slice(0, limits.maxProbes.value);
  const templates: FaceTemplate[] = [];
  for (const { frame, face } of best) templates.push(await networks.embed(frame, face.points));
  return templates;
}
