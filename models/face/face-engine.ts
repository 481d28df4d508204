import { type Fault, failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import { measureFaceQuality } from '../face-quality/measure-face-quality.ts';
import { readQualityLimits } from '../face-quality/quality-limits.ts';
import type { ModelManifest } from '../model-manifest.ts';
import { type ModelPlaces, type ResolvedModels, resolveModels } from '../model-store.ts';
import type { FaceRecognisers } from '../ports.ts';
import { readCaptureLimits } from './calibration.ts';
import { adviseCapture, NOTHING_SEEN } from './capture-guidance.ts';
import { compareFaces } from './face-comparison.ts';
import { type FaceNetworks, loadFaceNetworks, type SeenFace } from './face-networks.ts';
import { findLiveFaces } from './face-search.ts';
import { withPassingTemplates } from './passing-templates.ts';
import { judgeLiveness } from './passive-liveness.ts';
import { judgeSamePerson } from './same-person.ts';
import { openSilentChecks } from './silent-checks.ts';

/** The recognisers, and why a better tier was not taken. */
export interface OpenedFaceRecognisers extends FaceRecognisers {
  readonly refusals: readonly Fault[];
}

/**
 * Opens the face recognisers in this thread; each call occupies it for about 0.1 s a frame. Programs use
 * `openFaceRecognisers`, which puts this into a worker. Faults: `models.absent`, `models.hash-mismatch`,
 * `models.golden-mismatch`, with the reasons in `detail`.
 */
export async function openFaceEngine(
  places: ModelPlaces,
  manifest?: ModelManifest,
): Promise<Result<OpenedFaceRecognisers>> {
  const { networks, refusals } = await openBestTier(places, manifest);
  if (networks === null) {
    const reasons = refusals.map(({ code, where, detail }) => `${code} ${where} (${detail})`);
    const worst = REFUSAL_CODES.find((code) => refusals.some((refusal) => refusal.code === code));
    return failed(fault(worst ?? 'models.absent', { detail: reasons.join('; ') }));
  }
  const silent = await openSilentChecks(networks);
  const limits = readCaptureLimits();
  const qualityLimits = readQualityLimits();
  let guide = NOTHING_SEEN;
  return ok({
    tier: networks.tier,
    passiveLiveness: networks.liveness !== null,
    models: [...networks.models, ...silent.models],
    refusals: [...refusals, ...silent.refusals],
    observe: async (picture) => {
      const frame = { width: picture.width, height: picture.height };
      const faces = await findLiveFaces(networks, picture);
      const [face, rival = null] = faces;
      const measured = face && measureFaceQuality(picture, face, rival, qualityLimits, { background: false });
      guide = adviseCapture({ faces, frame, light: measured?.light ?? null }, limits, guide);
      const quality = measured?.findings ?? [];
      return ok({ faces: faces.map(withoutDetection), guidance: guide.advice, frame, quality });
    },
    compare: (request) =>
      withPassingTemplates(networks, async (passing) => {
        const compared = await compareFaces(passing, request, limits);
        const continuity = await judgeSamePerson(passing, request.probes, limits);
        return ok(continuity ? { ...compared, continuity } : compared);
      }),
    judge: async (frames) => {
      const judged = await judgeLiveness(networks, frames);
      const figures = judged.outcome === 'not-available' ? null : await silent.measure(frames);
      return ok(figures === null ? judged : { ...judged, silent: figures });
    },
    close: async () => {
      await silent.close();
      await networks.close();
    },
  });
}

/** What no tier left says about why, gravest first. */
const REFUSAL_CODES = ['models.hash-mismatch', 'models.golden-mismatch'] as const;

/** A tier whose networks do not answer as recorded is left out like one whose files were altered. */
async function openBestTier(
  places: ModelPlaces,
  manifest?: ModelManifest,
): Promise<{ readonly networks: FaceNetworks | null; readonly refusals: readonly Fault[] }> {
  const refusals = new Map<string, Fault>();
  const refuse = (refusal: Fault) => refusals.set(`${refusal.code} ${refusal.where}`, refusal);
  for await (const resolved of tiersToTry(places, manifest)) {
    for (const refusal of resolved.refusals) refuse(refusal);
    if (resolved.tier === 'absent') break;
    const loaded = await loadFaceNetworks(resolved);
    if (loaded.ok) return { networks: loaded.value, refusals: [...refusals.values()] };
    refuse(loaded.fault);
  }
  return { networks: null, refusals: [...refusals.values()] };
}

/** The best tier; the station tier without the mesh, which it can do without; the npm tier. */
async function* tiersToTry(places: ModelPlaces, manifest?: ModelManifest): AsyncGenerator<ResolvedModels> {
  const best = await resolveModels(places, manifest);
  yield best;
  if (best.tier !== 'station') return;
  const necessary = [...best.models].filter(([role]) => role !== 'landmarks-468');
  if (necessary.length < best.models.size) yield { ...best, models: new Map(necessary) };
  yield await resolveModels({ ...places, modelsDir: null }, manifest);
}

function withoutDetection({ detected: _, mesh: __, ...observation }: SeenFace) {
  return observation;
}
