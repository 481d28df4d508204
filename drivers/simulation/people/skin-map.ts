import { mix, type Rgb } from './colour.ts';
import type { Complexion } from './complexion.ts';
import type { FaceMeasures } from './face-measures.ts';
import { createRandom, fractalNoise, smoothstep, valueNoise } from './noise.ts';
import type { Person } from './traits.ts';

/**
 * Skin painted once per person in frontal centimetres: four numbers a texel (linear red, green, blue, openness to
 * ambient light).
 */
export interface SkinMap {
  readonly texels: Float32Array;
  readonly columns: number;
  readonly rows: number;
  readonly perCm: number;
}

export const SKIN_LEFT = -8.6;
export const SKIN_TOP = 13.2;
const SKIN_WIDTH = 17.2;
const SKIN_HEIGHT = 27;

/** Paints tone, redness, pores, freckles, folds, brows and beard at `perCm` texels a centimetre. */
export function paintSkin(person: Person, m: FaceMeasures, c: Complexion, perCm: number): SkinMap {
  const columns = Math.round(SKIN_WIDTH * perCm);
  const rows = Math.round(SKIN_HEIGHT * perCm);
  const texels = new Float32Array(columns * rows * 4);
  const spots = scatterSpots(person);
  for (let row = 0; row < rows; row++) {
    const y = SKIN_TOP - (row + 0.5) / perCm;
    for (let column = 0; column < columns; column++) {
      const x = SKIN_LEFT + (column + 0.5) / perCm;
      const i = (row * columns + column) * 4;
      const [r, g, b] = skinAt(person, m, c, x, y);
      texels[i] = r;
      texels[i + 1] = g;
      texels[i + 2] = b;
      texels[i + 3] = opennessAt(m, person, x, y);
    }
  }
  for (const spot of spots) {
    const reach = Math.ceil(spot.radius * 2 * perCm);
    const cx = Math.round((spot.x - SKIN_LEFT) * perCm);
    const cy = Math.round((SKIN_TOP - spot.y) * perCm);
    for (let v = Math.max(0, cy - reach); v <= Math.min(rows - 1, cy + reach); v++) {
      for (let u = Math.max(0, cx - reach); u <= Math.min(columns - 1, cx + reach); u++) {
        const amount = spot.depth * Math.exp(-((u - cx) ** 2 + (v - cy) ** 2) / (spot.radius * perCm) ** 2);
        const i = (v * columns + u) * 4;
        texels[i]! *= 1 - amount * 0.5;
        texels[i + 1]! *= 1 - amount * 0.75;
        texels[i + 2]! *= 1 - amount * 0.85;
      }
    }
  }
  return { texels, columns, rows, perCm };
}

function skinAt(person: Person, m: FaceMeasures, c: Complexion, x: number, y: number): Rgb {
  const t = person.traits;
  const seed = person.seed;
  const ax = Math.abs(x);
  const cloud = fractalNoise(x * 0.35 + 40, y * 0.35, seed, 4);
  const pores = valueNoise(x * 7, y * 7, seed + 5) * 0.5 + valueNoise(x * 15, y * 15, seed + 6) * 0.5;
  const tone = 1 + cloud * (0.07 + 0.2 * t.mottle) + pores * (0.025 + 0.035 * t.age);
  const blood =
    (0.12 + 0.5 * t.redness) *
    (hill(ax - 4.3, y + 3.2, 1.9, 1.7) +
      0.9 * hill(x, y - m.noseY - 0.8, 1.3, 0.9) +
      0.35 * hill(x, y - m.chinY - 1.2, 1.6, 1) +
      0.2 +
      0.4 * fractalNoise(x * 0.9, y * 0.9, seed + 21, 3));
  let colour: Rgb = [c.skin[0] * tone, c.skin[1] * tone, c.skin[2] * tone];
  colour = mix(colour, [c.skin[0] * 0.92, c.skin[1] * 0.5, c.skin[2] * 0.48], Math.max(0, blood) * 0.55);
  const ring =
    (0.1 + 0.5 * t.eyeShade) * hill(ax - m.eyeX + 0.3, y + 0.75, 1.5, 0.75) +
    0.25 * hill(ax - m.eyeX, y - 0.6, 1.5, 0.6) +
    0.3 * hill(ax - 1.5, y - 0.1, 0.5, 0.7);
  colour = mix(colour, [c.skin[0] * 0.55, c.skin[1] * 0.42, c.skin[2] * 0.45], Math.min(1, ring) * 0.7);
  colour = mix(colour, scaled(c.skin, 0.35), foldsAt(t.age, m, x, y, seed));
  const shaven = beardCover(m, x, y, seed);
  const whisker = 0.55 + 0.45 * valueNoise(x * 11 + valueNoise(x, y, seed) * 2, y * 6, seed + 31);
  const shadow: Rgb = mix(c.hair, [c.skin[0] * 0.42, c.skin[1] * 0.45, c.skin[2] * 0.5], 0.55);
  colour = mix(colour, shadow, Math.max(shaven.beard, shaven.moustache) * t.stubble * 0.6 * (0.7 + 0.3 * whisker));
  const full = Math.max(shaven.beard * thick(t.beard), shaven.moustache * thick(t.moustache));
  colour = mix(colour, scaled(c.hair, 0.55 + 0.65 * whisker), full * Math.min(1, 0.62 + whisker * 0.5));
  const brow = browCover(person, m, x, y);
  return mix(colour, mix(scaled(c.hair, 0.62), scaled(c.skin, 0.12), 0.25), brow);
}

