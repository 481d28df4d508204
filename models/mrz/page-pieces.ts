import type { Spot } from './page-ridge.ts';

/** A straight piece in cells: middle, unit reading direction, length, capital height, and the spots it was fitted to. */
export interface Piece {
  readonly spots: readonly Spot[];
  readonly x: number;
  readonly y: number;
  readonly ux: number;
  readonly uy: number;
  readonly length: number;
  readonly cap: number;
  /** Mean probability over the length; gaps count as zero. */
  readonly density: number;
}

/** Fits a piece to each chain of spots; pieces on one axis become one line, the longest first. */
export function piecesOf(chains: readonly (readonly Spot[])[]): Piece[] {
  const left = chains.map(fitted).sort((a, b) => b.length - a.length);
  const out: Piece[] = [];
  while (left.length > 0) {
    let line = left.shift() as Piece;
    for (let i = 0; i < left.length; ) {
      const other = left[i] as Piece;
      if (continues(line, other)) {
        line = fitted([...line.spots, ...other.spots]);
        left.splice(i, 1);
        i = 0;
      } else i++;
    }
    out.push(line);
  }
  return out;
}

function continues(line: Piece, other: Piece): boolean {
  const gap = Math.abs(alongOf(line, other)) - (line.length + other.length) / 2;
  const ratio = other.cap / line.cap;
  const angle = other.length > 4 * other.cap ? 0.97 : 0.8;
  const drift = 0.6 * line.cap + 0.03 * Math.max(0, gap) + 0.3;
  return (
    parallel(line, other) > angle &&
    gap < Math.max(6, 12 * line.cap, 0.3 * line.length) &&
    gap > -0.6 * other.length &&
    ratio > 0.6 &&
    ratio < 1.65 &&
    Math.abs(downOf(line, other)) < drift
  );
}

/** The axis of the spots by their second moments, pointing where most of them read to. */
function fitted(spots: readonly Spot[]): Piece {
  let n = 0;
  let x = 0;
  let y = 0;
  let cx = 0;
  let cy = 0;
  let logCap = 0;
  for (const s of spots) {
    n += s.p;
    x += s.p * s.x;
    y += s.p * s.y;
    cx += s.p * s.sure * s.ux;
    cy += s.p * s.sure * s.uy;
    logCap += s.p * Math.log(s.cap);
  }
  x /= n;
  y /= n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (const s of spots) {
    xx += s.p * (s.x - x) ** 2;
    yy += s.p * (s.y - y) ** 2;
    xy += s.p * (s.x - x) * (s.y - y);
  }
  // A few spots have no axis of their own: theirs is mixed with the direction the network saw.
  const norm = Math.hypot(cx, cy) || 1;
  const trust = 8 * n;
  const dx = cx / norm;
  const dy = cy / norm;
  const angle = Math.atan2(2 * (xy + trust * dx * dy), xx - yy + trust * (dx * dx - dy * dy)) / 2;
  const turn = Math.cos(angle) * dx + Math.sin(angle) * dy < 0 ? -1 : 1;
  const ux = turn * Math.cos(angle);
  const uy = turn * Math.sin(angle);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  const filled = new Map<number, number>();
  for (const s of spots) {
    const along = (s.x - x) * ux + (s.y - y) * uy;
    from = Math.min(from, along);
    to = Math.max(to, along);
    const place = Math.round(along);
    filled.set(place, Math.max(filled.get(place) ?? 0, s.p));
  }
  const middle = (from + to) / 2;
  const length = to - from + 1;
  let mass = 0;
  for (const p of filled.values()) mass += p;
  return {
    spots,
    x: x + middle * ux,
    y: y + middle * uy,
    ux,
    uy,
    length,
    cap: Math.exp(logCap / n),
    density: Math.min(1, mass / length),
  };
}

/** How far b's middle lies from a's in a's reading direction, and below it; |cosine| of the angle between them. */
export const alongOf = (a: Piece, b: Piece): number => (b.x - a.x) * a.ux + (b.y - a.y) * a.uy;
export const downOf = (a: Piece, b: Piece): number => (b.y - a.y) * a.ux - (b.x - a.x) * a.uy;
export const parallel = (a: Piece, b: Piece): number => Math.abs(a.ux * b.ux + a.uy * b.uy);
