import type { CheckRecord } from '../contract/record.ts';
import type { RulePack, Situation } from '../contract/rule-pack.ts';
import { CHECKS } from '../contract/vocabulary/checks.ts';
import { COLOURS, type Colour, REASON_COLOUR, type ReasonCode, type Verdict } from '../contract/vocabulary/verdict.ts';
import type { VerificationPath } from '../contract/vocabulary/visit.ts';

/** Everything the verdict may depend on. All of it stands in the signed record, so the centre can run this again. */
export interface VerdictInput {
  readonly checks: readonly CheckRecord[];
  readonly pack: RulePack;
  readonly path: VerificationPath;
  readonly documents: number;
  readonly passiveLiveness: boolean;
}

/**
 * Checks and rules in, colour and reasons out. Pure and total: any list of checks in any order gives exactly one verdict.
 *
 * - A result that the pack lists carries its reason (the one the check names, when the pack allows it there; else the first).
 * - While every reason so far is GREEN, a required check that is not successful for every document it speaks about carries the
 *   pack's `otherwise` reason. It is always YELLOW: what is missing was not decided. After a worse reason the visit ends early,
 *   and what it then leaves out explains nothing.
 * - GREEN reasons are notes to a GREEN verdict; a worse one is told without them.
 * - Silent checks never carry a reason (ICAO Doc 9303-2 C.46b).
 * - Worst colour wins: STOPPED > RED > YELLOW > GREEN. The same checks with one more failure can never look better.
 */
export function decideVerdict(input: VerdictInput): Verdict {
  const reasons = new Set<ReasonCode>();
  for (const check of input.checks) {
    const reason = reasonOf(check, input.pack);
    if (reason) reasons.add(reason);
  }
  if (worstColour(reasons) === 'GREEN') {
    const situations = situationsOf(input);
    for (const rule of input.pack.required) {
      const found = input.checks.filter((check) => check.id === rule.check);
      const fulfilled = found.length > 0 && found.every((check) => check.result === 'successful');
      if (situations.has(rule.when) && !fulfilled) reasons.add(rule.otherwise);
    }
  }
  const colour = worstColour(reasons);
  const told = [...reasons].filter((reason) => colour === 'GREEN' || REASON_COLOUR[reason] !== 'GREEN');
  return { colour, reasons: told.sort(bySeverity) };
}

function reasonOf(check: CheckRecord, pack: RulePack): ReasonCode | null {
  if (CHECKS[check.id].mode === 'silent') return null;
  const allowed = pack.outcomes.find((rule) => rule.check === check.id && rule.result === check.result)?.reasons;
  if (!allowed) return null;
  if (check.reason && allowed.includes(check.reason)) return check.reason;
  return check.result === 'successful' ? null : (allowed[0] ?? null);
}

function situationsOf(input: VerdictInput): ReadonlySet<Situation> {
  const situations = new Set<Situation>(['always', input.path === 'biometric' ? 'biometric-path' : 'operator-path']);
  if (input.documents > 1) situations.add('two-documents');
  if (input.path === 'biometric')
    situations.add(input.passiveLiveness ? 'passive-liveness-available' : 'no-passive-liveness');
  return situations;
}

const severity = (colour: Colour) => COLOURS.indexOf(colour);

function worstColour(reasons: ReadonlySet<ReasonCode>): Colour {
  let worst: Colour = 'GREEN';
  for (const reason of reasons) if (severity(REASON_COLOUR[reason]) < severity(worst)) worst = REASON_COLOUR[reason];
  return worst;
}

const bySeverity = (a: ReasonCode, b: ReasonCode) =>
  severity(REASON_COLOUR[a]) - severity(REASON_COLOUR[b]) || (a < b ? -1 : 1);
