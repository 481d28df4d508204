import { ok, type Result } from '../../agent/contract/faults.ts';
import type { ModelIdentity, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { openOwnNetwork } from '../own-network.ts';
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

const SIDE = 80;
const RGB_BYTES: PixelFormat = { layout: 'channels-first', colours: 'RGB', scale: 1, offset: 0 };
/** The embedder's own alignment, because the loss is the embedder's. */
const TEMPLATE = INTEL_0095.template.map(
  ([x, y]): Point => [(x * SIDE) / INTEL_0095.side, (y * SIDE) / INTEL_0095.side],
);

/**
 * Loads the regressor once. `folder` is that of the manifest unless a test has its own. Faults: `models.absent`,
 * `models.hash-mismatch`, `models.golden-mismatch`.
 */
export async function openQualityRegressor(folder?: URL): Promise<Result<QualityRegressor>> {
  const opened = await openOwnNetwork('quality-regressor', folder);
  if (!opened.ok) return opened;
  const { network, model } = opened.value;
  return ok({
    model,
    predictedLoss: async (picture, points) => {
      const toSource = invertAffine(fitSimilarity(points, TEMPLATE));
      const aligned = resample(picture, toSource, SIDE, SIDE, { outside: 'edge', averaging: true });
      const output = await network.run(pictureTensor(aligned, RGB_BYTES));
      return output('lost')[0] as number;
    },
    close: () => network.close(),
  });
}
