import { bilinear, type Grey } from './grey.ts';
import { pointOf, type TextLine } from './text-line.ts';

/** Strip height the line reader was trained on, px. */
export const STRIP_HEIGHT = 32;
/** Capitals in the strip, px; the width is squeezed so that a character takes about three of the reader's steps. */
const CAP_IN_STRIP = 20;
const SQUEEZE = 0.6;
/** Longest strip, px: 44 characters and the margins, with room for a wrong measure. */
const MAX_STRIP_WIDTH = 1100;
/** Rows a capital takes in the measuring patch. */
const ROWS_PER_CAP = 12;
const SEGMENTS = 16;

/** A grey patch around a line, its rows parallel to the line. `perPixel` is patch samples per picture pixel. */
interface Patch {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  readonly perPixel: number;
}

/**
 * Samples the picture along a line: `width` × `height` values, the line's middle in the middle, `sx` and `sy` output
 * samples per picture pixel. Averages the covered pixels when it shrinks. Outside the picture the border is repeated.
 */
function sample(grey: Grey, line: TextLine, width: number, height: number, sx: number, sy: number): Float32Array {
  const out = new Float32Array(width * height);
  const nx = Math.min(4, Math.max(1, Math.ceil(0.75 / sx)));
  const ny = Math.min(4, Math.max(1, Math.ceil(0.75 / sy)));
  const share = 1 / (nx * ny);
  const maxX = grey.width - 1;
  const maxY = grey.height - 1;
  const { ux, uy } = line;
  for (let column = 0; column < width; column++) {
    for (let i = 0; i < nx; i++) {
      const along = (column + (i + 0.5) / nx - width / 2) / sx;
      const p = pointOf(line, along, 0);
      for (let row = 0; row < height; row++) {
        let sum = 0;
        for (let j = 0; j < ny; j++) {
          const down = (row + (j + 0.5) / ny - height / 2) / sy;
          const x = p.x - uy * down - 0.5;
          const y = p.y + ux * down - 0.5;
          sum += bilinear(grey, x < 0 ? 0 : Math.min(x, maxX), y < 0 ? 0 : Math.min(y, maxY));
        }
        out[row * width + column] = (out[row * width + column] as number) + sum * share;
      }
    }
  }
  return out;
}

function patchAround(grey: Grey, line: TextLine, caps: number): Patch {
  const perPixel = ROWS_PER_CAP / line.cap;
  const height = Math.round(caps * ROWS_PER_CAP);
  const width = Math.min(1400, Math.max(SEGMENTS * 4, Math.round((line.length + line.cap) * perPixel)));
  return { width, height, perPixel, values: sample(grey, line, width, height, perPixel, perPixel) };
}

/** Energy of horizontal change per row, in SEGMENTS slices from left to right. */
function rowEnergy(patch: Patch): Float32Array[] {
  const slices = Array.from({ length: SEGMENTS }, () => new Float32Array(patch.height));
  for (let row = 0; row < patch.height; row++) {
    const o = row * patch.width;
    for (let x = 1; x < patch.width - 1; x++) {
      const change = Math.abs((patch.values[o + x + 1] as number) - (patch.values[o + x - 1] as number));
      const slice = slices[((x * SEGMENTS) / patch.width) | 0] as Float32Array;
      slice[row] = (slice[row] as number) + Math.min(change, 120);
    }
  }
  return slices;
}

/** Sums the slices, each moved by `rise` (rows from end to end) and `sag` (rows at the ends). */
function stacked(slices: readonly Float32Array[], rise: number, sag: number): Float32Array {
  const height = slices[0]?.length ?? 0;
  const sum = new Float32Array(height);
  slices.forEach((slice, i) => {
    const t = (2 * (i + 0.5)) / SEGMENTS - 1;
    const move = Math.round((rise / 2) * t + sag * t * t);
    for (let row = 0; row < height; row++) {
      const from = Math.min(height - 1, Math.max(0, row + move));
      sum[row] = (sum[row] as number) + (slice[from] as number);
    }
  });
  return sum;
}

function contrast(profile: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (const v of profile) {
    sum += v;
    squares += v * v;
  }
  return squares / profile.length - (sum / profile.length) ** 2;
}

/** Straightens: the rise and sag that make the rows of print stand out most sharply. */
function straighten(slices: readonly Float32Array[]): { rise: number; sag: number; profile: Float32Array } {
  let best = { rise: 0, sag: 0, profile: stacked(slices, 0, 0) };
  let top = contrast(best.profile);
  const attempt = (rise: number, sag: number, needed: number): void => {
    const profile = stacked(slices, rise, sag);
    const value = contrast(profile);
    if (value > top * needed) {
      top = value;
      best = { rise, sag, profile };
    }
  };
  for (let rise = -18; rise <= 18; rise += 1) attempt(rise, 0, 1);
  const straight = best.rise;
  // A bend must earn itself: noise always finds a little one.
  for (const sag of [-5, -4, -3, -2, 2, 3, 4, 5]) for (const d of [-2, 0, 2]) attempt(straight + d, sag, 1.06);
  return best;
}

