import type { Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { Decoded } from './decode.ts';
import { isMrz } from './gate.ts';
import { type Plane, toGrey } from './grey.ts';
import { better, type Hunt, isLegible, type MrzNetworks, remembering } from './hunt.ts';
import { locateLines } from './locate-lines.ts';
import { lookAgain } from './read-block.ts';
import { readLocated } from './read-located.ts';
import { searchClassically } from './search-classically.ts';

/** Long sides at which the page network looks: a document that fills the picture is found in the small one, for half the time. */
const RASTERS = [384, 512] as const;

export interface Search {
  readonly best: Decoded | null;
  /** Lines of print that were looked at, over all passes. */
  readonly linesSeen: number;
  readonly timedOut: boolean;
}

/**
 * Looks for the MRZ where the page network sees its lines; where that leads to nothing that reads like an MRZ, along the long
 * lines of small print that the classical localiser finds.
 */
export async function searchMrz(picture: Picture, networks: MrzNetworks, expired: () => boolean): Promise<Search> {
  const hunt: Hunt = { planes: remembering((name: Plane) => toGrey(picture, name)), networks, expired, linesSeen: 0 };
  let best: Decoded | null = null;
  for (const longSide of RASTERS) {
    const located = await locateLines(hunt.planes('luminance'), networks.pages, longSide);
    hunt.linesSeen += located.lines.length;
    best = better(best, await readLocated(hunt, located.lines));
    if (best !== null && isLegible(best)) break;
  }
  if (best === null || !isLegible(best)) best = better(best, await searchClassically(picture, hunt));
  if (best === null || !isMrz(best)) return { best: null, linesSeen: hunt.linesSeen, timedOut: expired() };
  // What reads well but does not pass is worth a closer look, not another place.
  const settled = await lookAgain(best, hunt.planes, networks.lines, expired);
  return { best: settled, linesSeen: hunt.linesSeen, timedOut: expired() };
}
