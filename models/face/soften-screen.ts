import sharp from 'sharp';
import type { Picture } from '../../agent/contract/vocabulary/observations.ts';

/** Blur that removes a printing screen at 300 dpi, in pixels. */
const SIGMA_AT_300_DPI = 1.8;
const MEDIAN_WINDOW = 3;

/** Blurs a page so far that a coarse printing screen no longer hides a face from the detector. */
export async function softenScreen(page: Picture): Promise<Picture> {
  // Too small for the window of the median, and for any face.
  if (Math.min(page.width, page.height) < MEDIAN_WINDOW) return page;
  const { data, info } = await sharp(page.data, { raw: { width: page.width, height: page.height, channels: 3 } })
    .median(MEDIAN_WINDOW)
    .blur(SIGMA_AT_300_DPI)
    .normalise()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
