import type { Box, PassiveLiveness } from '../../agent/contract/vocabulary/observations.ts';
import type { LiveFrame } from '../ports.ts';
import type { LivenessCalibration } from './calibration.ts';
import type { FaceNetworks } from './face-networks.ts';
import { blownOutShare, sceneScale } from './liveness-scene.ts';
import { median } from './median.ts';

/**
 * Judges whether a living face was in front of the camera, from the medians over the frames of the mean and of the minimum
 * of both networks. It is made to stop screens and flat prints; masks and cut-outs pass it (see the model card), so an
 * active challenge belongs beside it. Frames that show too little scene around the head, or a burnt-out face, tell the networks
 * nothing and are not counted; when too few are left, `advice` says what was wrong with most of the others.
 */
export async function judgeLiveness(networks: FaceNetworks, frames: readonly LiveFrame[]): Promise<PassiveLiveness> {
  const { liveness } = networks;
  if (liveness === null) {
    return { outcome: 'not-available', meanScore: 0, minScore: 0, frames: 0, calibration: 'none' };
  }
  const means: number[] = [];
  const minima: number[] = [];
  const leftOut = { 'too-close': 0, 'too-bright': 0 };
  for (const frame of frames) {
    const box = await largestFace(networks, frame);
    if (box === null) continue;
    if (sceneScale(frame, box) < liveness.calibration.minSceneScale) {
      leftOut['too-close'] += 1;
      continue;
    }
    if (blownOutShare(frame, box) > liveness.calibration.maxBlownOutShare) {
      leftOut['too-bright'] += 1;
      continue;
    }
    const [near, far] = await networks.judge(frame, box);
    means.push((near + far) / 2);
    minima.push(Math.min(near, far));
  }
  const statement = {
    frames: means.length,
    calibration: `${liveness.modelSha256.slice(0, 16)}/liveness@${liveness.calibration.date}`,
  };
  if (means.length < liveness.calibration.minFrames) {
    return { outcome: 'inconclusive', meanScore: 0, minScore: 0, ...statement, ...adviceOn(leftOut) };
  }
  const [meanScore, minScore] = [median(means), median(minima)];
  return { outcome: decide(meanScore, minScore, liveness.calibration), meanScore, minScore, ...statement };
}

/** Box of the detector, which in a tier with liveness networks is also that of an observation. */
async function largestFace({ detector }: FaceNetworks, frame: LiveFrame): Promise<Box | null> {
  if (frame.faces !== undefined) return frame.faces[0]?.box ?? null;
  const found = await detector.detect(frame);
  return [...found].sort((a, b) => b.box.width - a.box.width)[0]?.box ?? null;
}

function decide(mean: number, minimum: number, rule: LivenessCalibration): PassiveLiveness['outcome'] {
  if (minimum >= rule.minScoreAccept) return 'bona-fide';
  return mean >= rule.meanScoreReview ? 'inconclusive' : 'attack';
}

function adviceOn(leftOut: Readonly<Record<'too-close' | 'too-bright', number>>): Pick<PassiveLiveness, 'advice'> {
  const { 'too-close': close, 'too-bright': bright } = leftOut;
  if (close + bright === 0) return {};
  return { advice: close >= bright ? 'too-close' : 'too-bright' };
}
