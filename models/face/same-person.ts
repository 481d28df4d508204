import type { FaceContinuity } from '../../agent/contract/vocabulary/observations.ts';
import type { LiveFrame } from '../ports.ts';
import type { CaptureLimits } from './calibration.ts';
import { cosineSimilarity, type FaceTemplate } from './face-embedder.ts';
import type { FaceNetworks } from './face-networks.ts';
import { facesOf } from './face-search.ts';

/** More frames say little more and cost a run of the embedder each. */
const MOST_FRAMES = 5;

/**
 * Whether one person stood before the camera all through a capture: the least alike pair of its frames, at the operating point for
 * photograph against photograph (one capture is more alike than that, so the point is on the safe side). Frames are taken evenly over
 * the capture. Null when fewer than two show one face of sufficient size. Templates are overwritten before this returns.
 */
export async function judgeSamePerson(
  networks: FaceNetworks,
  frames: readonly LiveFrame[],
  limits: CaptureLimits,
): Promise<FaceContinuity | null> {
  const { calibrations, modelSha256 } = networks.matching;
  const { threshold, reviewThreshold, date } = calibrations.photo;
  const templates: FaceTemplate[] = [];
  try {
    for (const frame of spread(frames, MOST_FRAMES)) {
      const [face, rival] = await facesOf(networks, frame);
      if (face === undefined || face.interEyeDistancePx < limits.minInterEyeDistancePx.value) continue;
      if (rival !== undefined && rival.box.width >= limits.rivalFaceShare.value * face.box.width) continue;
      templates.push(await networks.embed(frame, face.points));
    }
    if (templates.length < 2) return null;
    const score = leastAlike(templates);
    const decision = score >= threshold ? 'same' : score >= reviewThreshold ? 'inconclusive' : 'different';
    const calibration = `${modelSha256.slice(0, 16)}/photo@${date}`;
    return { decision, score, threshold, calibration, frames: templates.length };
  } finally {
    for (const { direction } of templates) direction.fill(0);
  }
}

function leastAlike(templates: readonly FaceTemplate[]): number {
  let least = 1;
  for (const [index, one] of templates.entries()) {
    for (const other of templates.slice(index + 1)) least = Math.min(least, cosineSimilarity(one, other));
  }
  return least;
}

/** At most `most` of the items, the first and the last among them. */
function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))] as T);
}
