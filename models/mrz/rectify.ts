import type { Grey } from './grey.ts';
import { halved, sampleAlong } from './sample-line.ts';
import { pointOf, scaled, type TextLine } from './text-line.ts';

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

function patchAround(grey: Grey, line: TextLine, caps: number): Patch {
  const perPixel = ROWS_PER_CAP / line.cap;
  const height = Math.round(caps * ROWS_PER_CAP);
  const width = Math.min(1400, Math.max(SEGMENTS * 4, Math.round((line.length + line.cap) * perPixel)));
  // Large print is measured on the halved picture: the same rows from a quarter of the pixels.
  const large = line.cap > 1.4 * ROWS_PER_CAP;
  const values = large
    ? sampleAlong(halved(grey), scaled(line, 0.5), width, height, 2 * perPixel, 2 * perPixel)
    : sampleAlong(grey, line, width, height, perPixel, perPixel);
  return { width, height, perPixel, values };
}

/** Energy of horizontal change per row, in SEGMENTS slices from left to right. */
function rowEnergy({ width, height, values }: Patch): Float32Array[] {
  const slices = Array.from({ length: SEGMENTS }, () => new Float32Array(height));
  for (let row = 0; row < height; row++) {
    const o = row * width;
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const from = Math.max(1, Math.ceil((segment * width) / SEGMENTS));
      const to = Math.min(width - 1, Math.ceil(((segment + 1) * width) / SEGMENTS));
      let sum = 0;
      for (let i = o + from; i < o + to; i++) {
        sum += Math.min(120, Math.abs((values[i + 1] as number) - (values[i - 1] as number)));
      }
      (slices[segment] as Float32Array)[row] = sum;
    }
  }
  return slices;
}

/** Sums the slices, each moved by `rise` (rows from end to end) and `sag` (rows at the ends). */
function stacked(slices: readonly Float32Array[], rise: number, sag: number): Float32Array {
  const height = slices[0]?.length ?? 0;
  const sum = new Float32Array(height);
  for (let i = 0; i < slices.length; i++) {
    const slice = slices[i] as Float32Array;
    const t = (2 * (i + 0.5)) / SEGMENTS - 1;
    const move = Math.round((rise / 2) * t + sag * t * t);
    for (let row = 0; row < height; row++) {
      const from = Math.min(height - 1, Math.max(0, row + move));
      sum[row] = (sum[row] as number) + (slice[from] as number);
    }
  }
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

/** Slices at the beginning of the line in which the first line of a Swiss licence, of nine characters, shows. */
const BEGINNING = 4;

/**
 * All lines of similar height in the block around a measured line, from above to below, parallel to it. `reach` is how far
 * above and below the anchor's middle to look, px. With `short`, lines that only begin with the others count too.
 */
export function linesBeside(grey: Grey, anchor: TextLine, reach: number, short = false): TextLine[] {
  const patch = patchAround(grey, anchor, (2 * reach) / anchor.cap);
  const slices = rowEnergy(patch);
  const lines: TextLine[] = [];
  const add = (line: TextLine | null): void => {
    if (line === null) return;
    const ratio = line.cap / anchor.cap;
    if (ratio > 0.6 && ratio < 1.6 && !lines.some((l) => distance(l, line) < 0.6 * anchor.cap)) lines.push(line);
  };
  for (const band of linesIn(stacked(slices, 0, 0))) {
    add(measureLine(grey, { ...moved(anchor, patch, 0, 0, band), cap: anchor.cap }));
  }
  if (!short) return lines;
  for (const band of linesIn(stacked(slices.slice(0, BEGINNING), 0, 0))) add(moved(anchor, patch, 0, 0, band));
  return lines.sort((a, b) => downFrom(anchor, a) - downFrom(anchor, b));
}

function linesIn(profile: Float32Array): { top: number; bottom: number }[] {
  return bandsOf(profile, 0.3).filter((b) => {
    const height = (b.bottom - b.top) / ROWS_PER_CAP;
    return height > 0.55 && height < 1.7;
  });
}

/** How far b's middle lies below a's axis. */
export const downFrom = (a: TextLine, b: TextLine): number => (b.y - a.y) * a.ux - (b.x - a.x) * a.uy;

/** Distance of b's middle from a's axis. */
export function distance(a: TextLine, b: TextLine): number {
  return Math.abs(downFrom(a, b));
}
