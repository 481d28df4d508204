import { MRZ_LINES, type MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { MRZ_CAP_HEIGHT_MM, MRZ_PITCH_MM } from '../../drivers/simulation/document/geometry.ts';
import { createRandom } from '../../drivers/simulation/people/noise.ts';
import type { Sprite, SpriteBox } from './sprites.ts';

/** A picture of the lower part of a document, before it is written as a file. */
export interface Capture {
  readonly width: number;
  readonly height: number;
  /** RGB, row-major. */
  readonly data: Uint8Array;
  readonly capPx: number;
  readonly jpegQuality: number;
}

type Random = () => number;
type Range = readonly [number, number];

/**
 * How far a capture may be from ideal. Blur, noise and file quality are bounded by the capital height, so that a person can
 * still read every character on an enlargement: a wrong reading that is accepted here is the reader's fault, never the print's.
 */
const SPREAD = {
  /** Drawn on a logarithmic scale, small print as often as large. */
  capPx: [8, 28],
  rotationDeg: [-3, 3],
  /** Width of characters against their height; sheets are rarely copied true to scale. */
  stretch: [0.93, 1.07],
  paper: [150, 248],
  /** Paper minus ink, as a share of the paper. */
  contrast: [0.33, 0.93],
  /** Added to glyph coverage (0…1): thin toner to bleeding ink. */
  inkGain: [-0.16, 0.28],
  guilloche: [0, 0.13],
  /** Standard deviation as a share of the capital height. */
  blurOfCap: [0.015, 0.095],
  noiseSigma: [0, 9],
  /** Largest share of the contrast a reflection takes away, and how often there is one. */
  glare: [0.15, 0.65],
  shading: [0, 0.22],
} as const satisfies Record<string, Range>;
const GLARE_SHARE = 0.25;
/** JPEG qualities for capitals of 8 px and of 16 px and more, least and best. */
const QUALITY = { small: [55, 94], large: [38, 94] } as const;

/** Draws `lines` as a capture; the same seed gives the same pixels. */
export function drawCapture(sprites: SpriteBox, format: MrzFormat, lines: readonly string[], seed: number): Capture {
  const random = createRandom(seed);
  const from = ([low, high]: Range) => low + (high - low) * random();
  const capPx = SPREAD.capPx[0] * (SPREAD.capPx[1] / SPREAD.capPx[0]) ** random();
  const pxPerMm = capPx / MRZ_CAP_HEIGHT_MM;
  const length = Math.max(...MRZ_LINES[format]);
  const spacingMm = MRZ_LINES[format].length === 2 ? 6.35 : 4.23;
  const [leftMm, rightMm, belowMm, aboveMm] = [
    2 + 5 * random(),
    2 + 5 * random(),
    2.5 + 6 * random(),
    3 + 18 * random(),
  ];
  const stretch = from(SPREAD.stretch);
  const textMm = length * MRZ_PITCH_MM * stretch;
  const radians = (from(SPREAD.rotationDeg) * Math.PI) / 180;
  const sheet = {
    widthMm: leftMm + textMm + rightMm,
    heightMm: aboveMm + spacingMm * lines.length + belowMm,
  };
  const lean = Math.abs(Math.sin(radians)) * sheet.widthMm;
  const width = Math.ceil(sheet.widthMm * pxPerMm);
  const height = Math.ceil((sheet.heightMm + lean) * pxPerMm);
  const place: Place = {
    cos: Math.cos(radians) * pxPerMm,
    sin: Math.sin(radians) * pxPerMm,
    // The sheet turns about its middle.
    originX: width / 2 - (Math.cos(radians) * sheet.widthMm - Math.sin(radians) * sheet.heightMm) * 0.5 * pxPerMm,
    originY: height / 2 - (Math.sin(radians) * sheet.widthMm + Math.cos(radians) * sheet.heightMm) * 0.5 * pxPerMm,
    pxPerMm,
  };

  const ink = new Uint8Array(width * height);
  const gain = gainTable(from(SPREAD.inkGain));
  lines.forEach((line, row) => {
    const centre = aboveMm + spacingMm * (row + 0.5);
    for (const [i, character] of [...line].entries()) {
      const glyph = sprites.characters.get(character) as Sprite;
      const x = leftMm + i * MRZ_PITCH_MM * stretch;
      stamp(ink, width, height, glyph, place, { x, y: centre - glyph.heightMm / 2, stretch }, gain);
    }
  });
  for (let y = 0.5; y < aboveMm - 4.5; y += 3.2) {
    for (let x = leftMm + 20 * random(); x < textMm * 0.9; ) {
      const word = sprites.words[Math.floor(random() * sprites.words.length)] as Sprite;
      stamp(ink, width, height, word, place, { x, y, stretch: 1 }, gain);
      x += word.widthMm + 3 + 30 * random();
    }
  }

  const paper = from(SPREAD.paper);
  const luminance = paperOf(width, height, paper, from(SPREAD.guilloche), from(SPREAD.shading), random);
  const left = 1 - from(SPREAD.contrast);
  for (let i = 0; i < ink.length; i++) {
    const share = (ink[i] as number) / 255;
    if (share > 0) luminance[i] = (luminance[i] as number) * (1 - share) + paper * left * share;
  }
  if (random() < GLARE_SHARE) addGlare(luminance, width, height, from(SPREAD.glare), random);
  blur(luminance, width, from(SPREAD.blurOfCap) * capPx);
  const small = Math.min(1, Math.max(0, (16 - capPx) / 8));
  const least = QUALITY.large[0] + small * (QUALITY.small[0] - QUALITY.large[0]);
  return {
    width,
    height,
    data: toRgb(luminance, width, from(SPREAD.noiseSigma), random),
    capPx,
    jpegQuality: Math.round(least + random() * (QUALITY.large[1] - least)),
  };
}

/** Millimetres of the sheet to pixels of the picture: turn by (cos, sin), both times pixels per millimetre, then shift. */
interface Place {
  readonly cos: number;
  readonly sin: number;
  readonly originX: number;
  readonly originY: number;
  readonly pxPerMm: number;
}

/** Lays a sprite on the ink plane; the darker of old and new ink stays. */
function stamp(
  ink: Uint8Array,
  width: number,
  height: number,
  sprite: Sprite,
  place: Place,
  at: { readonly x: number; readonly y: number; readonly stretch: number },
  gain: Uint8Array,
): void {
  const level = sprite.levels.find((l) => l.pxPerMm >= place.pxPerMm * 0.98) ?? sprite.levels.at(-1);
  if (level === undefined) return;
  const { cos, sin, originX, originY, pxPerMm } = place;
  const centreX = originX + cos * (at.x + (sprite.widthMm * at.stretch) / 2) - sin * (at.y + sprite.heightMm / 2);
  const centreY = originY + sin * (at.x + (sprite.widthMm * at.stretch) / 2) + cos * (at.y + sprite.heightMm / 2);
  const halfX = (Math.abs(cos) * sprite.widthMm * at.stretch + Math.abs(sin) * sprite.heightMm) / 2 + 1;
  const halfY = (Math.abs(sin) * sprite.widthMm * at.stretch + Math.abs(cos) * sprite.heightMm) / 2 + 1;
  // From a pixel of the picture back to a pixel of the sprite.
  const scale = level.pxPerMm / (pxPerMm * pxPerMm);
  const [stepU, stepV] = [(cos * scale) / at.stretch, -sin * scale];
  const [downU, downV] = [(sin * scale) / at.stretch, cos * scale];
  const right = Math.min(width - 1, Math.ceil(centreX + halfX));
  const bottom = Math.min(height - 1, Math.ceil(centreY + halfY));
  const first = Math.max(0, Math.floor(centreX - halfX));
  const c = level.coverage;
  for (let y = Math.max(0, Math.floor(centreY - halfY)); y <= bottom; y++) {
    let u = level.width / 2 - 0.5 + (first - centreX) * stepU + (y - centreY) * downU;
    let v = level.height / 2 - 0.5 + (first - centreX) * stepV + (y - centreY) * downV;
    for (let x = first; x <= right; x++, u += stepU, v += stepV) {
      const column = Math.floor(u);
      const row = Math.floor(v);
      if (column < 0 || row < 0 || column >= level.width - 1 || row >= level.height - 1) continue;
      const i = row * level.width + column;
      const fx = u - column;
      const above = (c[i] as number) * (1 - fx) + (c[i + 1] as number) * fx;
      const under = (c[i + level.width] as number) * (1 - fx) + (c[i + level.width + 1] as number) * fx;
      const covered = gain[(above + (under - above) * (v - row)) | 0] as number;
      const p = y * width + x;
      if (covered > (ink[p] as number)) ink[p] = covered;
    }
  }
}

/** Coverage to coverage: a positive gain lets ink bleed over the edge, a negative one thins the stroke. */
function gainTable(gain: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, c) =>
    c === 0
      ? 0
      : Math.min(255, Math.max(0, Math.round(((c / 255 - 0.5) * 1.15 + 0.5 + gain * Math.min(1, c / 100)) * 255))),
  );
}

