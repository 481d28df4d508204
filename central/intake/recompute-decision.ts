import { createHash } from 'node:crypto';
import type { VisitRecord } from '../../agent/contract/record.ts';
import type { RulePack } from '../../agent/contract/rule-pack.ts';
import { decideVerdict } from '../../agent/domain/decide-verdict.ts';
import { describeBasis } from '../../agent/domain/decision-basis.ts';
import { coversDay } from '../../agent/domain/rule-pack-in-force.ts';
import type { VerdictInput } from '../../agent/domain/weigh-checks.ts';
import { checkInspection, type Mismatch } from './check-inspection.ts';

/** What the engine decides from, as it stands in a record. */
export const inputOf = ({ idv }: VisitRecord, pack: RulePack): VerdictInput => ({
  checks: idv.inspection,
  pack,
  path: idv.path,
  documents: idv.documents.length,
  passiveLiveness: idv.models.passive_liveness,
});

/**
 * Runs the station's decision again from the record alone: rules in force on the day, colour, reasons, the digest of what was
 * decided from, and each check against the part of the record that it summarises. Null when everything follows.
 */
export function recomputeDecision(record: VisitRecord, pack: RulePack): Mismatch | null {
  const { decision } = record.idv;
  if (!coversDay(pack, decision.policy_date))
    return { pointer: '/idv/decision/policy_date', detail: 'the rule pack was not in force' };
  const verdict = decideVerdict(inputOf(record, pack));
  if (decision.colour !== verdict.colour)
    return { pointer: '/idv/decision/colour', detail: 'does not follow from the checks' };
  const claimed = new Set(decision.reasons);
  const same = claimed.size === decision.reasons.length && claimed.size === verdict.reasons.length;
  if (!same || !verdict.reasons.every((reason) => claimed.has(reason)))
    return { pointer: '/idv/decision/reasons', detail: 'do not follow from the checks' };
  if (decision.basis_sha256 !== digestOf(record))
    return { pointer: '/idv/decision/basis_sha256', detail: 'is not of the checks in the record' };
  return checkInspection(record, pack);
}

const digestOf = ({ idv }: VisitRecord): string => createHash('sha256').update(describeBasis(idv)).digest('base64url');
