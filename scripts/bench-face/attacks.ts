import sharp from 'sharp';
import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { guilloche, halftone } from '../../models/calibration/simulated-print.ts';
import { stretchToBox } from '../../models/face/affine.ts';
import { resample } from '../../models/face/resample.ts';
import { type Corners, placeInScene, type Surface } from './place-in-scene.ts';

/** Frames are drawn at this size; the liveness networks see 80 × 80 of them. */
const [WIDTH, HEIGHT] = [640, 480];

/**
 * Presentation attacks made of a picture of a living person; all are what a camera sees, noise and JPEG included. The thing is
 * held so that the face is as large in the frame as a living one would be, except where it fills the view.
 */
export const ATTACKS: Readonly<Record<string, (picture: Picture, face: Box, seed: number) => Promise<Picture>>> = {
  'screen with moiré': (picture, face, seed) => show(picture, face, seed, lifelike(seed), fineScreen(seed)),
  'screen with fine pixels': (picture, face, seed) =>
    show(picture, face, seed, lifelike(seed), (head) => screen(head, 0.9)),
  'screen close up, no border': (picture, face, seed) => show(picture, face, seed, 0.75, coarseScreen(seed)),
  'halftone print held in hand': (picture, face, seed) => show(picture, face, seed, lifelike(seed), onPaper(seed)),
  'halftone print cropped to the head': async (picture, face, seed) =>
    show(...(await cropToHead(picture, face)), seed, lifelike(seed), onPaper(seed)),
  'print, too bright': async (picture, face, seed) =>
    brighten(await show(picture, face, seed, lifelike(seed), onPaper(seed)), 1.5),
  'print, too dark': async (picture, face, seed) =>
    brighten(await show(picture, face, seed, lifelike(seed), onPaper(seed)), 0.5),
  'security print held in hand': (picture, face, seed) =>
    show(picture, face, seed, lifelike(seed), (head) => card(head, seed)),
};

/** Height of the face in the frame, as a share: what a guided person takes up, 0.28 to 0.44. */
const lifelike = (seed: number): number => 0.28 + 0.04 * (seed % 5);

const fineScreen = (seed: number) => (head: Picture) => screen(head, 2.2 + 0.1 * (seed % 7));
const coarseScreen = (seed: number) => (head: Picture) => screen(head, 3.1 - 0.1 * (seed % 5));
const onPaper = (seed: number) => (head: Picture) => paper(head, seed);

async function show(
  picture: Picture,
  face: Box,
  seed: number,
  faceShare: number,
  medium: (head: Picture) => Flat,
): Promise<Picture> {
  return film(medium(headAndScene(picture, face)), seed, faceShare / Math.max(0.4, face.height / picture.height));
}

/** The head with hardly anything around it, and where the face then lies. */
async function cropToHead(picture: Picture, face: Box): Promise<[Picture, Box]> {
  const side = Math.min(1.7 * Math.max(face.width, face.height), picture.width, picture.height);
  const within = (start: number, limit: number) => Math.max(0, Math.min(limit - side, start));
  const [x, y] = [
    within(face.x + (face.width - side) / 2, picture.width),
    within(face.y + (face.height - side) / 2, picture.height),
  ];
  const pixels = Math.round(side);
  const head = resample(picture, stretchToBox({ x, y, width: side, height: side }, pixels, pixels), pixels, pixels, {
    outside: 'edge',
    averaging: false,
  });
  return [head, { ...face, x: face.x - x, y: face.y - y }];
}

/** A living person too bright or too dark, so that these are not told from attacks by their light. */
export const brightened = (picture: Picture, face: Box, factor: number): Picture =>
  brighten(headAndScene(picture, face), factor);

/** Several frames of one capture: the hand and the head move a little, the light flickers, every frame has its own JPEG. */
export async function shake(picture: Picture, frames: number, seed: number): Promise<readonly Picture[]> {
  const shaken: Picture[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const by = (salt: number) => Math.sin(12.9898 * (seed + 1) + 78.233 * (frame + 1) * salt);
    const box = { x: 4 * by(1), y: 4 * by(2), width: picture.width, height: picture.height };
    const moved = resample(picture, stretchToBox(box, picture.width, picture.height), picture.width, picture.height, {
      outside: 'edge',
      averaging: false,
    });
    shaken.push(await throughJpeg(brighten(moved, 1 + 0.05 * by(3)), 85));
  }
  return shaken;
}

