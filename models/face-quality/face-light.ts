import type { FacePatch } from './face-patch.ts';
import { labOf } from './lab-colour.ts';

/** Light and colour of a face. */
export interface FaceLight {
  /** Mean luminance of the face, 0…1. */
  readonly mean: number;
  /** Share of the face at grey levels 0…25, and at 247…255 (ISO/IEC 29794-5 under- and over-exposure). */
  readonly underShare: number;
  readonly overShare: number;
  /** Entropy of the grey levels of the face, bits. */
  readonly entropyBits: number;
  /** Common area of the grey-level histograms of both cheeks, 0…1. */
  readonly evenness: number;
  /** Darker ÷ brighter cheek, negative when the person's left one is darker; 1 or −1 is even. */
  readonly balance: number;
  /** Distance of the cheeks' mean a*, b* from the range of skin in neutral light. */
  readonly colourDistance: number;
  /** Darker eye ÷ cheeks, mean luminance: low behind dark glasses. */
  readonly eyesOfCheeks: number;
}

/** Bins of the cheek histograms: a cheek has 225 pixels, so finer bins would stay empty. */
const CHEEK_BINS = 32;
const [DARK_TO, BRIGHT_FROM] = [25, 247];

/** Measures light and colour on the upright patch of a face. */
export function measureLight(patch: FacePatch): FaceLight {
  const { grey } = patch;
  const levels = histogram(grey, patch.face, 256);
  const shareOf = (from: number, to: number) => levels.slice(from, to + 1).reduce((sum, share) => sum + share, 0);
  const left = meanOf(grey, patch.leftCheek);
  const right = meanOf(grey, patch.rightCheek);
  const ratio = (Math.min(left, right) + 1) / (Math.max(left, right) + 1);
  const eyes = Math.min(meanOf(grey, patch.leftEye), meanOf(grey, patch.rightEye));
  const leftBins = histogram(grey, patch.leftCheek, CHEEK_BINS);
  const rightBins = histogram(grey, patch.rightCheek, CHEEK_BINS);
  return {
    mean: levels.reduce((sum, share, level) => sum + (share * level) / 255, 0),
    underShare: shareOf(0, DARK_TO),
    overShare: shareOf(BRIGHT_FROM, 255),
    entropyBits: levels.reduce((sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum), 0),
    evenness: leftBins.reduce((sum, share, bin) => sum + Math.min(share, rightBins[bin] as number), 0),
    // The picture's right is the person's left.
    balance: right < left ? -ratio : ratio,
    colourDistance: distanceFromSkin(patch),
    eyesOfCheeks: (eyes + 1) / ((left + right) / 2 + 1),
  };
}

/** ISO/IEC 29794-5 natural colour: outside 5 ≤ a* ≤ 25, 5 ≤ b* ≤ 35; a negative mean counts as 100. */
function distanceFromSkin({ picture, leftCheek, rightCheek }: FacePatch): number {
  let [sumA, sumB] = [0, 0];
  const pixels = [...leftCheek, ...rightCheek];
  for (const pixel of pixels) {
    const { a, b } = labOf(picture.data, pixel * 3);
    sumA += a;
    sumB += b;
  }
  const [a, b] = [sumA / pixels.length, sumB / pixels.length];
  // A grey picture has rounding noise about zero, which is no cast.
  if (a < -0.5 || b < -0.5) return 100;
  return Math.hypot(Math.max(0, 5 - a, a - 25), Math.max(0, 5 - b, b - 35));
}

function histogram(grey: Uint8Array, pixels: readonly number[], bins: number): number[] {
  const shares = new Array<number>(bins).fill(0);
  for (const pixel of pixels) {
    const bin = ((grey[pixel] as number) * bins) >> 8;
    shares[bin] = (shares[bin] as number) + 1 / pixels.length;
  }
  return shares;
}

function meanOf(grey: Uint8Array, pixels: readonly number[]): number {
  let sum = 0;
  for (const pixel of pixels) sum += grey[pixel] as number;
  return sum / pixels.length;
}
