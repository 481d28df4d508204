import type { CheckRecord } from '../contract/record.ts';
import type { Situation } from '../contract/rule-pack.ts';
import { CHECKS, type CheckId, RESOLVING_STEPS, type ResolvingStep } from '../contract/vocabulary/checks.ts';
import { COLOURS, type Colour, REASON_COLOUR, type ReasonCode, type Verdict } from '../contract/vocabulary/verdict.ts';
import { decide } from './decide-verdict.ts';
import { type Ground, situationsOf, type VerdictInput } from './weigh-checks.ts';

/** The path from the checks to the colour, in the order in which it is told. */
export interface Explanation {
  readonly verdict: Verdict;
  /** The situations of the visit, by which the pack asks for checks. */
  readonly situations: readonly Situation[];
  /** Every ground, worst colour first. `told` is false for a note that a worse colour silences. */
  readonly grounds: readonly (Ground & { readonly colour: Colour; readonly told: boolean })[];
  /** What the pack asks in these situations; null where a worse result had already ended the weighing. */
  readonly requirements: readonly Requirement[] | null;
  /** Lines that were recorded and not weighed. */
  readonly silent: readonly CheckRecord[];
  /** What would decide that which was left open, each step once. Empty unless the visit is YELLOW. */
  readonly steps: readonly ResolvingStep[];
}

export interface Requirement {
  readonly check: CheckId;
  readonly when: Situation;
  readonly otherwise: ReasonCode;
  readonly fulfilled: boolean;
}

/**
 * Decides by the same code as `decideVerdict` and says why. Pure and total; two inputs that differ only in the order of their
 * checks are explained in the same words.
 */
export function explainVerdict(input: VerdictInput): Explanation {
  const { verdict, grounds } = decide(input);
  const situations = situationsOf(input);
  const unfulfilled = new Set(grounds.map((ground) => (ground.kind === 'requirement' ? keyOf(ground) : '')));
  const weighed = grounds.every((ground) => ground.kind === 'requirement' || REASON_COLOUR[ground.reason] === 'GREEN');
  const asked = input.pack.required.filter(({ when }) => situations.has(when));
  return {
    verdict,
    situations: [...situations],
    grounds: grounds
      .map((ground) => ({
        ...ground,
        colour: REASON_COLOUR[ground.reason],
        told: verdict.reasons.includes(ground.reason),
      }))
      .sort((a, b) => rank(a) - rank(b) || (sortKey(a) < sortKey(b) ? -1 : 1)),
    requirements: weighed ? asked.map((rule) => ({ ...rule, fulfilled: !unfulfilled.has(keyOf(rule)) })) : null,
    silent: input.checks.filter(({ id }) => CHECKS[id].mode === 'silent'),
    steps: verdict.colour === 'YELLOW' ? stepsFor(grounds) : [],
  };
}

const keyOf = ({ check, when }: { readonly check: CheckId; readonly when: Situation }) => `${check} ${when}`;
const rank = ({ colour }: { readonly colour: Colour }) => COLOURS.indexOf(colour);
const checkOf = (ground: Ground): CheckId => (ground.kind === 'result' ? ground.line.id : ground.check);
const sortKey = (ground: Ground) =>
  ground.kind === 'result'
    ? `${ground.line.id} ${ground.line.document ?? ''} ${ground.line.by ?? ''} ${ground.reason}`
    : `~${ground.check} ${ground.when}`;

function stepsFor(grounds: readonly Ground[]): readonly ResolvingStep[] {
  const steps = new Set(
    grounds
      .filter(({ reason }) => REASON_COLOUR[reason] === 'YELLOW')
      .map((ground) => CHECKS[checkOf(ground)].resolvedBy),
  );
  return RESOLVING_STEPS.filter((step) => steps.has(step));
}