/** Darkness of a fine line over its period of 1024 steps: a ridge a third of the period wide. */
const RIDGE = Float32Array.from({ length: 1024 }, (_, i) => Math.max(0, Math.cos((i / 1024) * Math.PI * 2) - 0.6));

/** Paper with two crossing families of fine wavy lines and uneven light, grey levels. */
function paperOf(
  width: number,
  height: number,
  paper: number,
  pattern: number,
  shading: number,
  random: Random,
): Float32Array {
  const plane = new Float32Array(width * height);
  const swing = 80 + 240 * random();
  const wavePx = 100 + 300 * random();
  const slope = random() * 100 - 50;
  // Lines 4 to 12 px apart.
  const perRow = 1024 / (4 + 8 * random());
  const shift = 1024 * random();
  const lightX = (random() - 0.5) * 2 * shading * paper;
  const lightY = (random() - 0.5) * 2 * shading * paper;
  const column = Int32Array.from({ length: width }, (_, x) => x * slope + swing * Math.sin((x * Math.PI * 2) / wavePx));
  const across = Float32Array.from({ length: width }, (_, x) => (lightX * (x - width / 2)) / width);
  for (let y = 0, i = 0; y < height; y++) {
    const bright = paper + (lightY * (y - height / 2)) / height;
    const row = (y * perRow) | 0;
    const crossing = (row + shift) | 0;
    for (let x = 0; x < width; x++, i++) {
      const c = column[x] as number;
      const dark = (RIDGE[(row + c) & 1023] as number) + (RIDGE[(crossing - c) & 1023] as number);
      plane[i] = bright * (1 - pattern * dark) + (across[x] as number);
    }
  }
  return plane;
}

