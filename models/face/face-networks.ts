import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import type { Box, FaceObservation, ModelIdentity, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { type CheckedModel, identityOf } from '../checked-model.ts';
import type { ModelRole } from '../model-manifest.ts';
import type { ResolvedModels } from '../model-store.ts';
import { distance } from './affine.ts';
import { createBlazefaceDetector } from './blazeface-detector.ts';
import {
  DetectionCalibration,
  LivenessCalibration,
  type MatchCalibrations,
  PoseCalibration,
  PresenceCalibration,
  readCalibration,
  readMatchCalibrations,
} from './calibration.ts';
import type { DetectedFace, FaceDetector } from './face-detection.ts';
import { DLIB_150, embedFace, type FaceTemplate, INTEL_0095 } from './face-embedder.ts';
import { eyeAspectRatio, type FaceMesh, fitFaceMesh, meshBox, meshFacePoints } from './face-mesh.ts';
import { eyeLineAngle, type FacePoints, findFivePoints } from './face-points.ts';
import { measureFace } from './face-quality.ts';
import { estimateHeadPose, type Gaze, meshHeadPose } from './head-pose.ts';
import { bonaFideProbability } from './liveness-network.ts';
import { type Network, openNetwork } from './network.ts';
import { createSsdDetector } from './ssd-detector.ts';

/** A face with everything that can be said about it. */
export interface SeenFace extends FaceObservation {
  readonly points: FacePoints;
  /** Box of the detector, which the liveness networks were trained on. */
  readonly detected: DetectedFace;
  /** Null where the tier has no mesh, or the mesh does not believe in the face. */
  readonly mesh: FaceMesh | null;
}

/** The networks of one tier, loaded and calibrated: what the recognisers are made of. */
export interface FaceNetworks {
  readonly tier: 'station' | 'npm';
  readonly models: readonly ModelIdentity[];
  readonly detector: FaceDetector;
  readonly matching: { readonly calibrations: MatchCalibrations; readonly modelSha256: string };
  readonly liveness: { readonly calibration: LivenessCalibration; readonly modelSha256: string } | null;
  /** Looks closely at a detected face; null when the mesh finds that it is none. */
  look(picture: Picture, face: DetectedFace): Promise<SeenFace | null>;
  embed(picture: Picture, points: FacePoints): Promise<FaceTemplate>;
  /** Bona fide probabilities of the two liveness networks; only where `liveness` is not null. */
  judge(picture: Picture, box: Box): Promise<readonly [number, number]>;
  close(): Promise<void>;
}

/** As `loadFaceNetworks`, for a tier known to be good; null when there is none. Throws when a network is refused. */
export async function openFaceNetworks(resolved: ResolvedModels): Promise<FaceNetworks | null> {
  if (resolved.tier === 'absent') return null;
  const loaded = await loadFaceNetworks(resolved);
  if (!loaded.ok) throw new Error(`${loaded.fault.code} ${loaded.fault.where}: ${loaded.fault.detail}`);
  return loaded.value;
}

/**
 * Loads every network of the tier and runs each once. Faults: `models.golden-mismatch`, `models.absent`. Throws when a
 * calibration file is missing: the repo is then not whole.
 */
export async function loadFaceNetworks(resolved: ResolvedModels): Promise<Result<FaceNetworks>> {
  if (resolved.tier === 'absent') return failed(fault('models.absent'));
  const networks = new Map<ModelRole, Network>();
  for (const [role, model] of resolved.models) {
    const opened = await openNetwork(model);
    if (opened.ok) networks.set(role, opened.value);
    else {
      for (const network of networks.values()) await network.close();
      return opened;
    }
  }
  return ok(assemble(resolved, resolved.tier, networks));
}

function assemble(
  resolved: ResolvedModels,
  tier: FaceNetworks['tier'],
  networks: ReadonlyMap<ModelRole, Network>,
): FaceNetworks {
  const network = (role: ModelRole) => required(networks.get(role), role);
  const model = (role: ModelRole): CheckedModel => required(resolved.models.get(role), role);
  const sha256 = (role: ModelRole) => model(role).entry.sha256;

  const detection = readCalibration(DetectionCalibration, sha256('detector'), 'detection');
  const detector =
    tier === 'station'
      ? createSsdDetector(network('detector'), detection)
      : createBlazefaceDetector(network('detector'), detection);
  const embedderInput = tier === 'station' ? INTEL_0095 : DLIB_150;
  const fitMesh = meshFitter(resolved, networks.get('landmarks-468'));
  const seeStation = tier === 'station' ? stationEyes(network, sha256('head-pose')) : null;

  return {
    tier,
    models: [...resolved.models.values()].map(identityOf),
    detector,
    matching: { calibrations: readMatchCalibrations(sha256('embedder')), modelSha256: sha256('embedder') },
    liveness:
      tier === 'station'
        ? {
            calibration: readCalibration(LivenessCalibration, sha256('liveness-2.7'), 'liveness'),
            modelSha256: sha256('liveness-2.7'),
          }
        : null,
    look: async (picture, face) => {
      const mesh = await fitMesh(picture, face);
      if (seeStation !== null) return describe(picture, face, face.box, mesh, await seeStation(picture, face.box));
      if (mesh === null) return null;
      return describe(picture, face, meshBox(mesh.mesh), mesh, { points: meshFacePoints(mesh.mesh), gaze: mesh.gaze });
    },
    embed: (picture, points) => embedFace(network('embedder'), embedderInput, picture, points),
    judge: async (picture, box) => [
      await bonaFideProbability(network('liveness-2.7'), picture, box, 2.7),
      await bonaFideProbability(network('liveness-4.0'), picture, box, 4.0),
    ],
    close: async () => {
      for (const open of networks.values()) await open.close();
    },
  };
}

interface MeshView {
  readonly mesh: FaceMesh;
  readonly gaze: Gaze;
}

interface FaceView {
  readonly points: FacePoints;
  readonly gaze: Gaze;
}

/** Fits the mesh where the tier has one and the network believes in what it sees. */
function meshFitter(resolved: ResolvedModels, network: Network | undefined) {
  const sha256 = resolved.models.get('landmarks-468')?.entry.sha256;
  if (network === undefined || sha256 === undefined) return async (): Promise<MeshView | null> => null;
  const { minPresence } = readCalibration(PresenceCalibration, sha256, 'presence');
  const calibration = readCalibration(PoseCalibration, sha256, 'pose');
  return async (picture: Picture, face: DetectedFace): Promise<MeshView | null> => {
    const mesh = await fitFaceMesh(network, picture, face);
    return mesh.presence < minPresence ? null : { mesh, gaze: meshHeadPose(mesh, calibration) };
  };
}

function stationEyes(network: (role: ModelRole) => Network, poseSha256: string) {
  const calibration = readCalibration(PoseCalibration, poseSha256, 'pose');
  return async (picture: Picture, box: Box): Promise<FaceView> => ({
    points: await findFivePoints(network('landmarks-5'), picture, box),
    gaze: await estimateHeadPose(network('head-pose'), picture, box, calibration),
  });
}

function describe(
  picture: Picture,
  detected: DetectedFace,
  box: Box,
  mesh: MeshView | null,
  { points, gaze }: FaceView,
): SeenFace {
  return {
    box,
    confidence: detected.confidence,
    points,
    pose: { ...gaze, rollDeg: (eyeLineAngle(points[0], points[1]) * 180) / Math.PI },
    eyeAspectRatio: mesh === null ? null : eyeAspectRatio(mesh.mesh),
    interEyeDistancePx: distance(points[0], points[1]),
    ...measureFace(picture, box),
    detected,
    mesh: mesh?.mesh ?? null,
  };
}

function required<T>(value: T | undefined, role: ModelRole): T {
  if (value === undefined) throw new Error(`the tier has no ${role}`);
  return value;
}
