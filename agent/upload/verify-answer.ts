import { failed, fault, ok, type Result } from '../contract/faults.ts';
import { Receipt } from '../contract/record.ts';
import { type EnrolmentGrant, JOSE_TYPES, PROBLEMS, type ProblemName, SignedProblem } from '../contract/wire.ts';
import { invalid, openCentreJws } from './centre-jws.ts';
import { stationUrn } from './centre-link.ts';
import { problemName } from './centre-problem.ts';

/** What a statement of the centre must be about. */
export interface SentResult {
  readonly jti: string;
  readonly seq: number;
  readonly sealedSha256: string;
  readonly blobs: readonly string[];
}

/**
 * Whether `jws` is the centre's receipt for exactly this result: signature, issuer, audience, `jti`, `seq`, digest of the sealed bytes
 * and every picture. The station erases its copy on this answer alone.
 */
export async function verifyReceipt(jws: string, grant: EnrolmentGrant, sent: SentResult): Promise<Result<Receipt>> {
  const opened = await openCentreJws(jws, { typ: JOSE_TYPES.receipt, ...grant.receipt, schema: Receipt });
  if (!opened.ok) return opened;
  const receipt = opened.value;
  if (receipt.iss !== grant.iss || receipt.aud !== stationUrn(grant.station))
    return invalid('receipt for another party');
  if (receipt.sub !== sent.jti || receipt.seq !== sent.seq) return invalid('receipt for another result');
  if (receipt.sealed_sha256 !== sent.sealedSha256) return invalid('receipt for other bytes');
  const held = new Set(receipt.blobs);
  if (!sent.blobs.every((name) => held.has(name))) return invalid('receipt misses a picture');
  return ok(receipt);
}

/** Whether `jws` is the centre's signed word that it will never take this result. Only a final problem counts. */
export async function verifyFinalProblem(
  jws: string,
  grant: EnrolmentGrant,
  sent: SentResult,
): Promise<Result<ProblemName>> {
  const opened = await openCentreJws(jws, { typ: JOSE_TYPES.problem, ...grant.receipt, schema: SignedProblem });
  if (!opened.ok) return opened;
  const { iss, aud, sub, sealed_sha256: sealedSha256, problem } = opened.value;
  if (iss !== grant.iss || aud !== stationUrn(grant.station)) return invalid('problem for another party');
  if (sub !== sent.jti || sealedSha256 !== sent.sealedSha256) return invalid('problem about another result');
  const name = problemName(problem.type);
  if (name === null || !PROBLEMS[name].final)
    return failed(fault('centre.refused', { detail: name ?? 'unknown problem' }));
  return ok(name);
}
