import sharp from 'sharp';
import type { Picture } from '../../agent/contract/vocabulary/observations.ts';

/** Blur that removes a printing screen at 300 dpi, in pixels. */
const SIGMA_AT_300_DPI = 1.8;
/** Distance of the eyes in a portrait of 35 × 45 mm at 300 dpi (413 px wide): a good quarter of the width. */
const EYE_DISTANCE_AT_300_DPI = 110;
/** Below this sharp's blur does nothing. */
const MIN_SIGMA = 0.3;

/**
 * Takes the printing screen and the guilloche out of a portrait: median over 3 × 3, blur, contrast stretched to the full
 * range. The blur follows the scale of the portrait; without a known eye distance it is that of 300 dpi.
 */
export async function descreen(portrait: Picture, eyeDistancePx = EYE_DISTANCE_AT_300_DPI): Promise<Picture> {
  const sigma = Math.max(MIN_SIGMA, (SIGMA_AT_300_DPI * eyeDistancePx) / EYE_DISTANCE_AT_300_DPI);
  const { data, info } = await sharp(portrait.data, {
    raw: { width: portrait.width, height: portrait.height, channels: 3 },
  })
    .median(3)
    .blur(sigma)
    .normalise()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
