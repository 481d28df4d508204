import sharp from 'sharp';
import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { stretchToBox } from '../face/affine.ts';
import { resample } from '../face/resample.ts';
import { guilloche, halftone, inkDots } from './simulated-print.ts';

/** Portrait frame as a multiple of the detector's box: head with a little shoulder, 3 : 4 or 35 : 45. */
const FRAME_HEIGHT = 1.55;
/** 35 × 45 mm at 300 dpi. */
const [PRINT_WIDTH, PRINT_HEIGHT] = [413, 531];

/** The kinds of document portrait that are simulated, and what each stands for. */
export const SIMULATED_PORTRAITS = {
  chip: {
    'DG2 240 × 320 q40': (picture: Picture, face: Box) =>
      toSharp(cutPortrait(picture, face, 240, 320))
        .jpeg({ quality: 40 })
        .toBuffer(),
    'DG2 180 × 240 grey q15': (picture: Picture, face: Box) =>
      toSharp(cutPortrait(picture, face, 180, 240))
        .greyscale()
        .jpeg({ quality: 15 })
        .toBuffer(),
  },
  printed: {
    'mild guilloche': (picture: Picture, face: Box, seed: number) =>
      print(picture, face, (portrait) => guilloche(portrait, seed, 12, 24)),
    'strong guilloche': (picture: Picture, face: Box, seed: number) =>
      print(picture, face, (portrait) => guilloche(portrait, seed, 110, 160)),
    halftone: (picture: Picture, face: Box, seed: number) =>
      print(picture, face, (portrait) => halftone(portrait, seed)),
    'ink-jet dots': (picture: Picture, face: Box, seed: number) =>
      print(picture, face, (portrait) => inkDots(portrait, seed)),
  },
} as const;

/** Prints a portrait and photographs the print: slight blur before and after, noise of paper and sensor, JPEG. */
async function print(picture: Picture, face: Box, lay: (portrait: Picture) => void): Promise<Uint8Array> {
  const portrait = cutPortrait(picture, face, PRINT_WIDTH, PRINT_HEIGHT);
  const printed = { ...portrait, data: await toSharp(portrait).blur(0.8).raw().toBuffer() };
  lay(printed);
  return await toSharp(printed).jpeg({ quality: 80 }).toBuffer();
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
