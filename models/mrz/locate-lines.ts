import type { Grey } from './grey.ts';
import type { PageCells, PageNetwork } from './page-network.ts';
import { alongOf, downOf, type Piece, parallel, piecesOf } from './page-pieces.ts';
import { ridgeOf } from './page-ridge.ts';
import type { TextLine } from './text-line.ts';

/**
 * A line of the MRZ as seen on the reduced page: a few px off, to be measured on the full picture. `score` 0…1 is that it
 * is one; `directionCertainty` 0…1 that it reads this way and not from the other end, one value for a block.
 */
export interface LocatedLine extends TextLine {
  readonly score: number;
  readonly directionCertainty: number;
}

/** `certainty` 0…1 is that there is an MRZ anywhere, read or not; lines come best first, those of one block together. */
export interface Located {
  readonly lines: readonly LocatedLine[];
  readonly certainty: number;
}

const MAX_LINES = 8;
/** Shorter pieces, in capitals, that nothing joins to a line are no line. */
const LEAST_CAPITALS = 6;
/** Length in capitals from which a line is long enough to count in full: the shortest lines have 30 characters. */
const FULL_LENGTH = 24;
/** What a line without a parallel neighbour is worth: only some licences have a single line. */
const ALONE = 0.7;

/** Where the lines of the MRZ lie on a page at any rotation, and which way they read. Never throws on any picture. */
export async function locateLines(grey: Grey, network: PageNetwork, longSide?: number): Promise<Located> {
  return linesIn(await network.look(grey, longSide));
}

/** The lines in what the page network sees. */
export function linesIn(cells: PageCells): Located {
  const pieces = piecesOf(ridgeOf(cells)).filter((p) => p.length > LEAST_CAPITALS * p.cap);
  const blocks = blocksOf(pieces).map((block) => {
    const way = wayOf(block);
    const rated = block.map((piece) => ({ piece, ...way(piece), score: scoreOf(piece, block.length > 1) }));
    rated.sort((a, b) => b.score - a.score);
    return rated;
  });
  blocks.sort((a, b) => (b[0]?.score ?? 0) - (a[0]?.score ?? 0));
  const lines = blocks
    .flat()
    .slice(0, MAX_LINES)
    .map((r) => ({
      ...toPicture(r.piece, r.sign, cells),
      score: r.score,
      directionCertainty: r.certainty,
    }));
  return { lines, certainty: lines[0]?.score ?? 0 };
}

/** Lines that stand above each other like those of one MRZ. */
function blocksOf(pieces: readonly Piece[]): Piece[][] {
  const left = [...pieces];
  const blocks: Piece[][] = [];
  while (left.length > 0) {
    const block = [left.shift() as Piece];
    for (let i = 0; i < left.length; ) {
      const candidate = left[i] as Piece;
      if (block.some((b) => neighbours(b, candidate))) {
        block.push(candidate);
        left.splice(i, 1);
        i = 0;
      } else i++;
    }
    blocks.push(block);
  }
  return blocks;
}

function neighbours(a: Piece, b: Piece): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const apart = Math.abs(downOf(long, short));
  const cap = (a.cap + b.cap) / 2;
  return (
    parallel(a, b) > 0.97 &&
    apart > 0.8 * cap &&
    apart < 3.6 * cap &&
    short.length > 0.5 * long.length &&
    Math.abs(alongOf(long, short)) < 0.35 * long.length
  );
}

/** All lines of a block read the same way: the sign of each piece, and how clearly the spots say so. */
function wayOf(block: readonly Piece[]): (piece: Piece) => { sign: number; certainty: number } {
  const first = block[0] as Piece;
  let sum = 0;
  let all = 0;
  for (const piece of block) {
    for (const s of piece.spots) {
      sum += s.p * s.sure * (s.ux * first.ux + s.uy * first.uy);
      all += s.p;
    }
  }
  const way = sum < 0 ? -1 : 1;
  const certainty = Math.min(1, Math.abs(sum) / all);
  return (p) => ({ sign: p.ux * first.ux + p.uy * first.uy < 0 ? -way : way, certainty });
}

function scoreOf(piece: Piece, hasNeighbour: boolean): number {
  const long = Math.min(1, piece.length / piece.cap / FULL_LENGTH);
  return piece.density * long * (hasNeighbour ? 1 : ALONE);
}

function toPicture(p: Piece, sign: number, cells: PageCells): TextLine {
  const { kx, ky } = cells;
  const dx = p.ux * kx * sign;
  const dy = p.uy * ky * sign;
  const k = Math.hypot(dx, dy);
  const length = p.length * k;
  return { x: p.x * kx, y: p.y * ky, ux: dx / k, uy: dy / k, length, cap: p.cap * Math.sqrt(kx * ky), bend: 0 };
}
