import type { PageCells } from './page-network.ts';

/** A point on the middle of a line, in cells: probability, unit reading direction and how sure it is (0…1), capital height. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly p: number;
  readonly ux: number;
  readonly uy: number;
  readonly sure: number;
  readonly cap: number;
}

/** Least probability of a cell that may lie on a line. */
const LEAST = 0.3;
/** Cells from one spot of a line to the next, at most. */
const REACH = 2;
/** Fewer spots than this are noise. */
const LEAST_SPOTS = 4;

/**
 * The middles of the lines: cells that are more probable than their neighbours across the reading direction, moved to the
 * top of the parabola through the three, and gathered into chains. Lines one and a half cells apart stay two.
 */
export function ridgeOf(cells: PageCells): Spot[][] {
  const spots = new Map<number, Spot>();
  for (let row = 0; row < cells.rows; row++) {
    for (let column = 0; column < cells.columns; column++) {
      const spot = spotAt(cells, column, row);
      if (spot !== null) spots.set(row * cells.columns + column, spot);
    }
  }
  return chains(spots, cells.columns);
}

function spotAt(cells: PageCells, column: number, row: number): Spot | null {
  const i = row * cells.columns + column;
  const p = cells.line[i] as number;
  if (p < LEAST) return null;
  const norm = Math.hypot(cells.ux[i] as number, cells.uy[i] as number) || 1;
  const ux = (cells.ux[i] as number) / norm;
  const uy = (cells.uy[i] as number) / norm;
  const above = probability(cells, column + uy, row - ux);
  const below = probability(cells, column - uy, row + ux);
  if (above > p || below > p) return null;
  const curve = above + below - 2 * p;
  const shift = curve < -1e-6 ? Math.max(-0.5, Math.min(0.5, (above - below) / (2 * curve))) : 0;
  return {
    x: column + 0.5 - uy * shift,
    y: row + 0.5 + ux * shift,
    p,
    ux,
    uy,
    sure: Math.min(1, norm),
    cap: cells.cap[i] as number,
  };
}

/** Between the cells linearly; zero outside. */
function probability(cells: PageCells, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const ax = x - x0;
  const ay = y - y0;
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= cells.columns || row >= cells.rows
      ? 0
      : (cells.line[row * cells.columns + column] as number);
  const upper = at(x0, y0) * (1 - ax) + at(x0 + 1, y0) * ax;
  const lower = at(x0, y0 + 1) * (1 - ax) + at(x0 + 1, y0 + 1) * ax;
  return upper * (1 - ay) + lower * ay;
}

function chains(spots: ReadonlyMap<number, Spot>, columns: number): Spot[][] {
  const free = new Map(spots);
  const found: Spot[][] = [];
  for (const [start, first] of spots) {
    if (!free.delete(start)) continue;
    const chain: Spot[] = [];
    const open: [number, Spot][] = [[start, first]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [at, spot] = next;
      chain.push(spot);
      for (let dy = -REACH; dy <= REACH; dy++) {
        for (let dx = -REACH; dx <= REACH; dx++) {
          const key = at + dy * columns + dx;
          const other = free.get(key);
          if (other === undefined || !follows(spot, other)) continue;
          free.delete(key);
          open.push([key, other]);
        }
      }
    }
    if (chain.length >= LEAST_SPOTS) found.push(chain);
  }
  return found;
}

/** On one line: beside each other along the reading direction, which both agree on up to a half-turn. */
function follows(a: Spot, b: Spot): boolean {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  if (Math.abs(dx) > REACH + 1 || Math.abs(dy) > REACH + 1) return false;
  const across = Math.abs(dy * a.ux - dx * a.uy);
  return across < 0.8 && Math.abs(a.ux * b.ux + a.uy * b.uy) > 0.8;
}
