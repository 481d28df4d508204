import { certaintyOf, guarded, oddsOfDoubleSlip } from './certainty.ts';
import { type Decoded, worth } from './decode.ts';
import { LAYOUTS, misplaced } from './layouts.ts';
import { ALPHABET } from './line-network.ts';

/**
 * Least certainty (see certainty.ts) of every single character for a reading to stand without a human look. The names carry no
 * check digit, so for them this is the network's probability alone and the only guard.
 */
export const ACCEPT_CERTAINTY = 0.77;
/** Odds of a double slip (see certainty.ts) above which check digits prove nothing. */
export const MOST_DOUBLE_SLIP = 0.01;
/** Blank space that must be seen beyond either end of the cells, in cells: print that goes on there belongs to another layout. */
const ROOM = 1.2;
/** Above this no further look at the picture is taken. */
const CERTAIN = 0.9;

/**
 * Accepts a reading on what the network saw, before any exchange: every check digit holds, every position holds what it may,
 * the network alone found exactly as many characters as the layout has, and the least certain one is above the threshold.
 * Everything else needs review.
 */
export function gateOf(reading: Decoded): 'accepted' | 'needs-review' {
  if (!reading.checksHold || !reading.countsAgree || reading.repairs.length > 0) return 'needs-review';
  // The Swiss licence has no check digit to rely on.
  if (LAYOUTS[reading.format].checks.length === 0) return 'needs-review';
  if (misplaced(reading.format, reading.lines) > 0) return 'needs-review';
  if (!hasRoom(reading) || oddsOfDoubleSlip(guardedProbabilities(reading)) > MOST_DOUBLE_SLIP) return 'needs-review';
  return leastCertainty(reading) >= ACCEPT_CERTAINTY ? 'accepted' : 'needs-review';
}

/** Whether the strips go on beyond the cells far enough to show that the lines end there. */
export function hasRoom({ slots, posteriors }: Decoded): boolean {
  return slots.every(({ at, pitch }, i) => {
    const steps = posteriors[i]?.steps ?? 0;
    return (at[0] as number) > (0.5 + ROOM) * pitch && steps - (at[at.length - 1] as number) > (0.5 + ROOM) * pitch;
  });
}

function guardedProbabilities({ format, lines, slots }: Decoded): number[] {
  const isGuarded = guarded(format, lines);
  return slots.flatMap(({ logs, at }, line) =>
    at.flatMap((_, i) => {
      if (!isGuarded(line, i)) return [];
      return Math.exp(logs[i * ALPHABET.length + ALPHABET.indexOf(lines[line]?.[i] ?? '')] ?? Number.NEGATIVE_INFINITY);
    }),
  );
}

/** Below this worth (nats a character) a block is no MRZ: real ones, badly printed ones included, stay above -0.6, other print and noise below -1.7. */
const LEAST_WORTH = -1.1;

/** Whether a block is an MRZ at all; a reading that is not is never shown. */
export const isMrz = (reading: Decoded): boolean => worth(reading) >= LEAST_WORTH;

/** Certain enough that another look at the picture would change nothing, also where the document is printed wrong. */
export const isCertain = (reading: Decoded): boolean =>
  reading.countsAgree &&
  hasRoom(reading) &&
  reading.repairs.length === 0 &&
  misplaced(reading.format, reading.lines) === 0 &&
  leastCertainty(reading) >= CERTAIN;

/** Certainty of the least certain printed character, 0…1. */
export function leastCertainty({ format, lines, slots }: Decoded): number {
  const isGuarded = guarded(format, lines);
  let least = 1;
  slots.forEach(({ logs, at }, line) => {
    for (let i = 0; i < at.length; i++) {
      const raw = (c: string): number => Math.exp(logs[i * ALPHABET.length + ALPHABET.indexOf(c)] as number);
      least = Math.min(least, certaintyOf(lines[line]?.[i] ?? '', isGuarded(line, i), raw));
    }
  });
  return least;
}