/** A soft reflection: an ellipse in which everything moves towards white. */
function addGlare(plane: Float32Array, width: number, height: number, strength: number, random: Random): void {
  const [cx, cy] = [width * random(), height * random()];
  const [rx, ry] = [width * (0.08 + 0.22 * random()), height * (0.15 + 0.4 * random())];
  for (let y = Math.max(0, Math.floor(cy - ry)); y < Math.min(height, cy + ry); y++) {
    for (let x = Math.max(0, Math.floor(cx - rx)); x < Math.min(width, cx + rx); x++) {
      const r = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2;
      if (r >= 1) continue;
      const share = strength * (1 - r) * (1 - r);
      const i = y * width + x;
      plane[i] = (plane[i] as number) * (1 - share) + 255 * share;
    }
  }
}

/** Gaussian blur in place, as two rounds of five taps where one would cut off too much; below 0.25 px nothing is done. */
function blur(plane: Float32Array, width: number, sigma: number): void {
  if (sigma < 0.25) return;
  const rounds = sigma > 1 ? 2 : 1;
  const variance = sigma ** 2 / rounds;
  const [one, two] = [Math.exp(-1 / (2 * variance)), Math.exp(-4 / (2 * variance))];
  const total = 1 + 2 * one + 2 * two;
  const rows = plane.slice();
  for (let round = 0; round < rounds; round++) {
    smear(plane, rows, 1 / total, one / total, two / total, 1, width);
    smear(rows, plane, 1 / total, one / total, two / total, width, width);
  }
}

/** One pass over neighbours `step` apart; the first and last two rows and ends of rows matter to nobody. */
function smear(
  from: Float32Array,
  to: Float32Array,
  k0: number,
  k1: number,
  k2: number,
  step: number,
  width: number,
): void {
  const end = from.length - 2 * width;
  for (let i = 2 * width; i < end; i++) {
    const near = (from[i - step] as number) + (from[i + step] as number);
    const far = (from[i - 2 * step] as number) + (from[i + 2 * step] as number);
    to[i] = k0 * (from[i] as number) + k1 * near + k2 * far;
  }
}

/** Gaussian numbers of unit deviation, drawn once; every row of a capture reads them on from a random place. */
const NOISE = (() => {
  const random = createRandom(20_260_101);
  return Float32Array.from(
    { length: 1 << 16 },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
})();

/** Sensor noise, a slight tint of the paper, eight bits. */
function toRgb(plane: Float32Array, width: number, sigma: number, random: Random): Uint8Array {
  const data = new Uint8ClampedArray(plane.length * 3);
  const green = 1 - 0.08 * random();
  const blue = 1 - 0.14 * random();
  for (let start = 0; start < plane.length; start += width) {
    const shift = Math.floor(random() * NOISE.length) - start;
    for (let i = start; i < start + width; i++) {
      const value = (plane[i] as number) + sigma * (NOISE[(i + shift) & 0xffff] as number);
      data[3 * i] = value;
      data[3 * i + 1] = value * green;
      data[3 * i + 2] = value * blue;
    }
  }
  return new Uint8Array(data.buffer);
}
