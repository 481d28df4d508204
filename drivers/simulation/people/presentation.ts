import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { decode, linear, mix, type Rgb } from './colour.ts';
import type { Lighting } from './lighting.ts';
import { createRandom, fractalNoise, smoothstep } from './noise.ts';
import type { LightField } from './picture.ts';
import { figureOf, portraitOf } from './portrait.ts';
import type { Person } from './traits.ts';

/** Whose portrait is held up, on what, and how far from the camera. */
interface HeldPicture {
  readonly person: Person;
  readonly medium: 'print' | 'screen';
  readonly distanceCm: number;
}

/**
 * A portrait on paper or on a phone, held before the camera by a hand. Recapture leaves its marks: edges, gloss,
 * raster, moiré.
 */
export function holdUp(
  { person, medium, distanceCm }: HeldPicture,
  light: Lighting,
  room: LightField,
  frame: number,
  seed: number,
): LightField {
  const portrait = heldPortrait(person);
  const paper = medium === 'print';
  const shape = paper ? PAPER : PHONE;
  const data = new Float32Array(room.data);
  const { width, height } = room;
  const tall = ((0.74 * height * 65) / distanceCm) * (1 + 0.01 * Math.sin(frame / 5));
  const wide = (tall * portrait.width) / portrait.height;
  const tilt = 0.05 * Math.sin(frame / 9 + seed) + 0.03;
  const centreX = width * (0.5 + 0.012 * Math.sin(frame / 7 + seed));
  const centreY = height * (0.5 + 0.01 * Math.sin(frame / 6));
  const cos = Math.cos(tilt);
  const sin = Math.sin(tilt);
  const glare = createRandom(seed)() - 0.5;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = x - centreX;
      const dy = y - centreY;
      const keystone = 1 + 0.06 * (dy / tall);
      const u = ((dx * cos + dy * sin) / wide) * keystone + 0.5;
      const v = (-dx * sin + dy * cos) / tall + 0.5;
      const i = (y * width + x) * 3;
      const inside =
        Math.min(u + shape.side, 1 + shape.side - u, (v + shape.above) * 1.28, (1 + shape.below - v) * 1.28) * wide;
      if (inside < -26) continue;
      if (inside < 0) {
        const cast = 0.35 * smoothstep(-26, 0, inside);
        for (let k = 0; k < 3; k++) data[i + k]! *= 1 - cast;
        continue;
      }
      const onPicture = u >= 0 && u < 1 && v >= 0 && v < 1;
      const colour = paper
        ? paperAt(portrait, u, v, onPicture, light, glare, x, y)
        : phoneAt(portrait, u, v, onPicture, light, glare, x, y);
      data.set(colour, i);
    }
  }
  gripBy(
    data,
    width,
    height,
    centreX - wide * (0.5 + shape.side) * 0.2,
    centreY + tall * (0.5 + shape.below),
    tall,
    light,
    seed,
  );
  return { data, width, height };
}

/** Margins round the picture in picture widths (sides) and heights. */
const PAPER = { side: 0.07, above: 0.05, below: 0.06 } as const;
const PHONE = { side: 0.06, above: 0.13, below: 0.15 } as const;

const held = new Map<string, Picture>();

function heldPortrait(person: Person): Picture {
  const known = held.get(person.id);
  if (known) return known;
  const picture = portraitOf(figureOf(person), { widthPx: 420, heightPx: 540, seed: 9, tint: 'colour' });
  held.set(person.id, picture);
  return picture;
}

/** Ink on paper: lifted blacks, dull colours, halftone cells, a curl of light along the sheet. */
function paperAt(
  portrait: Picture,
  u: number,
  v: number,
  onPicture: boolean,
  light: Lighting,
  glare: number,
  x: number,
  y: number,
): Rgb {
  const sheet = 0.9 + 0.12 * Math.cos((u - 0.3) * 2.4) + 0.02 * fractalNoise(x * 0.02, y * 0.02, 3, 3);
  const shine = 0.2 * Math.exp(-(((u + v * 0.4 - 0.8 - glare) / 0.16) ** 2));
  const lit = (light.key.colour[0] * 0.55 + light.sky[0]) * sheet;
  if (!onPicture) return [0.84 * lit + shine, 0.84 * lit + shine, 0.82 * lit + shine];
  const cells = 0.06 * Math.sin(x * 1.9 + y * 0.7) * Math.sin(y * 1.9 - x * 0.7);
  const ink = (c: Rgb): Rgb => {
    const grey = 0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2];
    return mix([0.05 + 0.78 * c[0], 0.048 + 0.76 * c[1], 0.052 + 0.74 * c[2]], [grey, grey, grey], 0.18);
  };
  const c = ink(sample(portrait, u, v));
  return [c[0] * (1 + cells) * lit + shine, c[1] * (1 + cells) * lit + shine, c[2] * (1 + cells * 0.8) * lit + shine];
}

