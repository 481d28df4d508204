import { type Decoded, legibility, worth } from './decode.ts';
import { gateOf } from './gate.ts';
import type { LineNetwork } from './line-network.ts';
import type { PageNetwork } from './page-network.ts';
import type { Planes } from './read-block.ts';
import type { TextLine } from './text-line.ts';

/** The two networks of the reader. */
export interface MrzNetworks {
  readonly pages: PageNetwork;
  readonly lines: LineNetwork;
}

/** One search in one picture: its planes, the networks, what was seen so far. */
export interface Hunt {
  readonly planes: Planes;
  readonly networks: MrzNetworks;
  readonly expired: () => boolean;
  /** Lines of print that were looked at. */
  linesSeen: number;
}

/** Blocks looked at in one place before another way of looking is tried. */
export const MAX_ANCHORS = 3;
/** Legibility (see decode.ts) above which the right lines were found, whatever the doubt about single characters. */
const LEGIBLE = -0.45;

/** Whether the right lines were found. */
export const isLegible = (reading: Decoded): boolean => legibility(reading) > LEGIBLE;

/** The reading that passes the gate, or else the likelier one. */
export function better(a: Decoded | null, b: Decoded | null): Decoded | null {
  if (a === null || b === null) return a ?? b;
  const accepted = Number(gateOf(b) === 'accepted') - Number(gateOf(a) === 'accepted');
  if (accepted !== 0) return accepted > 0 ? b : a;
  return worth(b) > worth(a) ? b : a;
}

/** A function that computes each answer once. */
export function remembering<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

/** Capitals of 3 px carry nothing; 30 characters are at least 18 capitals long even when a third was not found. */
export function isPlausible(line: TextLine): boolean {
  const capitals = line.length / line.cap;
  return line.cap >= 3 && capitals > 18 && capitals < 75;
}
