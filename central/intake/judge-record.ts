import { failed, ok, type Result } from '../../agent/contract/faults.ts';
import type { Receipt, VisitRecord } from '../../agent/contract/record.ts';
import type { RulePack } from '../../agent/contract/rule-pack.ts';
import type { CentreParts } from '../centre-parts.ts';
import { type Refusal, refused } from '../refusal.ts';
import { recomputeDecision } from './recompute-decision.ts';

const LARGEST_CLOCK_LEAD_MS = 5 * 60_000;
const OLDEST_MS = 30 * 24 * 3_600_000;

/**
 * Whether a verified record may be taken, and how: fresh, decided by known rules, with the colour and reasons that follow from its own
 * checks, identity claims exactly when GREEN, and every picture already here. Older than 30 days is kept apart, not thrown away.
 */
export function judgeRecord(parts: CentreParts, record: VisitRecord): Result<Receipt['status'], Refusal> {
  const age = parts.now() - record.iat * 1000;
  if (age < -LARGEST_CLOCK_LEAD_MS) {
    return refused('clock-skew', 'the record is from more than five minutes ahead', { now: parts.now() });
  }
  const pack = parts.rulePacks.find(record.idv.decision.rule_pack);
  if (pack === null) return refused('rule-pack-unknown', 'the rule pack of the decision is not known here');
  const trouble = checkDecision(record, pack) ?? checkClaims(record) ?? checkBlobs(parts, record);
  if (trouble !== null) return failed(trouble);
  return ok(age > OLDEST_MS ? 'quarantined' : 'accepted');
}

/** No station can report a colour its checks do not give. */
function checkDecision(record: VisitRecord, pack: RulePack): Refusal | null {
  const mismatch = recomputeDecision(record, pack);
  if (mismatch === null) return null;
  return {
    problem: 'verdict-mismatch',
    detail: 'the decision does not follow from the record',
    errors: [mismatch],
    security: true,
  };
}

function checkClaims(record: VisitRecord): Refusal | null {
  const green = record.idv.decision.colour === 'GREEN';
  if (green === (record.verified_claims !== undefined)) return null;
  const detail = green ? 'is missing in a GREEN record' : 'stands in a record that is not GREEN';
  return {
    problem: 'schema-invalid',
    detail: 'the record breaks its schema',
    errors: [{ pointer: '/verified_claims', detail }],
  };
}

function checkBlobs(parts: CentreParts, record: VisitRecord): Refusal | null {
  const missing = blobNames(record).filter((name) => !parts.blobs.has(name));
  if (missing.length === 0) return null;
  return { problem: 'blobs-missing', detail: 'put these blobs, then the result again', missing };
}

/** Names of the sealed pictures that belong to the record, each once. */
export const blobNames = (record: VisitRecord): string[] => [
  ...new Set(record.idv.attachments.map((attachment) => attachment.enc.ct_sha256)),
];
