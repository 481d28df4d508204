import { linear, mix, type Rgb } from './colour.ts';
import { createRandom, fractalNoise, smoothstep } from './noise.ts';
import type { LightField } from './picture.ts';

const rooms = new Map<string, LightField>();

/**
 * The waiting room behind the cardholder, out of focus: wall, door, shelf, notice board. Built once per size, seed
 * and brightness.
 */
export function roomBehind(width: number, height: number, seed: number, brightness: number): LightField {
  const key = `${width}x${height}:${seed}:${brightness}`;
  const known = rooms.get(key);
  if (known) return known;
  const room = enlarge(
    paintRoom(Math.ceil(width / SHRINK), Math.ceil(height / SHRINK), seed, brightness),
    width,
    height,
  );
  rooms.set(key, room);
  return room;
}

/** The room is painted this much smaller: enlarging it is the lens' blur. */
const SHRINK = 5;

interface Panel {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly colour: Rgb;
}

function paintRoom(width: number, height: number, seed: number, brightness: number): LightField {
  const random = createRandom(seed * 31 + 5);
  const wall = mix(linear(206, 200, 188), linear(176, 188, 196), random());
  const panels = furniture(random);
  const data = new Float32Array(width * height * 3);
  const lampX = 0.2 + 0.5 * random();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x / width;
      const v = y / height;
      const pool = brightness * (0.42 + 0.5 * Math.exp(-(((u - lampX) / 0.45) ** 2) - ((v - 0.05) / 0.7) ** 2));
      const grain = 1 + 0.05 * fractalNoise(u * 9, v * 6, seed, 4);
      let colour: Rgb = [wall[0] * pool * grain, wall[1] * pool * grain, wall[2] * pool * grain * 0.97];
      for (const p of panels) {
        const inside =
          smoothstep(p.left - 0.006, p.left + 0.006, u) *
          smoothstep(p.right + 0.006, p.right - 0.006, u) *
          smoothstep(p.top - 0.01, p.top + 0.01, v) *
          smoothstep(p.bottom + 0.01, p.bottom - 0.01, v);
        if (inside > 0)
          colour = mix(
            colour,
            [p.colour[0] * (pool + 0.15), p.colour[1] * (pool + 0.15), p.colour[2] * (pool + 0.15)],
            inside,
          );
      }
      data.set(colour, (y * width + x) * 3);
    }
  }
  return { data, width, height };
}

function furniture(random: () => number): Panel[] {
  const between = (low: number, high: number) => low + (high - low) * random();
  const door = between(0.72, 0.8);
  const shelf = between(0.02, 0.08);
  const panels: Panel[] = [
    { left: door, right: door + 0.2, top: 0.08, bottom: 1.1, colour: linear(128, 96, 66) },
    { left: door + 0.015, right: door + 0.185, top: 0.11, bottom: 1.1, colour: linear(150, 116, 82) },
    { left: door + 0.03, right: door + 0.045, top: 0.58, bottom: 0.62, colour: linear(190, 185, 170) },
    { left: 0.4 + between(-0.05, 0.05), right: 0.58, top: 0.03, bottom: 0.24, colour: linear(90, 116, 140) },
    { left: shelf, right: shelf + 0.2, top: 0.5, bottom: 0.525, colour: linear(96, 74, 54) },
    { left: shelf, right: shelf + 0.2, top: 0.78, bottom: 0.805, colour: linear(96, 74, 54) },
  ];
  for (const floor of [0.5, 0.78]) {
    let at = shelf + 0.005;
    while (at < shelf + 0.19) {
      const wide = between(0.012, 0.026);
      panels.push({
        left: at,
        right: at + wide * 0.92,
        top: floor - between(0.13, 0.2),
        bottom: floor,
        colour: linear(between(40, 200), between(50, 170), between(50, 160)),
      });
      at += wide;
    }
  }
  return panels;
}

function enlarge(small: LightField, width: number, height: number): LightField {
  const data = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const v = Math.min(small.height - 1.001, Math.max(0, ((y + 0.5) / height) * small.height - 0.5));
    const iv = v | 0;
    const fv = v - iv;
    for (let x = 0; x < width; x++) {
      const u = Math.min(small.width - 1.001, Math.max(0, ((x + 0.5) / width) * small.width - 0.5));
      const iu = u | 0;
      const fu = u - iu;
      const a = (iv * small.width + iu) * 3;
      const b = a + small.width * 3;
      for (let k = 0; k < 3; k++) {
        const upper = small.data[a + k]! * (1 - fu) + small.data[a + 3 + k]! * fu;
        const lower = small.data[b + k]! * (1 - fu) + small.data[b + 3 + k]! * fu;
        data[(y * width + x) * 3 + k] = upper * (1 - fv) + lower * fv;
      }
    }
  }
  return { data, width, height };
}