const thick = (amount: number) => smoothstep(0.25, 0.75, amount);
const scaled = (c: Rgb, k: number): Rgb => [c[0] * k, c[1] * k, c[2] * k];

/** Creases that come with age, 0..1. */
function foldsAt(age: number, m: FaceMeasures, x: number, y: number, seed: number): number {
  const ax = Math.abs(x);
  const wobble = fractalNoise(x * 0.5, y * 0.3, seed + 9, 3);
  let sum = 0;
  for (const [i, line] of [3.7, 4.6, 5.5].entries()) {
    const at = y - line + 0.4 * wobble + 0.12 * Math.cos(x * 0.8 + i);
    sum +=
      age *
      0.4 *
      Math.exp(-((at / 0.09) ** 2)) *
      smoothstep(5, 2.5, ax) *
      (0.6 + 0.4 * valueNoise(x * 0.7, i * 9, seed));
  }
  const down = (m.noseY + 0.7 - y) / (m.noseY + 0.7 - (m.mouthY - 0.7));
  if (down > 0 && down < 1.15) {
    const at = ax - (m.noseHalfWidth + 0.35 + (m.mouthHalfWidth + 0.75 - m.noseHalfWidth - 0.35) * down ** 1.2);
    sum +=
      (0.1 + 0.42 * age) *
      Math.exp(-((at / 0.16) ** 2)) *
      Math.sin(Math.min(Math.PI, Math.max(0, (down / 1.15) * Math.PI)));
  }
  const bag = y + 1 + 0.1 * (ax - m.eyeX) ** 2 - 0.25 * (ax - m.eyeX);
  sum += (0.04 + 0.34 * age) * Math.exp(-((bag / 0.12) ** 2)) * hill(ax - m.eyeX + 0.2, 0, 1.2, 1);
  const crow = ax - m.eyeX - m.eyeHalfWidth - 0.2;
  if (crow > 0 && crow < 1.3)
    sum += age * 0.3 * Math.max(0, Math.cos((y / (0.25 + crow * 0.35)) * 2)) ** 4 * hill(crow - 0.5, y * 0.8, 0.6, 0.9);
  return Math.min(0.8, sum);
}

/** Where whiskers grow, 0..1. */
function beardCover(m: FaceMeasures, x: number, y: number, seed: number): { beard: number; moustache: number } {
  const ax = Math.abs(x);
  const rough = 0.7 * fractalNoise(x * 1.6, y * 1.6, seed + 13, 4);
  const cheekLine = m.mouthY + 0.4 + Math.max(0, (ax - m.mouthHalfWidth) / 3.6) ** 1.4 * 4.6 + rough;
  const sides =
    smoothstep(0.9, -0.9, y - cheekLine) * smoothstep(m.mouthHalfWidth - 0.2, m.mouthHalfWidth + 0.6, ax + rough);
  const chin =
    smoothstep(0.3, -0.3, y - (m.mouthY - m.lowerLip - 0.45) + rough * 0.6) +
    0.6 * hill(x, y - (m.mouthY - m.lowerLip - 0.3), 0.5, 0.4);
  const lip =
    smoothstep(0.3, -0.35, y - (m.noseY - 0.45) + 0.5 * rough) *
    smoothstep(0, 0.25, y - (m.mouthY + m.upperLip * (1 - (ax / m.mouthHalfWidth) ** 2) - 0.1));
  const moustache = lip * smoothstep(0.9, 0.0, ax - m.mouthHalfWidth + rough) * (y > m.mouthY - 0.4 ? 1 : 0);
  return { beard: Math.min(1, Math.max(sides, chin)), moustache };
}

