import sharp from 'sharp';
import type { PageQuality, Picture } from '../agent/contract/vocabulary/observations.ts';

/** Measures are taken on the page reduced to this longest side, so that they do not depend on the camera's resolution. */
const LONGEST_SIDE = 1200;
/** Grey level from which a reduced pixel counts as burnt out: paper well exposed stays below. */
const BURNT_OUT = 252;

/** Measures sharpness (standard deviation of the Laplacian), glare and light of a page. */
export async function measurePage(page: Picture): Promise<PageQuality> {
  const { data, info } = await sharp(page.data, { raw: { width: page.width, height: page.height, channels: 3 } })
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let sum = 0;
  let burntOut = 0;
  for (const value of data) {
    sum += value;
    if (value >= BURNT_OUT) burntOut += 1;
  }
  return {
    sharpness: laplacianDeviation({ width: info.width, height: info.height, data }),
    glareShare: burntOut / data.length,
    meanLuminance: sum / data.length,
  };
}

/** One byte per pixel. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Standard deviation of the 4-neighbour Laplacian in grey levels; 0 for a picture without an inside. */
export function laplacianDeviation({ width, height, data }: GreyPicture): number {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const neighbours =
        (data[at - 1] as number) +
        (data[at + 1] as number) +
        (data[at - width] as number) +
        (data[at + width] as number);
      const value = neighbours - 4 * (data[at] as number);
      count += 1;
      sum += value;
      squares += value * value;
    }
  if (count === 0) return 0;
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean));
}
