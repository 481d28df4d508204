import type { PassiveLiveness, Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { LivenessCalibration } from './calibration.ts';
import type { FaceNetworks } from './face-networks.ts';
import { median } from './median.ts';

/**
 * Judges whether a living face was in front of the camera, from the medians over the frames of the mean and of the minimum
 * of both networks. It is made to stop screens and flat prints; masks and cut-outs pass it (see the model card), so an
 * active challenge belongs beside it.
 */
export async function judgeLiveness(networks: FaceNetworks, frames: readonly Picture[]): Promise<PassiveLiveness> {
  const { liveness } = networks;
  if (liveness === null) {
    return { outcome: 'not-available', meanScore: 0, minScore: 0, frames: 0, calibration: 'none' };
  }
  const means: number[] = [];
  const minima: number[] = [];
  for (const frame of frames) {
    const found = await networks.detector.detect(frame);
    const [largest] = [...found].sort((a, b) => b.box.width - a.box.width);
    if (largest === undefined) continue;
    const [near, far] = await networks.judge(frame, largest.box);
    means.push((near + far) / 2);
    minima.push(Math.min(near, far));
  }
  const statement = {
    frames: means.length,
    calibration: `${liveness.modelSha256.slice(0, 16)}/liveness@${liveness.calibration.date}`,
  };
  if (means.length < liveness.calibration.minFrames) {
    return { outcome: 'inconclusive', meanScore: 0, minScore: 0, ...statement };
  }
  const [meanScore, minScore] = [median(means), median(minima)];
  return { outcome: decide(meanScore, minScore, liveness.calibration), meanScore, minScore, ...statement };
}

function decide(mean: number, minimum: number, rule: LivenessCalibration): PassiveLiveness['outcome'] {
  if (minimum >= rule.minScoreAccept) return 'bona-fide';
  return mean >= rule.meanScoreReview ? 'inconclusive' : 'attack';
}