/** Rows of print in a profile, sub-row edges where it crosses `share` of the way from the quiet to the loud level. */
function bandsOf(profile: Float32Array, share: number): { top: number; bottom: number }[] {
  const n = profile.length;
  const smooth = profile.map(
    (v, i) => ((profile[Math.max(0, i - 1)] as number) + 2 * v + (profile[Math.min(n - 1, i + 1)] as number)) / 4,
  );
  const sorted = [...smooth].sort((a, b) => a - b);
  const quiet = sorted[Math.floor(n * 0.12)] as number;
  const loud = sorted[Math.floor(n * 0.94)] as number;
  const level = quiet + share * (loud - quiet);
  const found: { top: number; bottom: number }[] = [];
  let top = -1;
  for (let i = 0; i <= n; i++) {
    const here = i < n ? (smooth[i] as number) : -1;
    const before = i > 0 ? (smooth[i - 1] as number) : here;
    const crossing = i - (here - level) / (here - before || 1);
    if (top < 0 && here > level) top = i === 0 ? 0 : crossing;
    else if (top >= 0 && here <= level) {
      found.push({ top, bottom: i === n ? n - 1 : crossing });
      top = -1;
    }
  }
  return found;
}

/** The line moved onto the measured rows. */
function moved(
  line: TextLine,
  patch: Patch,
  rise: number,
  sag: number,
  band: { top: number; bottom: number },
): TextLine {
  const down = ((band.top + band.bottom + 1) / 2 - patch.height / 2) / patch.perPixel;
  const turn = Math.atan2(rise, patch.width);
  const c = Math.cos(turn);
  const s = Math.sin(turn);
  const centre = pointOf(line, 0, down);
  const bend = line.bend + (sag / patch.perPixel) * (line.length / (patch.width / patch.perPixel)) ** 2;
  const cap = (band.bottom - band.top) / patch.perPixel;
  return { ...line, ...centre, ux: line.ux * c - line.uy * s, uy: line.uy * c + line.ux * s, cap, bend };
}

/**
 * Measures a roughly known line on the full picture: angle, bend, middle and capital height from where the horizontal
 * change of grey lies. Geometry decides more misreadings than the network does. Null when there are no rows of print.
 */
export function measureLine(grey: Grey, rough: TextLine): TextLine | null {
  const line = measureOnce(grey, rough);
  if (line === null || Math.abs(line.cap / rough.cap - 1) < 0.2) return line;
  // The patch was scaled by a wrong capital height; measured again at its own scale the edges fall in the right place.
  return measureOnce(grey, line) ?? line;
}

function measureOnce(grey: Grey, rough: TextLine): TextLine | null {
  const patch = patchAround(grey, rough, 4.4);
  const { rise, sag, profile } = straighten(rowEnergy(patch));
  const middle = patch.height / 2;
  const near = bandsOf(profile, 0.42)
    .filter((b) => b.bottom - b.top >= 0.35 * ROWS_PER_CAP && b.bottom - b.top <= 2.2 * ROWS_PER_CAP)
    .sort((a, b) => Math.abs((a.top + a.bottom) / 2 - middle) - Math.abs((b.top + b.bottom) / 2 - middle));
  const band = near[0];
  return band === undefined ? null : moved(rough, patch, rise, sag, band);
}

/** All lines of similar height in the block around a measured line, from above to below, parallel to it. */
export function linesBeside(grey: Grey, anchor: TextLine): TextLine[] {
  const patch = patchAround(grey, anchor, 13);
  const profile = stacked(rowEnergy(patch), 0, 0);
  const bands = bandsOf(profile, 0.3).filter((b) => {
    const height = (b.bottom - b.top) / ROWS_PER_CAP;
    return height > 0.55 && height < 1.7;
  });
  const lines: TextLine[] = [];
  for (const band of bands) {
    const rough = { ...moved(anchor, patch, 0, 0, band), cap: anchor.cap };
    const line = measureLine(grey, rough);
    if (line === null) continue;
    const ratio = line.cap / anchor.cap;
    if (ratio > 0.6 && ratio < 1.6 && !lines.some((l) => distance(l, line) < 0.6 * anchor.cap)) lines.push(line);
  }
  return lines;
}

/** Distance of b's middle from a's axis. */
export function distance(a: TextLine, b: TextLine): number {
  return Math.abs((b.y - a.y) * a.ux - (b.x - a.x) * a.uy);
}

/** A strip as the network wants it, and how it lies in the picture: column c is `(c − width/2) / perPixel` px along. */
export interface Strip {
  readonly line: TextLine;
  readonly width: number;
  readonly values: Float32Array;
  readonly perPixel: number;
}

/**
 * Cuts a line out at the network's size, zero mean and unit spread, with `margin` capitals of surroundings at either end.
 * `stretch` corrects print whose characters are wider or narrower than their height suggests.
 */
export function cutStrip(grey: Grey, line: TextLine, margin: number, stretch = 1): Strip {
  const sy = CAP_IN_STRIP / line.cap;
  const perPixel = sy * SQUEEZE * stretch;
  const wanted = (line.length + 2 * margin * line.cap) * perPixel;
  const width = Math.min(MAX_STRIP_WIDTH, Math.max(64, Math.round(wanted / 4) * 4));
  const values = sample(grey, line, width, STRIP_HEIGHT, perPixel, sy);
  let sum = 0;
  let squares = 0;
  for (const v of values) {
    sum += v;
    squares += v * v;
  }
  const mean = sum / values.length;
  const spread = Math.sqrt(Math.max(0, squares / values.length - mean * mean)) + 8;
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) - mean) / spread;
  return { line, width, values, perPixel };
}
