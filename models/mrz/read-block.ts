import { type Decoded, decodeBlock, vote, worth } from './decode.ts';
import { gateOf, hasRoom, isCertain } from './gate.ts';
import type { Grey, Plane } from './grey.ts';
import { type LineNetwork, type Posterior, STEP } from './line-network.ts';
import { linesBeside } from './rectify.ts';
import type { SlotReading } from './slots.ts';
import { cutStrip } from './strip.ts';
import { pointOf, type TextLine } from './text-line.ts';

/** Steps the network was trained to see per character. */
const USUAL_PITCH = 3.15;
/** Beyond the cells, in capitals: enough to see that the line ends there. */
const CLOSE_MARGIN = 2.2;
/** What is added to the margin when the text runs to the edge of the strips, in capitals: the difference of two layouts. */
const WIDER = 8;

/** How far around an anchor its block may lie. */
export interface Surroundings {
  /** Above and below the middle of the anchor, px. */
  readonly reach: number;
  /** Beyond the ends of the anchor, in capitals: a digit behind a faint filler run may be missing in what was found. */
  readonly margin: number;
  /** Look for lines that begin with the others but are short. */
  readonly short: boolean;
}

/** Of an anchor of which nothing else is known. */
export const unknownSurroundings = (anchor: TextLine): Surroundings => ({
  reach: 6.5 * anchor.cap,
  margin: 5,
  short: true,
});

/** The plane of the picture to look at, reduced once and kept. */
export type Planes = (name: Plane) => Grey;

/**
 * Reads all lines around an anchor. The first reading finds which lines form an MRZ and where its cells lie. Null when nothing
 * around the anchor reads like one.
 */
export async function readBlock(
  grey: Grey,
  anchor: TextLine,
  network: LineNetwork,
  around = unknownSurroundings(anchor),
): Promise<Decoded | null> {
  return readLines(grey, linesBeside(grey, anchor, around.reach, around.short), network, around.margin);
}

/** Reads measured lines, given from above to below, with one capital height for all. */
export async function readLines(
  grey: Grey,
  lines: readonly TextLine[],
  network: LineNetwork,
  margin: number,
): Promise<Decoded | null> {
  const caps = lines.map((l) => l.cap).sort((a, b) => a - b);
  const cap = caps[caps.length >> 1];
  if (cap === undefined) return null;
  const cut = (beyond: number) => network.read(lines.map((l) => cutStrip(grey, { ...l, cap }, beyond)));
  const first = decodeBlock(await cut(margin));
  // Text up to the edge of the strips may go on behind it.
  return first === null || hasRoom(first) ? first : decodeBlock(await cut(margin + WIDER));
}

/** Another cut-out of a block: plane, capital height and width relative to the measured ones, rows moved down in capitals. */
interface Look {
  readonly plane: Plane;
  readonly scale: number;
  readonly stretch: number;
  readonly down: number;
}

const look = (plane: Plane, scale = 1, stretch = 1, down = 0): Look => ({ plane, scale, stretch, down });

/** In the order of what they bring; the first cuts exactly where the characters were found. */
const LOOKS: readonly Look[] = [
  look('luminance'),
  look('luminance', 0.92, 1, 0.04),
  look('red'),
  look('luminance', 1.08, 1.05, -0.04),
  look('luminance', 1, 0.94),
  look('red', 0.92, 1.05),
];
/** Looks after which a reading that passes the gate is believed; the rest are for what still does not pass. */
const ENOUGH = 1;

/**
 * Looks again at a block, cell by cell, until the reading is certain or the looks are used up, and lets all looks vote. A slip
 * of the network in one cut-out is rarely repeated in the next.
 */
export async function lookAgain(
  first: Decoded,
  planes: Planes,
  network: LineNetwork,
  expired: () => boolean,
): Promise<Decoded> {
  const looks: [Decoded, ...Decoded[]] = [first];
  let voted = first;
  for (const [i, next] of LOOKS.entries()) {
    // What is certain at first sight but fails its check digits gets one more look before it is called printed wrong.
    if ((isCertain(voted) && (voted.checksHold || i > 0)) || expired() || (i >= ENOUGH && gateOf(voted) === 'accepted'))
      break;
    const again = await readCells(looks[0], next, planes(next.plane), network);
    if (again === null) continue;
    // A look that reads clearly better than the first takes its place: its geometry is the right one.
    if (worth(again) > worth(looks[0]) + 0.1) looks.unshift(again);
    else looks.push(again);
    voted = vote(looks);
  }
  return voted;
}

async function readCells(of: Decoded, how: Look, grey: Grey, network: LineNetwork): Promise<Decoded | null> {
  const widths = of.slots.map((s, i) => (s.pitch * STEP) / (of.posteriors[i] as Posterior).strip.perPixel);
  const character = widths.sort((x, y) => x - y)[widths.length >> 1] as number;
  const strips = of.posteriors.map((p, i) => {
    const line = lineOfCells(p, of.slots[i] as SlotReading);
    const middle = pointOf({ ...line, bend: 0 }, 0, how.down * line.cap);
    const cut = { ...line, ...middle, cap: line.cap * how.scale };
    return cutStrip(grey, cut, CLOSE_MARGIN, (USUAL_PITCH * STEP * how.stretch) / character);
  });
  return decodeBlock(await network.read(strips), [of.format]);
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
