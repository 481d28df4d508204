import { type Decoded, worth } from './decode.ts';
import { misplaced } from './layouts.ts';
import { ALPHABET } from './line-network.ts';

/**
 * Least probability of every single character for a reading to stand without a human look. The names carry no check digit,
 * so for them this is the only guard. On 272 pictures (68 specimens plain, shrunk, blurred, noisy) wrong readings that held
 * all check digits reached 0.74.
 */
export const ACCEPT_PROBABILITY = 0.77;
/** Above this no further look at the picture is taken. */
const CERTAIN_PROBABILITY = 0.93;

/**
 * Accepts a reading on what the network saw, before any exchange: every check digit holds, every position holds what it may,
 * the network alone found exactly as many characters as the layout has, and the least certain one is above the threshold. Everything else needs review.
 */
export function gateOf(reading: Decoded): 'accepted' | 'needs-review' {
  if (!reading.checksHold || !reading.countsAgree || reading.repairs.length > 0) return 'needs-review';
  if (misplaced(reading.format, reading.lines) > 0) return 'needs-review';
  return leastProbability(reading) >= ACCEPT_PROBABILITY ? 'accepted' : 'needs-review';
}

/** Below this worth (nats a character) a block is no MRZ: real ones, badly printed ones included, stay above -0.6, other print and noise below -1.7. */
const LEAST_WORTH = -1.1;

/** Whether a block is an MRZ at all; a reading that is not is never shown. */
export const isMrz = (reading: Decoded): boolean => worth(reading) >= LEAST_WORTH;

/** Certain enough to need no second look at the picture. */
export const isCertain = (reading: Decoded): boolean =>
  gateOf(reading) === 'accepted' && leastProbability(reading) >= CERTAIN_PROBABILITY;

/** Raw probability of the least certain printed character, 0…1. */
export function leastProbability(reading: Decoded): number {
  let least = 1;
  reading.slots.forEach((slots, line) => {
    for (let i = 0; i < slots.at.length; i++) {
      const c = ALPHABET.indexOf(reading.lines[line]?.[i] ?? '');
      least = Math.min(least, Math.exp(slots.logs[i * ALPHABET.length + c] as number));
    }
  });
  return least;
}
