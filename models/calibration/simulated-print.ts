import type { Picture } from '../../agent/contract/vocabulary/observations.ts';

/**
 * Lays fine wavy lines in two directions over a portrait, as security printing does, with the noise of paper and sensor.
 * `seed` 0, 1, 2 … chooses direction, wave and pitch (5…9 px at 300 dpi); depth of the lines in grey levels.
 */
export function guilloche(portrait: Picture, seed: number, leastDepth: number, greatestDepth: number): void {
  const random = xorshift(seed + 1);
  const depth = leastDepth + (greatestDepth - leastDepth) * random();
  const [turn, wave, pitch] = [random() * Math.PI, 3 + 6 * random(), 5 + 4 * random()];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  changePixels(portrait, (x, y, colour) => {
    const [u, v] = [x * cos + y * sin, y * cos - x * sin];
    const first = Math.sin((2 * Math.PI * (u + wave * Math.sin(v / 19))) / pitch);
    const second = Math.sin((2 * Math.PI * (v + wave * Math.sin(u / 23))) / (pitch * 1.3));
    const change = -depth * (Math.max(0, first - 0.4) + Math.max(0, second - 0.4)) + (random() - 0.5) * 16;
    return [colour[0] + change, colour[1] + change, colour[2] + change];
  });
}

/** Screen angles of cyan, magenta and yellow in degrees, as offset printing sets them (ISO 12647-2). */
const SCREEN_ANGLES = [15, 75, 0];

/**
 * Prints a portrait in cyan, magenta and yellow dots of amplitude-modulated screens, 85…133 lines per inch at 300 dpi, seen
 * through a lens that blurs the dots' edges: a soft threshold.
 */
export function halftone(portrait: Picture, seed: number): void {
  const random = xorshift(seed + 101);
  const period = 300 / (85 + 48 * random());
  const softness = 0.25 + 0.25 * random();
  const screens = SCREEN_ANGLES.map((angle) => {
    const turn = ((angle + 8 * (random() - 0.5)) * Math.PI) / 180;
    return { cos: (Math.cos(turn) * 2 * Math.PI) / period, sin: (Math.sin(turn) * 2 * Math.PI) / period };
  });
  changePixels(portrait, (x, y, colour) => {
    const dot = (channel: 0 | 1 | 2): number => {
      const { cos, sin } = screens[channel] as { cos: number; sin: number };
      const cell = (Math.cos(x * cos + y * sin) + Math.cos(y * cos - x * sin)) / 4 + 0.5;
      const paper = 1 / (1 + Math.exp(-(colour[channel] / 255 - cell) / (softness / 4)));
      // What the lens blurs together keeps half of its contrast.
      return 255 * (0.55 * (colour[channel] / 255) + 0.45 * paper) + (random() - 0.5) * 16;
    };
    return [dot(0), dot(1), dot(2)];
  });
}

/** Prints a portrait as an ink-jet does: droplets set by error diffusion (Floyd and Steinberg 1976), no period, much grain. */
export function inkDots(portrait: Picture, seed: number): void {
  const { width, height, data } = portrait;
  const random = xorshift(seed + 201);
  const levels = 3 + Math.floor(4 * random());
  for (let channel = 0; channel < 3; channel++) {
    const ink = Float64Array.from({ length: width * height }, (_, pixel) => data[pixel * 3 + channel] as number);
    const spread = (at: number, share: number, error: number) => {
      if (at < ink.length) ink[at] = (ink[at] as number) + error * share;
    };
    for (let at = 0; at < ink.length; at++) {
      const wanted = (ink[at] as number) + (random() - 0.5) * 24;
      const laid = (Math.round((wanted / 255) * (levels - 1)) * 255) / (levels - 1);
      const error = (ink[at] as number) - laid;
      spread(at + 1, 7 / 16, error);
      spread(at + width - 1, 3 / 16, error);
      spread(at + width, 5 / 16, error);
      spread(at + width + 1, 1 / 16, error);
      data[at * 3 + channel] = clampByte(laid + (random() - 0.5) * 16);
    }
  }
}

type Colour = readonly [number, number, number];

function changePixels(
  { width, height, data }: Picture,
  change: (x: number, y: number, colour: Colour) => Colour,
): void {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const colour = change(x, y, [data[at], data[at + 1], data[at + 2]] as unknown as Colour);
      for (let channel = 0; channel < 3; channel++) data[at + channel] = clampByte(colour[channel] as number);
    }
}

const clampByte = (value: number): number => Math.max(0, Math.min(255, value));

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
