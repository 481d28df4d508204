import type { Box } from '../../agent/contract/vocabulary/observations.ts';
import type { FaceGeometry } from '../face-quality/face-geometry.ts';
import type { CardPhotoLimits } from './card-photo-limits.ts';

/** Where the card photo lies in the picture. */
export interface CardPhotoFrame {
  readonly box: Box;
  /** Crown to chin ÷ height of the frame. */
  readonly headShare: number;
}

/**
 * Finds the frame with the proportions of the card in which the head (crown to chin) fills the best share of the height that the
 * picture has room for; null when no share fits. The picture is never continued beyond its edges. The crown is where the
 * mean proportion puts it, since hair hides it.
 */
export function frameCardPhoto(
  picture: { readonly width: number; readonly height: number },
  { eyesMiddle, eyeToChinPx }: FaceGeometry,
  crownOfChin: number,
  { crop }: CardPhotoLimits,
): CardPhotoFrame | null {
  const headPx = eyeToChinPx * (1 + crownOfChin);
  const crownY = eyesMiddle[1] - eyeToChinPx * crownOfChin;
  const [bestRoom, leastRoom, mostRoom] = crop.roomAbove;
  for (const headShare of crop.headShares) {
    const height = headPx / headShare;
    const width = (height * crop.minWidthPx) / crop.minHeightPx;
    const x = shiftInside(eyesMiddle[0] - width / 2, width, picture.width, crop.maxOffMiddle * width);
    const y = shiftInside(crownY - bestRoom * height, height, picture.height, height);
    if (x === null || y === null) continue;
    const room = (crownY - y) / height;
    if (room >= leastRoom && room <= mostRoom) return { box: { x, y, width, height }, headShare };
  }
  return null;
}

/** The nearest start at which `length` lies within 0…`whole`; null when that is farther than `farthest`. */
function shiftInside(start: number, length: number, whole: number, farthest: number): number | null {
  const inside = Math.min(Math.max(0, start), whole - length);
  return inside < 0 || Math.abs(inside - start) > farthest ? null : inside;
}
