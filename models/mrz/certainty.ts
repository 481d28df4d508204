import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { checkCoverage, positionKey } from '../../agent/contract/vocabulary/mrz/check-coverage.ts';
import { isBlindPair } from '../../agent/contract/vocabulary/mrz/check-digit.ts';
import { ALPHABET } from './line-network.ts';

/**
 * Share of a doubt that a holding check digit leaves: another character there would need a second slip under the same digits
 * that makes up for it, and one in ten would by chance.
 */
const LEFT_BY_A_CHECK = 0.15;

/**
 * Whether a holding check digit stands over a position; its own position counts. A digit that a change could move (of a long
 * document number) guards nothing; there the composite digit does.
 */
export function guarded(format: MrzFormat, lines: readonly string[]): (line: number, column: number) => boolean {
  const fixed = checkCoverage({ format, lines }).filter(({ holds, mayMove }) => holds && !mayMove);
  const places = new Set(fixed.flatMap(({ positions }) => positions.map(positionKey)));
  return (line, column) => places.has(positionKey({ line, column }));
}

/**
 * How certain a character is, 0…1: the network's raw probability, and under a holding check digit what that digit adds. It
 * excludes the other characters except those of its blind class (congruent modulo 10, Doc 9303-3 §4.9), whose probability
 * counts in full. `probabilityOf` is the raw probability of each character at the position.
 */
export function certaintyOf(text: string, isGuarded: boolean, probabilityOf: (character: string) => number): number {
  const own = probabilityOf(text);
  if (!isGuarded) return own;
  let blind = 0;
  for (const other of ALPHABET) if (isBlindPair(text, other)) blind += probabilityOf(other);
  return Math.max(own, 1 - blind - LEFT_BY_A_CHECK * Math.max(0, 1 - own - blind));
}

/** Doubt that even the clearest print leaves; it is not counted. */
const USUAL_DOUBT = 0.05;
/** Share of double slips under one check digit that happen to agree with it. */
const CHANCE = 0.11;

/**
 * How likely it is, against the reading as it stands, that two characters under holding check digits are wrong together and
 * make up for each other: the sum over all pairs of the products of their odds, times the chance that the sum fits.
 * `probabilities` are the raw ones of all guarded characters.
 */
export function oddsOfDoubleSlip(probabilities: readonly number[]): number {
  let sum = 0;
  let pairs = 0;
  for (const p of probabilities) {
    const odds = Math.max(0, 1 - p - USUAL_DOUBT) / Math.max(p, 1e-3);
    pairs += odds * sum;
    sum += odds;
  }
  return CHANCE * pairs;
}
