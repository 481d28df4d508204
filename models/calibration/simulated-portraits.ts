import sharp from 'sharp';
import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { stretchToBox } from '../face/affine.ts';
import { resample } from '../face/resample.ts';

/** Portrait frame as a multiple of the detector's box: head with a little shoulder, 3 : 4 or 35 : 45. */
const FRAME_HEIGHT = 1.55;

/** What a chip (DG2) gives: 240 × 320, JPEG of quality 40, 5–7 kB, as older passports hold it. */
export async function simulateChipPortrait(picture: Picture, face: Box): Promise<Uint8Array> {
  const portrait = cutPortrait(picture, face, 240, 320);
  return await toSharp(portrait).jpeg({ quality: 40 }).toBuffer();
}

/**
 * What a document camera sees of a printed portrait: 35 × 45 mm at 300 dpi, under fine wavy lines in two directions, with
 * print noise and slight blur. `seed` 0, 1, 2 … chooses the strength of the lines from faint to strong and their direction.
 */
export async function simulatePrintedPortrait(picture: Picture, face: Box, seed: number): Promise<Uint8Array> {
  const portrait = cutPortrait(picture, face, 413, 531);
  const blurred = await toSharp(portrait).blur(0.8).raw().toBuffer();
  const random = xorshift(seed + 1);
  const strength = 12 + 48 * random();
  const [turn, wave, pitch] = [random() * Math.PI, 3 + 6 * random(), 5 + 4 * random()];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  for (let y = 0; y < portrait.height; y++)
    for (let x = 0; x < portrait.width; x++) {
      const [u, v] = [x * cos + y * sin, y * cos - x * sin];
      const first = Math.sin((2 * Math.PI * (u + wave * Math.sin(v / 19))) / pitch);
      const second = Math.sin((2 * Math.PI * (v + wave * Math.sin(u / 23))) / (pitch * 1.3));
      const line = -strength * (Math.max(0, first - 0.4) + Math.max(0, second - 0.4)) + (random() - 0.5) * 16;
      const at = (y * portrait.width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        blurred[at + channel] = Math.max(0, Math.min(255, (blurred[at + channel] as number) + line));
      }
    }
  return await toSharp({ ...portrait, data: blurred })
    .jpeg({ quality: 80 })
    .toBuffer();
}

function cutPortrait(picture: Picture, face: Box, width: number, height: number): Picture {
  const frameHeight = face.height * FRAME_HEIGHT;
  const frame = {
    width: (frameHeight * width) / height,
    height: frameHeight,
    x: face.x + face.width / 2 - (frameHeight * width) / height / 2,
    y: face.y + face.height * 0.47 - frameHeight / 2,
  };
  return resample(picture, stretchToBox(frame, width, height), width, height, { outside: 'edge', averaging: true });
}

const toSharp = ({ width, height, data }: Picture) => sharp(data, { raw: { width, height, channels: 3 } });

/** Marsaglia's xorshift32: the same pictures on every machine. */
function xorshift(seed: number): () => number {
  let state = (seed * 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
