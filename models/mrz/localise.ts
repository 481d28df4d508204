import { type Blob, blobs } from './components.ts';
import { type Grey, resize, transpose } from './grey.ts';
import { bands, blackHat, close, everyRow, horizontalGradient, otsu } from './morphology.ts';
import type { TextLine } from './text-line.ts';

/** How a pass looks: along rows or along columns, and at which long side in pixels. */
export interface Pass {
  readonly direction: 'rows' | 'columns';
  readonly longSide: number;
}

/** An MRZ line has at least 30 characters of about one capital's width; blur and broken ends leave half of that. */
const MIN_ASPECT = 9;
const MAX_ASPECT = 75;
/** Shorter than this share of the page the print is below 5 px a character in any picture the station accepts. */
const MIN_SHARE = 0.16;
const MAX_LINES = 28;
/** Noise falls into thousands of pieces; print of a page into a few hundred, its long lines among the longest. */
const MAX_PIECES = 220;

/**
 * Finds long lines of small print (dark on light): black-hat, horizontal gradient, closing along the line, connected
 * regions, pieces on one axis joined. Lines come most promising first: those with an equally long parallel neighbour lead.
 */
export function localiseLines(grey: Grey, pass: Pass): TextLine[] {
  const side = rasterSide(grey, pass);
  const scale = side / Math.max(grey.width, grey.height);
  const width = Math.max(8, Math.round(grey.width * scale));
  const height = Math.max(8, Math.round(grey.height * scale));
  const small = resize(grey, width, height);
  const lying = pass.direction === 'rows' ? small : transpose(small);
  const ink = horizontalGradient(blackHat(lying, odd(side * 0.016), odd(side * 0.012)));
  const found: Blob[] = [];
  for (const reach of [0.018, 0.03]) {
    const along = odd(side * reach);
    const level = otsu(close(everyRow(ink, 4), along, 1));
    found.push(...joined(blobs(bands(ink, level, along), 24)));
  }
  const least = MIN_SHARE * side;
  const lines = unique(found.filter((b) => b.length >= least && isLong(b) && Math.abs(b.angle) < 0.6));
  return rank(lines)
    .slice(0, MAX_LINES)
    .map((b) => toPage(b, pass.direction, grey.width / width, grey.height / height));
}

/** Long side a pass works on: growing a small picture beyond 640 px adds no detail. */
export function rasterSide(grey: { readonly width: number; readonly height: number }, pass: Pass): number {
  return Math.min(pass.longSide, Math.max(640, grey.width, grey.height));
}

const odd = (v: number): number => Math.round(v) | 1;

const isLong = (b: Blob): boolean =>
  b.thickness >= 3 && b.length / b.thickness >= MIN_ASPECT && b.length / b.thickness <= MAX_ASPECT;

/** Joins pieces that lie on one axis with gaps of at most four line heights; a filler run often falls apart. */
function joined(pieces: readonly Blob[]): Blob[] {
  const out: Blob[] = [];
  const long = pieces.filter((b) => b.length / b.thickness >= 1.5).sort((a, b) => b.length - a.length);
  const left = long.slice(0, MAX_PIECES);
  while (left.length > 0) {
    let line = left.shift() as Blob;
    for (let i = 0; i < left.length; ) {
      const other = left[i] as Blob;
      if (continues(line, other)) {
        line = union(line, other);
        left.splice(i, 1);
        i = 0;
      } else i++;
    }
    out.push(line);
  }
  return out;
}

function continues(line: Blob, other: Blob): boolean {
  if (line.length / line.thickness < 3) return false;
  const across = offset(line, other);
  const gap = Math.abs(across.along) - (line.length + other.length) / 2;
  const ratio = other.thickness / line.thickness;
  const straight = other.length / other.thickness < 4 || Math.abs(other.angle - line.angle) < 0.1;
  return (
    straight && ratio > 0.5 && ratio < 1.7 && gap < 4 * line.thickness && Math.abs(across.down) < 0.45 * line.thickness
  );
}

function offset(line: Blob, other: Blob): { along: number; down: number } {
  const dx = other.x - line.x;
  const dy = other.y - line.y;
  const c = Math.cos(line.angle);
  const s = Math.sin(line.angle);
  return { along: dx * c + dy * s, down: dy * c - dx * s };
}

function union(a: Blob, b: Blob): Blob {
  const { along } = offset(a, b);
  const from = Math.min(-a.length / 2, along - b.length / 2);
  const to = Math.max(a.length / 2, along + b.length / 2);
  const weight = b.length / (a.length + b.length);
  const bearing = Math.atan2((b.y - a.y) * Math.sign(along), (b.x - a.x) * Math.sign(along));
  const angle = a.angle + (bearing - a.angle) * Math.min(1, 1.5 * weight);
  const middle = (from + to) / 2;
  return {
    x: a.x + middle * Math.cos(angle),
    y: a.y + middle * Math.sin(angle),
    angle,
    length: to - from,
    thickness: a.thickness * (1 - weight) + b.thickness * weight,
  };
}

/** Two closings find most lines twice; the longer finding stays. */
function unique(found: readonly Blob[]): Blob[] {
  const kept: Blob[] = [];
  for (const b of [...found].sort((p, q) => q.length - p.length)) {
    const again = kept.some((k) => {
      const o = offset(k, b);
      return (
        Math.abs(o.down) < 0.5 * Math.min(k.thickness, b.thickness) &&
        b.length > 0.8 * k.length &&
        Math.abs(o.along) < 0.1 * k.length
      );
    });
    if (!again) kept.push(b);
  }
  return kept;
}

function rank(lines: readonly Blob[]): Blob[] {
  const partners = (b: Blob): number =>
    lines.filter((o) => {
      const d = offset(b, o);
      const apart = Math.abs(d.down) / b.thickness;
      return (
        o !== b &&
        apart > 0.9 &&
        apart < 4 &&
        o.length / b.length > 0.8 &&
        o.length / b.length < 1.25 &&
        Math.abs(d.along) < 0.15 * b.length
      );
    }).length;
  const worth = new Map(
    lines.map((b) => [b, Math.min(2, partners(b)) + b.length / (Math.max(...lines.map((l) => l.length)) || 1)]),
  );
  return [...lines].sort((a, b) => (worth.get(b) ?? 0) - (worth.get(a) ?? 0));
}

/** Back to the full picture; a line found along columns is read downwards (mirroring swaps x and y). */
function toPage(b: Blob, direction: Pass['direction'], kx: number, ky: number): TextLine {
  const c = Math.cos(b.angle);
  const s = Math.sin(b.angle);
  const k = (kx + ky) / 2;
  const shared = { length: b.length * k, cap: b.thickness * k, bend: 0 };
  if (direction === 'rows') return { x: (b.x + 0.5) * kx, y: (b.y + 0.5) * ky, ux: c, uy: s, ...shared };
  return { x: (b.y + 0.5) * kx, y: (b.x + 0.5) * ky, ux: s, uy: c, ...shared };
}
