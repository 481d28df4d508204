import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import { type Decoded, decodeBlock, vote, worth } from './decode.ts';
import { gateOf, isCertain, isMrz } from './gate.ts';
import { type Grey, type Plane, toGrey } from './grey.ts';
import { type LineNetwork, type Posterior, STEP } from './line-network.ts';
import { localiseLines, type Pass, rasterSide } from './localise.ts';
import { cutStrip, distance, linesBeside, measureLine } from './rectify.ts';
import { pitchOf, runsOf, type SlotReading } from './slots.ts';
import { pointOf, type TextLine, upsideDown } from './text-line.ts';

/** Steps the network was trained to see per character. */
const USUAL_PITCH = 3.15;
/** Lines read in one network run. */
const BATCH = 4;
/** Lines with fewer certain characters than this are no anchor to build an MRZ block on. */
const LEAST_CHARACTERS = 14;
const MAX_ANCHORS = 3;
/** Worth (see decode.ts) above which the right lines were found, whatever the doubt about single characters. */
const LEGIBLE = -0.45;

/** Where and how to look, most common first: an upright page on the glass is found by the first pass. */
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

export interface Search {
  readonly best: Decoded | null;
  /** Lines of print that were looked at, over all passes. */
  readonly linesSeen: number;
  readonly timedOut: boolean;
}

/**
 * Looks for the MRZ until a reading passes the gate, the passes are used up or `expired()` says so. A line that reads like
 * MRZ print is the anchor; its neighbours are measured from the picture around it, so one good line finds the block.
 */
export async function searchMrz(picture: Picture, network: LineNetwork, expired: () => boolean): Promise<Search> {
  const plane = remembering((name: Plane) => toGrey(picture, name));
  const found = remembering((key: string) => {
    const [direction, side] = key.split(' ') as [Pass['direction'], string];
    return localiseLines(plane('luminance'), { direction, longSide: Number(side) });
  });
  const best = await firstLegible();
  return { best, linesSeen: found.all().reduce((n, lines) => n + lines.length, 0), timedOut: expired() };

  async function firstLegible(): Promise<Decoded | null> {
    let best: Decoded | null = null;
    for (const { direction, side, flipped } of passesFor(picture)) {
      const lines = found(`${direction} ${side}`).map((l) => (flipped ? upsideDown(l) : l));
      for (const anchor of await anchors(plane('luminance'), lines, network, expired)) {
        if (expired()) return best !== null && isMrz(best) ? best : null;
        best = better(best, await readBlock(plane('luminance'), anchor, network, 1));
        // What reads well but does not pass is worth a closer look, not another orientation.
        if (best !== null && worth(best) > LEGIBLE) return lookAgain(best, plane, network, expired);
      }
      if (expired()) break;
    }
    return best !== null && isMrz(best) ? lookAgain(best, plane, network, expired) : null;
  }
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

/** A function that computes each answer once, and tells all it has computed. */
function remembering<K, V>(compute: (key: K) => V): ((key: K) => V) & { all: () => V[] } {
  const known = new Map<K, V>();
  const ask = (key: K): V => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
  return Object.assign(ask, { all: () => [...known.values()] });
}

/** Other cut-outs of the block for the vote: colour plane and capital height relative to the measured one. */
const LOOKS = [
  ['luminance', 0.93],
  ['red', 1],
  ['luminance', 1.08],
  ['red', 0.93],
] as const;

/** Two more looks settle most doubts; the last two are for what still does not pass. */
async function lookAgain(
  first: Decoded,
  plane: (name: Plane) => Grey,
  network: LineNetwork,
  expired: () => boolean,
): Promise<Decoded> {
  const looks: [Decoded, ...Decoded[]] = [first];
  let voted = first;
  for (const [i, [name, scale]] of LOOKS.entries()) {
    if (isCertain(voted) || expired() || (i === 2 && gateOf(voted) === 'accepted')) break;
    const again = await readBlock(plane(name), first.posteriors[0]?.strip.line as TextLine, network, scale);
    if (again === null) continue;
    // A look that reads clearly better than the first takes its place: its geometry is the right one.
    if (worth(again) > worth(looks[0]) + 0.1) looks.unshift(again);
    else looks.push(again);
    voted = vote(looks);
  }
  return voted;
}

function better(a: Decoded | null, b: Decoded | null): Decoded | null {
  if (a === null || b === null) return a ?? b;
  const accepted = Number(gateOf(b) === 'accepted') - Number(gateOf(a) === 'accepted');
  if (accepted !== 0) return accepted > 0 ? b : a;
  return worth(b) > worth(a) ? b : a;
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

/** Capitals of 3 px carry nothing; 30 characters are at least 18 capitals long even when a third was not found. */
function isPlausible(line: TextLine): boolean {
  const capitals = line.length / line.cap;
  return line.cap >= 3 && capitals > 18 && capitals < 75;
}

/** 0…1: how much a line reads like MRZ print. */
function markOf(posterior: Posterior): number {
  const runs = runsOf(posterior);
  const certain = runs.filter((r) => r.probability > 0.5).length;
  if (certain < LEAST_CHARACTERS) return 0;
  const mean = runs.reduce((sum, r) => sum + r.probability, 0) / runs.length;
  return mean * pitchOf(runs).agreement * Math.min(1, certain / 28);
}

/** Ends of the lines may be missing in what was found (a digit behind a faint filler run): looked for this far, in capitals. */
const WIDE_MARGIN = 5;
const CLOSE_MARGIN = 1.5;

/**
 * Reads all lines around an anchor, with one capital height for the block. What does not pass at once is cut again exactly
 * where the characters were found, at the pitch the network was trained on.
 */
async function readBlock(grey: Grey, anchor: TextLine, network: LineNetwork, scale: number): Promise<Decoded | null> {
  const beside = linesBeside(grey, anchor);
  if (beside.length < 2) return null;
  const caps = beside.map((l) => l.cap).sort((a, b) => a - b);
  const cap = (caps[caps.length >> 1] as number) * scale;
  const strips = beside.map((l) => cutStrip(grey, { ...l, cap }, WIDE_MARGIN));
  const first = decodeBlock(await network.read(strips));
  if (first === null || gateOf(first) === 'accepted') return first;
  const pitches = first.slots.map((s) => s.pitch).sort((a, b) => a - b);
  const stretch = Math.min(1.6, Math.max(0.6, USUAL_PITCH / (pitches[pitches.length >> 1] as number)));
  const closer = first.posteriors.map((p, i) =>
    cutStrip(grey, lineOfCells(p, first.slots[i] as SlotReading), CLOSE_MARGIN, stretch),
  );
  return better(first, decodeBlock(await network.read(closer)));
}

/** The line from its first cell to its last. */
function lineOfCells(posterior: Posterior, slots: SlotReading): TextLine {
  const { line, width, perPixel } = posterior.strip;
  const first = (slots.at[0] as number) - slots.pitch / 2;
  const last = (slots.at[slots.at.length - 1] as number) + slots.pitch / 2;
  const along = (((first + last) / 2) * STEP - width / 2) / perPixel;
  const length = ((last - first) * STEP) / perPixel;
  const middle = pointOf(line, along, 0);
  // The bend is the parabola of the whole line; a shorter piece keeps its share of the sag.
  return { ...line, ...middle, length, bend: line.bend * (length / line.length) ** 2 };
}
