import { fileURLToPath } from 'node:url';
import { Tensor } from 'onnxruntime-node';
import type { Box, ModelIdentity, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { openNetwork } from '../mrz/open-network.ts';

/** Judges from the fine structure around a face whether it was seen on a screen or a print. */
export interface RecaptureDetector {
  readonly model: ModelIdentity;
  /** 0 seen directly … 1 seen on a screen or a print. Null when the picture is smaller than the smallest patch. */
  recaptureScore(picture: Picture, face: Box): Promise<number | null>;
  close(): Promise<void>;
}

const WEIGHTS = fileURLToPath(new URL('./recapture-detector.onnx', import.meta.url));
/** The weights the card's figures were measured with. */
const WEIGHTS_SHA256 = 'b0315a1e0c85e32892262e7cc4a2e2cb590da7192043dac1699efaf2484846b1';

const MIN_SIDE = 128;
const MAX_SIDE = 224;
/** Sides are multiples of the network's stride. */
const STRIDE = 8;

/** Loads the detector once, on one thread. Throws when the file is missing or is not the one that was measured. */
export async function openRecaptureDetector(): Promise<RecaptureDetector> {
  const { session, sha256 } = await openNetwork(WEIGHTS, WEIGHTS_SHA256);
  return {
    model: { role: 'recapture', name: 'recapture-detector', version: '1', sha256Prefix: sha256.slice(0, 16) },
    recaptureScore: async (picture, face) => {
      const patch = choosePatch(picture, face);
      if (patch === null) return null;
      const { recaptured } = await session.run({ patch: cutPatch(picture, patch) });
      if (!(recaptured?.data instanceof Float32Array)) throw new Error('the recapture detector has no float output');
      return recaptured.data[0] as number;
    },
    close: () => session.release(),
  };
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
