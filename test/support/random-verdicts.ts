import fc from 'fast-check';
import type { CheckRecord } from '../../agent/contract/record.ts';
import type { RulePack } from '../../agent/contract/rule-pack.ts';
import { CHECK_IDS } from '../../agent/contract/vocabulary/checks.ts';
import {
  CheckResult,
  COLOURS,
  type Colour,
  REASON_CODES,
  REASON_COLOUR,
} from '../../agent/contract/vocabulary/verdict.ts';
import { ruleConflicts } from '../../agent/domain/rule-conflicts.ts';
import type { VerdictInput } from '../../agent/domain/weigh-checks.ts';
import { PACK } from './visits.ts';

export const RESULTS = CheckResult.enum;
const yellow = REASON_CODES.filter(
  (reason) => REASON_COLOUR[reason] === 'YELLOW',
) as RulePack['required'][0]['otherwise'][];

/** Ids that the shipped rules speak of come more often than the others. */
const checkId = fc.oneof(
  fc.constantFrom(...PACK.outcomes.map(({ check }) => check)),
  fc.constantFrom(...PACK.required.map(({ check }) => check)),
  fc.constantFrom(...CHECK_IDS),
);

/** A check and one of its results; those that the shipped rules list come more often. */
const finding: fc.Arbitrary<Pick<CheckRecord, 'id' | 'result'>> = fc.oneof(
  fc.record({
    id: checkId,
    result: fc.oneof(fc.constant('successful' as const), fc.constantFrom(...RESULTS)),
  }),
  fc.constantFrom(...PACK.outcomes).map(({ check, result }) => ({ id: check, result })),
);

export const anyLine: fc.Arbitrary<CheckRecord> = fc
  .record({
    finding,
    reason: fc.option(fc.constantFrom(...REASON_CODES)),
    document: fc.option(fc.integer({ min: 0, max: 1 })),
    by: fc.option(fc.constantFrom('machine' as const, 'operator' as const)),
  })
  .map((line) => ({
    ...line.finding,
    ...(line.reason ? { reason: line.reason } : {}),
    ...(line.document === null ? {} : { document: line.document }),
    ...(line.by ? { by: line.by } : {}),
  }));

const outcome = fc.record({
  check: checkId,
  result: fc.constantFrom(...RESULTS),
  reasons: fc.array(fc.constantFrom(...REASON_CODES), { minLength: 1, maxLength: 3 }),
});

/** The shipped pack, or one with any rules that the catalogue allows. */
export const anyPack: fc.Arbitrary<RulePack> = fc.oneof(
  fc.constant(PACK),
  fc
    .record({
      outcomes: fc.array(outcome, { maxLength: 60 }),
      required: fc.array(
        fc.record({
          check: checkId,
          when: fc.constantFrom(...PACK.required.map(({ when }) => when)),
          otherwise: fc.constantFrom(...yellow),
        }),
        { maxLength: 12 },
      ),
    })
    .map(({ outcomes, required }) => ({ ...PACK, ...withoutConflicts({ outcomes, required }) })),
);

function withoutConflicts(rules: Pick<RulePack, 'outcomes' | 'required'>): Pick<RulePack, 'outcomes' | 'required'> {
  const bad = new Set(ruleConflicts(rules).map(({ pointer }) => pointer.split('/').slice(1, 3).join('/')));
  return {
    outcomes: rules.outcomes.filter((_, index) => !bad.has(`outcomes/${index}`)),
    required: rules.required.filter((_, index) => !bad.has(`required/${index}`)),
  };
}

/** Any inspection at all under any rules that the catalogue allows. */
export const anyInput: fc.Arbitrary<VerdictInput> = fc.oneof(
  fc.record({
    checks: fc.array(anyLine, { maxLength: 40 }),
    pack: anyPack,
    path: fc.constantFrom<VerdictInput['path']>('biometric', 'operator'),
    documents: fc.integer({ min: 0, max: 2 }),
    passiveLiveness: fc.boolean(),
  }),
  // Everything that is required is there and successful, so that one line more or less decides.
  fc
    .record({
      pack: anyPack,
      path: fc.constantFrom<VerdictInput['path']>('biometric', 'operator'),
      documents: fc.integer({ min: 0, max: 2 }),
      passiveLiveness: fc.boolean(),
      more: fc.array(anyLine, { maxLength: 2 }),
    })
    .map(({ more, ...input }) => ({
      ...input,
      checks: [...input.pack.required.map(({ check }) => ({ id: check, result: 'successful' as const })), ...more],
    })),
);

/** 0 is the worst. */
export const rankOf = (colour: Colour): number => COLOURS.indexOf(colour);
