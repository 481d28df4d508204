import type { Fault } from '../../agent/contract/faults.ts';
import type { ModelIdentity, SilentFigures } from '../../agent/contract/vocabulary/observations.ts';
import type { LiveFrame } from '../ports.ts';
import type { FaceNetworks } from './face-networks.ts';
import type { FacePoints } from './face-points.ts';
import { findLiveFaces } from './face-search.ts';
import { openQualityRegressor } from './quality-regressor.ts';
import { openRecaptureDetector } from './recapture-detector.ts';

/** Networks whose figures are written down beside a judgement and take no part in it. */
export interface SilentChecks {
  readonly models: readonly ModelIdentity[];
  /** Why the checks are left out; empty when they run. */
  readonly refusals: readonly Fault[];
  /** Figures of the middle frame of a capture; null when the checks are left out or nobody is in the frame. */
  measure(frames: readonly LiveFrame[]): Promise<SilentFigures | null>;
  close(): Promise<void>;
}

/**
 * Opens the recapture detector and the quality regressor for a tier that has the regressor's embedder. They decide nothing, so
 * a network that is missing or altered leaves both out and is reported, and the recognisers run without.
 */
export async function openSilentChecks(networks: FaceNetworks): Promise<SilentChecks> {
  if (networks.tier !== 'station') return leftOut([]);
  const recapture = await openRecaptureDetector();
  if (!recapture.ok) return leftOut([recapture.fault]);
  const quality = await openQualityRegressor();
  if (!quality.ok) {
    await recapture.value.close();
    return leftOut([quality.fault]);
  }
  const [detector, regressor] = [recapture.value, quality.value];
  return {
    models: [detector.model, regressor.model],
    refusals: [],
    measure: async (frames) => {
      const frame = frames[frames.length >> 1];
      if (frame === undefined) return null;
      const [face] = frame.faces ?? (await findLiveFaces(networks, frame));
      if (face === undefined) return null;
      return {
        recaptureScore: await detector.recaptureScore(frame, face.box),
        predictedLoss: await regressor.predictedLoss(frame, face.points as FacePoints),
      };
    },
    close: async () => {
      await detector.close();
      await regressor.close();
    },
  };
}

const leftOut = (refusals: readonly Fault[]): SilentChecks => ({
  models: [],
  refusals,
  measure: async () => null,
  close: async () => {},
});