/** The picture as a camera frame with the face at `faceShare` of the height, larger where the picture has not so much scene. */
export function headAndScene(picture: Picture, face: Box, faceShare = 0.4): Picture {
  const height = Math.min(face.height / faceShare, picture.height);
  const width = Math.min((height * WIDTH) / HEIGHT, picture.width);
  const within = (start: number, length: number, limit: number) => Math.max(0, Math.min(limit - length, start));
  const box = {
    x: within(face.x + face.width / 2 - width / 2, width, picture.width),
    y: within(face.y + face.height / 2 - height / 2, height, picture.height),
    width,
    height,
  };
  const drawnWidth = Math.round((HEIGHT * width) / height);
  return resample(picture, stretchToBox(box, drawnWidth, HEIGHT), drawnWidth, HEIGHT, {
    outside: 'edge',
    averaging: true,
  });
}

interface Flat {
  readonly surface: Surface;
  readonly size: readonly [number, number];
}

/** A monitor of `pixelsPerSide / 2` camera pixels a pixel at full view: red, green and blue stripes side by side in every pixel, dark gaps, raised black, bluish white, dark rim. */
function screen(picture: Picture, pixelsPerSide: number): Flat {
  const size = [picture.width, picture.height] as const;
  const pitch = size[1] / (HEIGHT / (pixelsPerSide / 2));
  const rim = 0.04 * size[1];
  return {
    size,
    surface: (x, y) => {
      if (x < -rim || y < -rim || x >= size[0] + rim || y >= size[1] + rim) return null;
      if (x < 0 || y < 0 || x >= size[0] || y >= size[1]) return [18, 18, 20];
      const at = (Math.floor(y) * size[0] + Math.floor(x)) * 3;
      const stripe = Math.floor(((x / pitch) % 1) * 3);
      const gap = (y / pitch) % 1 > 0.82 ? 0.35 : 1;
      const light = (channel: number, tint: number) =>
        14 + (picture.data[at + channel] as number) * tint * gap * (channel === stripe ? 1.7 : 0.65);
      return [light(0, 0.9), light(1, 0.95), light(2, 1.05)];
    },
  };
}

/** A sheet from a printer: halftone, less contrast, warm paper with a white border. */
function paper(picture: Picture, seed: number): Flat {
  const printed = { ...picture, data: picture.data.slice() };
  halftone(printed, seed);
  return sheet(printed);
}

/** An enlarged copy of a document's portrait with its lines. */
function card(picture: Picture, seed: number): Flat {
  const printed = { ...picture, data: picture.data.slice() };
  guilloche(printed, seed, 20, 45);
  return sheet(printed);
}

function sheet(printed: Picture): Flat {
  const size = [printed.width, printed.height] as const;
  const border = 0.06 * size[1];
  return {
    size,
    surface: (x, y) => {
      if (x < -border || y < -border || x >= size[0] + border || y >= size[1] + border) return null;
      if (x < 0 || y < 0 || x >= size[0] || y >= size[1]) return [226, 222, 212];
      const at = (Math.floor(y) * size[0] + Math.floor(x)) * 3;
      const ink = (channel: number, white: number) =>
        34 + (printed.data[at + channel] as number) * ((white - 34) / 255);
      return [ink(0, 226), ink(1, 222), ink(2, 212)];
    },
  };
}

/** Holds a flat thing before the camera in a room, `fill` of the frame's height high, a little askew. */
async function film({ surface, size }: Flat, seed: number, fill: number): Promise<Picture> {
  const askew = (salt: number) => Math.sin(7.13 * (seed + 1) * salt);
  const [halfHeight, halfWidth] = [(fill * HEIGHT) / 2, (fill * HEIGHT * size[0]) / size[1] / 2];
  const turn = 0.08 * askew(1);
  const corner = (sideways: number, upwards: number, depth: number) => {
    const [x, y] = [sideways * halfWidth * depth, upwards * halfHeight * depth];
    return [
      WIDTH / 2 + x * Math.cos(turn) - y * Math.sin(turn),
      HEIGHT / 2 + x * Math.sin(turn) + y * Math.cos(turn),
    ] as const;
  };
  const lean = 0.06 * askew(2);
  const corners: Corners = [
    corner(-1, -1, 1 + lean),
    corner(1, -1, 1 - lean),
    corner(1, 1, 1 - lean),
    corner(-1, 1, 1 + lean),
  ];
  return throughJpeg(placeInScene(room(seed), surface, size, corners), 88);
}

/** A plain wall, brighter on one side, with a camera's noise. */
function room(seed: number): Picture {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  let state = (seed + 1) * 0x9e3779b1;
  for (let at = 0; at < data.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const across = (Math.floor(at / 3) % WIDTH) / WIDTH;
    data[at] = 120 + 50 * across + (state / 2 ** 32 - 0.5) * 10;
  }
  return { width: WIDTH, height: HEIGHT, data };
}

function brighten(picture: Picture, factor: number): Picture {
  return { ...picture, data: picture.data.map((value) => Math.min(255, value * factor)) };
}

async function throughJpeg({ width, height, data }: Picture, quality: number): Promise<Picture> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  const decoded = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  return { width: decoded.info.width, height: decoded.info.height, data: decoded.data };
}
