import type { Decoded } from './decode.ts';
import { better, type Hunt, isLegible, isPlausible, MAX_ANCHORS } from './hunt.ts';
import type { LocatedLine } from './locate-lines.ts';
import { readBlock, readLines, type Surroundings, unknownSurroundings } from './read-block.ts';
import { distance, downFrom, measureLine } from './rectify.ts';
import { pointOf, type TextLine, upsideDown } from './text-line.ts';

/** The likeliest of the blocks that the page network saw; print that reads as nothing is tried from its other end. */
export async function readLocated(hunt: Hunt, lines: readonly LocatedLine[]): Promise<Decoded | null> {
  const grey = hunt.planes('luminance');
  let left = lines;
  let best: Decoded | null = null;
  for (let tries = 0; tries < MAX_ANCHORS; tries++) {
    const [first] = left;
    if (first === undefined) break;
    const block = left.filter((l) => distance(first, l) < 6 * first.cap);
    left = left.filter((l) => !block.includes(l));
    const ways = waysToRead(first, spanning(block));
    for (const way of ways) {
      best = better(best, await readComplete(hunt, way, block));
      if (best !== null && isLegible(best)) return best;
    }
    for (const [rough, nearby] of attempts(ways)) {
      if (hunt.expired()) return best;
      const anchor = measureLine(grey, rough);
      if (anchor === null || !isPlausible(anchor) || (!nearby && block.length < 2)) continue;
      const around = nearby ? surroundingsOf(anchor, block) : unknownSurroundings(anchor);
      best = better(best, await readBlock(grey, anchor, hunt.networks.lines, around));
      if (best !== null && isLegible(best)) return best;
    }
  }
  return best;
}

/** A block of which the page network saw every line needs no search beside them. */
async function readComplete(hunt: Hunt, whole: TextLine, block: readonly TextLine[]): Promise<Decoded | null> {
  const length = whole.length / whole.cap;
  if (block.length !== (length > PAIR_LENGTH ? 2 : 3)) return null;
  const grey = hunt.planes('luminance');
  const ends = { ux: whole.ux, uy: whole.uy, length: whole.length };
  const lines = block.flatMap((l) => measureLine(grey, { ...l, ...alongside(whole, l), ...ends }) ?? []);
  if (lines.length < block.length) return null;
  lines.sort((a, b) => downFrom(whole, a) - downFrom(whole, b));
  return readLines(grey, lines, hunt.networks.lines, 3);
}

/** The point of a line's axis beside the middle of another one. */
function alongside(whole: TextLine, line: TextLine): { x: number; y: number } {
  return pointOf(line, (whole.x - line.x) * line.ux + (whole.y - line.y) * line.uy, 0);
}

/** Below this certainty of the reading direction the page counts as upright, as nearly all pages are. */
const SURE_OF_DIRECTION = 0.85;
const UPRIGHT = 0.7;

/** The two ends a line may be read from, likeliest first. */
function waysToRead({ directionCertainty, ux }: LocatedLine, whole: TextLine): readonly [TextLine, TextLine] {
  const turned = upsideDown(whole);
  return directionCertainty < SURE_OF_DIRECTION && ux < -UPRIGHT ? [turned, whole] : [whole, turned];
}

/** The ways to read a block of which not all lines were seen: with its own lines, with all around them, from the other end. */
const attempts = ([way, other]: readonly [TextLine, TextLine]): readonly (readonly [TextLine, nearby: boolean])[] => [
  [way, true],
  [way, false],
  [other, true],
];

/** The first line of a block, as long as all its lines together. */
function spanning(block: readonly TextLine[]): TextLine {
  const first = block[0] as TextLine;
  const ends = block.flatMap((l) => {
    const middle = (l.x - first.x) * first.ux + (l.y - first.y) * first.uy;
    return [middle - l.length / 2, middle + l.length / 2];
  });
  const from = Math.min(...ends);
  const to = Math.max(...ends);
  return { ...first, ...pointOf(first, (from + to) / 2, 0), length: to - from };
}

/** Lines of 36 and 44 characters come in pairs and are longer than this, in capitals; three lines have 30. */
const PAIR_LENGTH = 33.5;

/** One line more than was seen may stand above or below a pair of short ones, at two and a half capitals from its neighbour. */
function surroundingsOf(anchor: TextLine, block: readonly TextLine[]): Surroundings {
  if (block.length < 2) return unknownSurroundings(anchor);
  const complete = anchor.length / anchor.cap > PAIR_LENGTH;
  const reach = Math.max(...block.map((l) => distance(anchor, l))) + (complete ? 1.2 : 3.3) * anchor.cap;
  return { reach, margin: 3, short: false };
}
