import { fileURLToPath } from 'node:url';
import type { ModelIdentity, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { openNetwork } from '../mrz/open-network.ts';
import { fitSimilarity, invertAffine, type Point } from './affine.ts';
import { INTEL_0095 } from './face-embedder.ts';
import type { FacePoints } from './face-points.ts';
import { type PixelFormat, pictureTensor } from './picture-tensor.ts';
import { resample } from './resample.ts';

/** Foretells how much a poor picture of a face will cost in the comparison. */
export interface QualityRegressor {
  readonly model: ModelIdentity;
  /** Share of the cosine of face-reidentification-retail-0095 that is lost against a good picture of the same moment, 0…1. */
  predictedLoss(picture: Picture, points: FacePoints): Promise<number>;
  close(): Promise<void>;
}

const WEIGHTS = fileURLToPath(new URL('./quality-regressor.onnx', import.meta.url));
/** The weights the card's figures were measured with. */
const WEIGHTS_SHA256 = 'fcb424ab81225c858b8a57fe36b32ff0dad140637b32dc204bcc04f8c79cf8d9';

const SIDE = 80;
const RGB_BYTES: PixelFormat = { layout: 'channels-first', colours: 'RGB', scale: 1, offset: 0 };
/** The embedder's own alignment, because the loss is the embedder's. */
const TEMPLATE = INTEL_0095.template.map(
  ([x, y]): Point => [(x * SIDE) / INTEL_0095.side, (y * SIDE) / INTEL_0095.side],
);

/** Loads the regressor once, on one thread. Throws when the file is missing or is not the one that was measured. */
export async function openQualityRegressor(): Promise<QualityRegressor> {
  const { session, sha256 } = await openNetwork(WEIGHTS, WEIGHTS_SHA256);
  return {
    model: { role: 'face-quality', name: 'quality-regressor', version: '1', sha256Prefix: sha256.slice(0, 16) },
    predictedLoss: async (picture, points) => {
      const toSource = invertAffine(fitSimilarity(points, TEMPLATE));
      const aligned = resample(picture, toSource, SIDE, SIDE, { outside: 'edge', averaging: true });
      const { lost } = await session.run({ face: pictureTensor(aligned, RGB_BYTES) });
      if (!(lost?.data instanceof Float32Array)) throw new Error('the quality regressor has no float output');
      return lost.data[0] as number;
    },
    close: () => session.release(),
  };
}
