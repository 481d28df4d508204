import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { Decoded } from './decode.ts';
import type { Grey } from './grey.ts';
import { better, type Hunt, isLegible, isPlausible, MAX_ANCHORS, remembering } from './hunt.ts';
import type { LineNetwork, Posterior } from './line-network.ts';
import { localiseLines, type Pass, rasterSide } from './localise.ts';
import { readBlock } from './read-block.ts';
import { distance, measureLine } from './rectify.ts';
import { pitchOf, runsOf } from './slots.ts';
import { cutStrip } from './strip.ts';
import { type TextLine, upsideDown } from './text-line.ts';

/** Lines read in one network run. */
const BATCH = 4;
/** Lines with fewer certain characters than this are no anchor to build an MRZ block on. */
const LEAST_CHARACTERS = 14;

/** Where and how the classical localiser looks, most common first: an upright page on the glass is found by the first pass. */
const PASSES: readonly (Pass & { readonly flipped: boolean })[] = [
  { direction: 'rows', longSide: 1000, flipped: false },
  { direction: 'rows', longSide: 640, flipped: false },
  { direction: 'rows', longSide: 1000, flipped: true },
  { direction: 'columns', longSide: 1000, flipped: false },
  { direction: 'columns', longSide: 1000, flipped: true },
  { direction: 'rows', longSide: 1500, flipped: false },
  { direction: 'columns', longSide: 640, flipped: false },
  { direction: 'rows', longSide: 640, flipped: true },
  { direction: 'columns', longSide: 640, flipped: true },
];

/**
 * Reads along the long lines of small print that the classical localiser finds, in all four orientations: the cross-check of the
 * page network. A line that reads like MRZ print is the anchor; its neighbours are measured from the picture around it.
 */
export async function searchClassically(picture: Picture, hunt: Hunt): Promise<Decoded | null> {
  const grey = hunt.planes('luminance');
  const found = remembering((key: string) => {
    const [direction, side] = key.split(' ') as [Pass['direction'], string];
    const lines = localiseLines(grey, { direction, longSide: Number(side) });
    hunt.linesSeen += lines.length;
    return lines;
  });
  let best: Decoded | null = null;
  for (const { direction, side, flipped } of passesFor(picture)) {
    if (hunt.expired()) break;
    const lines = found(`${direction} ${side}`).map((l) => (flipped ? upsideDown(l) : l));
    for (const anchor of await anchors(grey, lines, hunt.networks.lines, hunt.expired)) {
      if (hunt.expired()) return best;
      best = better(best, await readBlock(grey, anchor, hunt.networks.lines));
      if (best !== null && isLegible(best)) return best;
    }
  }
  return best;
}

/** The passes without those that would look at the same raster twice, as happens with small pictures. */
function passesFor(picture: Picture): { direction: Pass['direction']; side: number; flipped: boolean }[] {
  const rasters = new Map(PASSES.map((p) => [`${p.direction} ${p.flipped} ${rasterSide(picture, p)}`, p]));
  return [...rasters.values()].map((p) => ({
    direction: p.direction,
    side: rasterSide(picture, p),
    flipped: p.flipped,
  }));
}

/** Lines that read like MRZ print, best first: many certain characters in one pitch. */
async function anchors(
  grey: Grey,
  lines: readonly TextLine[],
  network: LineNetwork,
  expired: () => boolean,
): Promise<TextLine[]> {
  const rated: { line: TextLine; mark: number }[] = [];
  for (let i = 0; i < lines.length; i += BATCH) {
    if (expired()) break;
    const strips = lines.slice(i, i + BATCH).flatMap((rough) => {
      const line = measureLine(grey, rough);
      return line !== null && isPlausible(line) ? [cutStrip(grey, line, 1.3)] : [];
    });
    for (const posterior of await network.read(strips)) {
      const mark = markOf(posterior);
      if (mark > 0) rated.push({ line: posterior.strip.line, mark });
    }
    // A block of certain lines is the MRZ; further lines of print need no reading.
    if (rated.filter((r) => r.mark > 0.75).length >= 2) break;
  }
  rated.sort((a, b) => b.mark - a.mark);
  const kept: TextLine[] = [];
  for (const { line } of rated) {
    if (kept.length < MAX_ANCHORS && !kept.some((k) => distance(k, line) < 6 * k.cap)) kept.push(line);
  }
  return kept;
}

/** 0…1: how much a line reads like MRZ print. */
function markOf(posterior: Posterior): number {
  const runs = runsOf(posterior);
  const certain = runs.filter((r) => r.probability > 0.5).length;
  if (certain < LEAST_CHARACTERS) return 0;
  const mean = runs.reduce((sum, r) => sum + r.probability, 0) / runs.length;
  return mean * pitchOf(runs).agreement * Math.min(1, certain / 28);
}
