import { type Fault, failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import type { ModelManifest } from '../model-manifest.ts';
import { type ModelPlaces, resolveModels } from '../model-store.ts';
import type { FaceRecognisers } from '../ports.ts';
import { readCaptureLimits } from './calibration.ts';
import { adviseCapture } from './capture-guidance.ts';
import { compareFaces } from './face-comparison.ts';
import { openFaceNetworks, type SeenFace } from './face-networks.ts';
import { findLiveFaces } from './face-search.ts';
import { judgeLiveness } from './passive-liveness.ts';

/** The recognisers, and why a better tier was not taken. */
export interface OpenedFaceRecognisers extends FaceRecognisers {
  readonly refusals: readonly Fault[];
}

/**
 * Opens the face recognisers in this thread; each call occupies it for about 0.1 s a frame. Programs use
 * `openFaceRecognisers`, which puts this into a worker. Faults: `models.absent`, with the reasons in `detail`.
 */
export async function openFaceEngine(
  places: ModelPlaces,
  manifest?: ModelManifest,
): Promise<Result<OpenedFaceRecognisers>> {
  const resolved = await resolveModels(places, manifest);
  const networks = await openFaceNetworks(resolved);
  if (networks === null) {
    const reasons = resolved.refusals.map(({ code, where, detail }) => `${code} ${where} (${detail})`);
    const tampered = resolved.refusals.some(({ code }) => code === 'models.hash-mismatch');
    return failed(fault(tampered ? 'models.hash-mismatch' : 'models.absent', { detail: reasons.join('; ') }));
  }
  const limits = readCaptureLimits();
  return ok({
    tier: networks.tier,
    passiveLiveness: networks.liveness !== null,
    models: networks.models,
    refusals: resolved.refusals,
    observe: async (picture) => {
      const frame = { width: picture.width, height: picture.height };
      const faces = await findLiveFaces(networks, picture);
      return ok({ faces: faces.map(withoutDetection), guidance: adviseCapture(faces, frame, limits), frame });
    },
    compare: async (request) => ok(await compareFaces(networks, request, limits)),
    judge: async (frames) => ok(await judgeLiveness(networks, frames)),
    close: () => networks.close(),
  });
}

function withoutDetection({ detected: _, ...observation }: SeenFace) {
  return observation;
}