/** Cover of the brows, 0..1, with single hairs at the edges. */
function browCover(person: Person, m: FaceMeasures, x: number, y: number): number {
  const t = person.traits;
  const ax = Math.abs(x);
  const inner = 1.15 + 0.35 * t.browGap;
  const outer = m.eyeX + 2.25;
  const s = (ax - inner) / (outer - inner);
  if (s < -0.12 || s > 1.08) return 0;
  const along = Math.min(1, Math.max(0, s));
  const line =
    m.browY +
    (0.42 + 0.38 * t.browArch) * Math.sin(Math.PI * along ** 1.15) +
    0.55 * t.browTilt * (along - 0.35) -
    0.55 * along * along;
  const half = m.browHalfThickness * (1 - 0.72 * along ** 1.5) * smoothstep(-0.12, 0.14, s) * smoothstep(1.08, 0.85, s);
  if (half <= 0.01) return 0;
  const strand = valueNoise((ax - (y - line) * 0.9) * 8, (y + ax * 0.3) * 2.2, person.seed + 17 + (x > 0 ? 1 : 0));
  const away = Math.abs(y - line) / half + 0.28 * strand;
  return smoothstep(1.25, 0.45, away) * (0.35 + 0.6 * t.browDensity) * (0.85 + 0.15 * strand);
}

/** How much of the sky a point of the face sees: creases and nostrils are dark in any light. */
function opennessAt(m: FaceMeasures, person: Person, x: number, y: number): number {
  const ax = Math.abs(x);
  const wing = m.noseHalfWidth;
  const nostril = 0.9 * hill(ax - wing * 0.42, y - m.noseY + 0.02, 0.36 + 0.06 * person.traits.noseWidth, 0.17);
  const wingCrease = 0.4 * hill(ax - wing - 0.02, y - m.noseY - 0.45, 0.16, 0.5);
  const under = 0.35 * hill(x, y - m.noseY + 0.3, 1.1, 0.3);
  const socket = 0.32 * hill(ax - m.eyeX + 0.4, y - 0.95, 1.7, 0.5) + 0.3 * hill(ax - 1.55, y - 0.25, 0.45, 0.8);
  const lip = 0.3 * hill(x, y - m.mouthY + m.lowerLip + 0.35, 1.3, 0.28);
  const corner = 0.35 * hill(ax - m.mouthHalfWidth - 0.1, y - m.mouthY, 0.3, 0.25);
  const jaw = 0.35 * smoothstep(m.chinY + 0.9, m.chinY - 0.2, y);
  return Math.max(0.06, 1 - nostril - wingCrease - under - socket - lip - corner - jaw);
}

function scatterSpots(person: Person): { x: number; y: number; radius: number; depth: number }[] {
  const random = createRandom(person.seed * 7 + 3);
  const spots = Array.from({ length: Math.round(220 * person.traits.freckles) }, () => ({
    x: (random() + random() - 1) * 7,
    y: -1.8 + (random() + random() - 1) * 4,
    radius: 0.05 + 0.08 * random(),
    depth: 0.2 + 0.3 * random(),
  }));
  for (let mole = 0; mole < 3; mole++)
    spots.push({ x: (random() - 0.5) * 11, y: -9 + random() * 14, radius: 0.07 + 0.07 * random(), depth: 0.75 });
  return spots;
}

function hill(dx: number, dy: number, sx: number, sy: number): number {
  const d = (dx * dx) / (sx * sx) + (dy * dy) / (sy * sy);
  return d > 10 ? 0 : Math.exp(-d);
}
