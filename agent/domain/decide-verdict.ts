import { COLOURS, type Colour, REASON_COLOUR, type ReasonCode, type Verdict } from '../contract/vocabulary/verdict.ts';
import { type Ground, type VerdictInput, weighRequirements, weighResults } from './weigh-checks.ts';

/** A verdict and everything that it rests on. */
export interface Decision {
  readonly verdict: Verdict;
  /** Why each reason was given; those of notes that a worse colour silences are among them. */
  readonly grounds: readonly Ground[];
}

/**
 * Checks and rules in, colour and reasons out. Pure and total: any list of checks in any order gives exactly one verdict.
 *
 * - A result that the pack lists carries its reason (the one the check names, when the pack allows it there; else the first).
 * - While every reason so far is GREEN, a required check that is not successful for everything it speaks about carries the
 *   pack's `otherwise` reason. It is always YELLOW: what is missing was not decided. After a worse reason the visit ends early,
 *   and what it then leaves out explains nothing.
 * - GREEN reasons are notes to a GREEN verdict; a worse one is told without them.
 * - Silent checks never carry a reason (ICAO Doc 9303-2 C.46b).
 * - Worst colour wins: STOPPED > RED > YELLOW > GREEN. The same checks with one more failure can never look better.
 */
export const decideVerdict = (input: VerdictInput): Verdict => decide(input).verdict;

/** The same decision with the grounds it rests on. */
export function decide(input: VerdictInput): Decision {
  const results = weighResults(input);
  const grounds = worstColour(results) === 'GREEN' ? [...results, ...weighRequirements(input)] : results;
  const colour = worstColour(grounds);
  const told = new Set<ReasonCode>();
  for (const { reason } of grounds) if (colour === 'GREEN' || REASON_COLOUR[reason] !== 'GREEN') told.add(reason);
  return { verdict: { colour, reasons: [...told].sort(bySeverity) }, grounds };
}

const severity = (colour: Colour) => COLOURS.indexOf(colour);

function worstColour(grounds: readonly Ground[]): Colour {
  let worst: Colour = 'GREEN';
  for (const { reason } of grounds)
    if (severity(REASON_COLOUR[reason]) < severity(worst)) worst = REASON_COLOUR[reason];
  return worst;
}

const bySeverity = (a: ReasonCode, b: ReasonCode) =>
  severity(REASON_COLOUR[a]) - severity(REASON_COLOUR[b]) || (a < b ? -1 : 1);
