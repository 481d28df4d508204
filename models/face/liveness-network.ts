import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { stretchToBox } from './affine.ts';
import { sceneScale } from './liveness-scene.ts';
import type { Network } from './network.ts';
import { BGR_BYTES, pictureTensor } from './picture-tensor.ts';
import { resample } from './resample.ts';

const INPUT_SIDE = 80;
/** Index of "bona fide" among the three classes. */
const BONA_FIDE = 1;

/**
 * Bona fide probability of one MiniFASNet for the face in `box`. The network judges the scene around the face, so the crop
 * is `scale` times the box, made smaller and then pushed inwards until it lies in the picture, as its authors do; and it is
 * shrunk without averaging, as in training, because averaging would remove the moiré it looks for.
 */
export async function bonaFideProbability(
  network: Network,
  picture: Picture,
  box: Box,
  scale: number,
): Promise<number> {
  const toSource = stretchToBox(clampedCrop(picture, box, scale), INPUT_SIDE, INPUT_SIDE);
  const input = resample(picture, toSource, INPUT_SIDE, INPUT_SIDE, { outside: 'edge', averaging: false });
  const output = await network.run(pictureTensor(input, BGR_BYTES));
  return output('prob')[BONA_FIDE] as number;
}

/** The crop of minivision's `CropImage._get_new_box`, in whole pixels. */
export function clampedCrop(picture: Picture, face: Box, wantedScale: number): Box {
  const scale = Math.min(sceneScale(picture, face), wantedScale);
  const [width, height] = [face.width * scale, face.height * scale];
  const within = (start: number, length: number, limit: number): [number, number] => {
    const shifted = Math.max(0, Math.min(start, limit - 1 - length));
    return [Math.floor(shifted), Math.min(limit - 1, Math.floor(shifted + length))];
  };
  const [left, right] = within(face.x + face.width / 2 - width / 2, width, picture.width);
  const [top, bottom] = within(face.y + face.height / 2 - height / 2, height, picture.height);
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
