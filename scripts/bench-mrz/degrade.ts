import sharp from 'sharp';
import { seedOf } from '../../drivers/simulation/document/seed.ts';
import { createRandom } from '../../drivers/simulation/people/noise.ts';

/** How a cut-out is made worse, in pixels of the result. */
export interface Degradation {
  readonly capPx: number;
  /** Standard deviation of the Gaussian blur. */
  readonly blurSigma: number;
  /** Standard deviation of the noise, grey levels; the same in all three channels. */
  readonly noiseSigma: number;
  /** Share of the contrast lost in the middle of a soft elliptic reflection. */
  readonly glare: number;
  readonly jpegQuality: number;
  /** Skew to either side. */
  readonly skewDeg: number;
}

export type DegradationName = 'L1' | 'L2' | 'L3';

/** A fair phone picture, a poor one, and one that a person reads with effort. */
export const DEGRADATIONS: Readonly<Record<DegradationName, Degradation>> = {
  L1: { capPx: 14, blurSigma: 0.5, noiseSigma: 0, glare: 0, jpegQuality: 60, skewDeg: 0 },
  L2: { capPx: 11, blurSigma: 0.8, noiseSigma: 6, glare: 0.5, jpegQuality: 40, skewDeg: 0.7 },
  L3: { capPx: 9, blurSigma: 1, noiseSigma: 9, glare: 0.65, jpegQuality: 30, skewDeg: 1.2 },
};

/** The station's decoder takes no picture with a shorter side. */
const LEAST_SIDE_PX = 64;

/** A narrow cut-out with plain paper above and below, so that the decoder takes it; others come back as they are. */
export async function withRoom(bytes: Uint8Array): Promise<Uint8Array> {
  const { height } = await sharp(bytes).metadata();
  if (height >= LEAST_SIDE_PX) return bytes;
  const { dominant } = await sharp(bytes).stats();
  const band = Math.ceil((LEAST_SIDE_PX - height) / 2);
  return sharp(bytes).extend({ top: band, bottom: band, background: dominant }).png().toBuffer();
}

/** Degrades a picture file whose capitals are `capPx` high. `seedName` fixes every random choice. Returns a JPEG. */
export async function degrade(
  bytes: Uint8Array,
  capPx: number,
  how: Degradation,
  seedName: string,
): Promise<Uint8Array> {
  const random = createRandom(seedOf(seedName));
  const flat = sharp(bytes).flatten({ background: 'white' }).toColourspace('srgb');
  const { width: fullWidth } = await sharp(bytes).metadata();
  const small = await flat
    .resize({ width: Math.max(1, Math.round((fullWidth * how.capPx) / capPx)), kernel: 'lanczos3' })
    .removeAlpha()
    .toBuffer();
  const { dominant } = await sharp(small).stats();
  const skew = how.skewDeg * (random() < 0.5 ? -1 : 1);
  const roomy = await withRoom(small);
  const askew = skew === 0 ? roomy : await sharp(roomy).rotate(skew, { background: dominant }).toBuffer();
  const { data, info } = await sharp(askew)
    .blur(how.blurSigma)
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const [cx, cy] = [width * (0.1 + 0.8 * random()), height * (0.2 + 0.6 * random())];
  const [rx, ry] = [width * (0.1 + 0.12 * random()), height * (0.35 + 0.4 * random())];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const distance = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2;
      const veil = distance < 1 ? how.glare * (1 - distance) : 0;
      const noise = how.noiseSigma * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      for (let c = 0; c < channels; c++, i++) {
        const value = (data[i] as number) * (1 - veil) + 255 * veil + noise;
        data[i] = Math.min(255, Math.max(0, Math.round(value)));
      }
    }
  }
  return sharp(data, { raw: { width, height, channels } }).jpeg({ quality: how.jpegQuality }).toBuffer();
}