/**
 * A lit display behind glass: blue white point, raised black, beat of its raster with the sensor's, a lamp mirrored
 * in the glass.
 */
function phoneAt(
  portrait: Picture,
  u: number,
  v: number,
  onPicture: boolean,
  light: Lighting,
  glare: number,
  x: number,
  y: number,
): Rgb {
  const mirror =
    0.1 * light.sky[0] + 0.4 * Math.exp(-(((u - v * 0.35 - 0.35 - glare) / 0.1) ** 2)) * smoothstep(0.9, 0.2, v);
  if (!onPicture) {
    const bezel = 0.012 + 0.25 * mirror;
    return [bezel, bezel, bezel * 1.1];
  }
  const c = sample(portrait, u, v);
  const beat =
    0.09 * Math.sin(x * 0.62 + y * 0.11) + 0.07 * Math.sin(y * 0.47 - x * 0.06) + 0.05 * Math.sin((x + y) * 1.4);
  const glow = 1.15 * (1 + beat);
  return [
    (0.02 + c[0] * 0.88) * glow + mirror * 0.25,
    (0.022 + c[1] * 0.98) * glow + mirror * 0.25,
    (0.03 + c[2] * 1.12) * glow * (1 - 0.04 * beat) + mirror * 0.27,
  ];
}

function sample(picture: Picture, u: number, v: number): Rgb {
  const px = Math.min(picture.width - 1, (u * picture.width) | 0);
  const py = Math.min(picture.height - 1, (v * picture.height) | 0);
  const i = (py * picture.width + px) * 3;
  return [decode(picture.data[i]!), decode(picture.data[i + 1]!), decode(picture.data[i + 2]!)];
}

/** The thumb over the lower edge and the fingers' tips beside it. */
function gripBy(
  data: Float32Array,
  width: number,
  height: number,
  x0: number,
  y0: number,
  tall: number,
  light: Lighting,
  seed: number,
): void {
  const skin = linear(196, 150, 124);
  const digits = [
    { x: x0, y: y0 + tall * 0.02, rx: tall * 0.042, ry: tall * 0.11, lean: 0.35 },
    { x: x0 - tall * 0.07, y: y0 + tall * 0.1, rx: tall * 0.13, ry: tall * 0.1, lean: 0.1 },
  ];
  for (const d of digits.reverse()) {
    const reach = Math.max(d.rx, d.ry) * 1.2;
    for (let y = Math.max(0, Math.floor(d.y - reach)); y < Math.min(height, d.y + reach); y++) {
      for (let x = Math.max(0, Math.floor(d.x - reach)); x < Math.min(width, d.x + reach); x++) {
        const dx = x - d.x;
        const dy = y - d.y;
        const u = (dx * Math.cos(d.lean) + dy * Math.sin(d.lean)) / d.rx;
        const v = (-dx * Math.sin(d.lean) + dy * Math.cos(d.lean)) / d.ry;
        const r = u * u + v * v;
        if (r > 1) continue;
        const round = Math.sqrt(1 - r);
        const lit =
          (0.25 + 0.75 * round - 0.25 * u - 0.15 * v) *
          (light.key.colour[0] * 0.6 + light.sky[0]) *
          (1 + 0.1 * fractalNoise(x * 0.1, y * 0.1, seed, 3));
        const cover = smoothstep(0, 0.12, 1 - r);
        const i = (y * width + x) * 3;
        for (let k = 0; k < 3; k++) data[i + k]! += (skin[k]! * lit - data[i + k]!) * cover;
      }
    }
  }
}
