import { Tensor } from 'onnxruntime-node';
import { ok, type Result } from '../../agent/contract/faults.ts';
import type { Box, ModelIdentity, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { openOwnNetwork } from '../own-network.ts';

/** Judges from the fine structure around a face whether it was seen on a screen or a print. */
export interface RecaptureDetector {
  readonly model: ModelIdentity;
  /** 0 seen directly … 1 seen on a screen or a print. Null when the picture is smaller than the smallest patch. */
  recaptureScore(picture: Picture, face: Box): Promise<number | null>;
  close(): Promise<void>;
}

const MIN_SIDE = 128;
const MAX_SIDE = 224;
/** Sides are multiples of the network's stride. */
const STRIDE = 8;

/**
 * Loads the detector once. `folder` is that of the manifest unless a test has its own. Faults: `models.absent`,
 * `models.hash-mismatch`, `models.golden-mismatch`.
 */
export async function openRecaptureDetector(folder?: URL): Promise<Result<RecaptureDetector>> {
  const opened = await openOwnNetwork('recapture-detector', folder);
  if (!opened.ok) return opened;
  const { network, model } = opened.value;
  return ok({
    model,
    recaptureScore: async (picture, face) => {
      const patch = choosePatch(picture, face);
      if (patch === null) return null;
      const output = await network.run(cutPatch(picture, patch));
      return output('recaptured')[0] as number;
    },
    close: () => network.close(),
  });
}

/**
 * The square in the middle of the face, in whole pixels and pushed into the picture. It is never scaled: scaling removes the
 * moiré and dots that the network looks for, which is why a large face is judged by its middle only.
 */
export function choosePatch(picture: Pick<Picture, 'width' | 'height'>, face: Box): Box | null {
  const wanted = Math.min(MAX_SIDE, Math.max(MIN_SIDE, face.width, face.height), picture.width, picture.height);
  const side = Math.floor(wanted / STRIDE) * STRIDE;
  if (!(side >= MIN_SIDE)) return null;
  const within = (centre: number, limit: number): number =>
    Math.min(limit - side, Math.max(0, Math.round(centre - side / 2)));
  return {
    x: within(face.x + face.width / 2, picture.width),
    y: within(face.y + face.height / 2, picture.height),
    width: side,
    height: side,
  };
}

/** The pixels of the patch as they are: `[1, 3, side, side]`, RGB 0…255. */
function cutPatch({ width, data }: Picture, patch: Box): Tensor {
  const size = patch.width * patch.height;
  const planes = new Float32Array(3 * size);
  for (let row = 0; row < patch.height; row++) {
    let from = ((patch.y + row) * width + patch.x) * 3;
    for (let at = row * patch.width; at < (row + 1) * patch.width; at++) {
      planes[at] = data[from++] as number;
      planes[at + size] = data[from++] as number;
      planes[at + 2 * size] = data[from++] as number;
    }
  }
  return new Tensor('float32', planes, [1, 3, patch.height, patch.width]);
}
