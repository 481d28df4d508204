import { certaintyOf, guarded, oddsOfDoubleSlip } from './certainty.ts';
import { type Decoded, worth } from './decode.ts';
import { LAYOUTS, mayStand, misplaced } from './layouts.ts';
import { ALPHABET } from './line-network.ts';

/**
 * Least certainty (see certainty.ts) of every single character for a reading to stand without a human look. The names carry no
 * check digit, so for them this is the network's probability alone and the only guard. In print of 9 px or less the network is
 * sometimes wrong with 0.9: there it takes 0.95. Measured on drawn captures (`npm run bench:mrz -- --suite captures`).
 */
export function certaintyNeeded(capHeightPx: number): number {
  const small = Math.min(1, Math.max(0, (FINE_PX - capHeightPx) / (FINE_PX - COARSE_PX)));
  return FINE_CERTAINTY + (COARSE_CERTAINTY - FINE_CERTAINTY) * small;
}

const FINE_PX = 11;
const COARSE_PX = 9;
const FINE_CERTAINTY = 0.85;
const COARSE_CERTAINTY = 0.95;
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
  return leastCertainty(reading) >= certaintyNeeded(capHeightOf(reading)) ? 'accepted' : 'needs-review';
}

/** Whether the strips go on beyond the cells far enough to show that the lines end there. */
export function hasRoom({ slots, posteriors }: Decoded): boolean {
  return slots.every(({ at, pitch }, i) => {
    const steps = posteriors[i]?.steps ?? 0;
    return (at[0] as number) > (0.5 + ROOM) * pitch && steps - (at[at.length - 1] as number) > (0.5 + ROOM) * pitch;
  });
}

const capHeightOf = ({ posteriors }: Decoded): number => posteriors[0]?.strip.line.cap ?? 0;

function guardedProbabilities({ format, lines, slots }: Decoded): number[] {
  const isGuarded = guarded(format, lines);
  return slots.flatMap(({ logs, at }, line) =>
    at.flatMap((_, i) => (isGuarded(line, i) ? [givenInk(format, line, i, logs)(lines[line]?.[i] ?? '')] : [])),
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
  leastCertainty(reading) >= Math.max(CERTAIN, certaintyNeeded(capHeightOf(reading)));

/** Certainty of the least certain printed character, 0…1. */
export function leastCertainty({ format, lines, slots }: Decoded): number {
  const isGuarded = guarded(format, lines);
  let least = 1;
  slots.forEach(({ logs, at }, line) => {
    for (let i = 0; i < at.length; i++) {
      const raw = givenInk(format, line, i, logs);
      const text = lines[line]?.[i] ?? '';
      const sure = certaintyOf(text, isGuarded(line, i), raw);
      least = Math.min(least, isGuarded(line, i) ? sure : amongLookalikes(format, line, i, text, raw));
    }
  });
  return least;
}

/** Letters and digits that blur makes one. */
const LOOKALIKES = ['0ODQ', '1I', '2Z', '5S', '6G', '8B'] as const;
/** How much more a lookalike counts where letters and digits may both stand and no check digit tells them apart. */
const LOOKALIKE_DOUBT = 4;

function amongLookalikes(
  format: Decoded['format'],
  line: number,
  column: number,
  text: string,
  raw: (character: string) => number,
): number {
  const own = raw(text);
  if (LAYOUTS[format].classes[line]?.[column] !== 'any') return own;
  const group = LOOKALIKES.find((characters) => characters.includes(text)) ?? '';
  const others = [...group].reduce((sum, c) => sum + (c === text ? 0 : raw(c)), 0);
  return own / (1 + (LOOKALIKE_DOUBT - 1) * others);
}

/** A cell in which the network sees rather nothing than a character is in doubt whatever the character. */
const LEAST_INK = 0.5;
/** What a character counts that a conformant document has not at the position: misprints exist, but are rare. */
const MISPRINT = 0.2;

/**
 * The network's probabilities of the characters in a cell, given that a character stands there: whether one does is settled by the
 * count of the characters, and ends of lines are always a little "between characters".
 */
function givenInk(
  format: Decoded['format'],
  line: number,
  cell: number,
  logs: Float32Array,
): (character: string) => number {
  const weighed = [...ALPHABET].map((character, c) => {
    const seen = Math.exp(logs[cell * ALPHABET.length + c] as number);
    return { seen, prior: seen * (mayStand(format, line, cell, character) ? 1 : MISPRINT) };
  });
  const ink = weighed.reduce((sum, { seen }) => sum + seen, 0);
  const all = weighed.reduce((sum, { prior }) => sum + prior, 0);
  const total = ink < LEAST_INK ? 1 : all;
  return (character) => (weighed[ALPHABET.indexOf(character)]?.prior ?? 0) / total;
}
