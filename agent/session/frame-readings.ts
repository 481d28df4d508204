import type { MrzReader } from '../../models/ports.ts';
import type { MrzReading } from '../contract/vocabulary/observations.ts';
import type { DocumentObservation } from '../domain/visit-observations.ts';

/** A reading and the single pictures it was voted from, newest first; no list where one picture made it. */
export interface FramesReading {
  readonly reading: MrzReading;
  readonly frames: readonly MrzReading[];
}

type Frames = readonly [MrzReading, ...MrzReading[]];

/** Tries are few, and what an early one saw badly should not speak forever. */
const MOST_FRAMES = 6;
/** Share of equal characters from which two readings are of one document. */
const SAME_DOCUMENT = 0.9;

/** What a try saw that did not stand, for the next one to vote with. Texts only: the pictures are gone. */
export function doubtedFrames({ mrz, frames }: DocumentObservation): readonly MrzReading[] {
  if (!mrz || mrz.gate === 'accepted') return [];
  return frames && frames.length > 0 ? frames : [mrz];
}

/**
 * The reading of one capture. What does not stand by itself is voted with the readings of the try before, where they are of the
 * same document; what stands needs no help from a worse picture.
 */
export function voteWithDoubted(
  vote: MrzReader['vote'],
  frames: Frames,
  doubted: readonly MrzReading[],
): FramesReading {
  const own = frames.length > 1 ? vote(frames) : frames[0];
  const earlier = doubted.filter((reading) => isSameDocument(own, reading));
  if (own.gate === 'accepted' || earlier.length === 0) return { reading: own, frames: frames.length > 1 ? frames : [] };
  const [newest, ...others] = frames;
  const all: Frames = [newest, ...[...others, ...earlier].slice(0, MOST_FRAMES - 1)];
  return { reading: vote(all), frames: all };
}

function isSameDocument(a: MrzReading, b: MrzReading): boolean {
  if (a.format !== b.format) return false;
  const [first, second] = [a.lines.join(''), b.lines.join('')];
  const equal = [...first].filter((text, index) => text === second[index]).length;
  return first.length === second.length && equal >= SAME_DOCUMENT * first.length;
}
