import { type Fault, fault, type Result } from '../contract/faults.ts';
import type { Receipt } from '../contract/record.ts';
import type { ProblemName } from '../contract/wire.ts';
import { askCentre, type CentreAnswer, type CentreRequest } from './ask-centre.ts';
import type { CentreLink } from './centre-link.ts';
import { faultOfAnswer, problemName, readProblem } from './centre-problem.ts';
import { stationAuthorization } from './station-assertion.ts';
import { type SentResult, verifyFinalProblem, verifyReceipt } from './verify-answer.ts';

/** A sealed result as the store holds it. */
export interface SealedResult extends SentResult {
  readonly sealed: string;
  /** Attempts before this one. */
  readonly attempts: number;
}

/** How one attempt ended. Only the first two are for good, and both rest on the centre's signature. */
export type DeliveryOutcome =
  | { readonly kind: 'accepted'; readonly receipt: Receipt; readonly jws: string }
  | { readonly kind: 'refused'; readonly problem: ProblemName }
  | { readonly kind: 'later'; readonly fault: Fault; readonly retryAfterMs: number | null };

/**
 * One attempt to deliver a result: after an earlier attempt first ask for a receipt that may have been lost on the way, then put the
 * pictures the centre does not have, then the result. Every request may be repeated without a second effect at the centre.
 */
export async function deliverResult(
  link: CentreLink,
  result: SealedResult,
  readBlob: (name: string) => Result<Uint8Array>,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  const ask = async (request: Omit<CentreRequest, 'signal'>): Promise<Result<CentreAnswer>> => {
    const authorization = await stationAuthorization(link, request.method, request.path);
    return askCentre(link, { ...request, headers: { ...request.headers, ...authorization }, signal });
  };

  if (result.attempts > 0) {
    const lost = await ask({ method: 'GET', path: `/v1/results/${result.jti}/receipt`, headers: { accept: JOSE } });
    if (!lost.ok && lost.fault.code === 'centre.unreachable') return later(lost.fault);
    if (lost.ok && lost.value.status === 200) {
      const receipt = await receiptIn(lost.value, link, result);
      if (receipt?.kind === 'accepted') return receipt;
    }
    if (lost.ok && isTooBusy(lost.value)) return later(faultOfAnswer(lost.value), lost.value.retryAfterMs);
  }

  for (const name of result.blobs) {
    const present = await ask({ method: 'HEAD', path: `/v1/blobs/${name}` });
    if (!present.ok) return later(present.fault);
    if (present.value.status === 200) continue;
    if (isTooBusy(present.value)) return later(faultOfAnswer(present.value), present.value.retryAfterMs);
    const put = await putBlob(name);
    if (put !== null) return put;
  }

  const first = await putResult();
  if (!first.ok) return later(first.fault);
  const missing = missingBlobs(first.value).filter((name) => result.blobs.includes(name));
  if (missing.length === 0) return judge(first.value, link, result);
  for (const name of missing) {
    const put = await putBlob(name);
    if (put !== null) return put;
  }
  const second = await putResult();
  return second.ok ? judge(second.value, link, result) : later(second.fault);

  function putResult(): Promise<Result<CentreAnswer>> {
    const digest = Buffer.from(result.sealedSha256, 'base64url').toString('base64');
    return ask({
      method: 'PUT',
      path: `/v1/results/${result.jti}`,
      headers: {
        'content-type': JOSE,
        accept: `${JOSE}, application/problem+json`,
        'content-digest': `sha-256=:${digest}:`,
        'idempotency-key': `"${result.jti}"`,
        'station-seq': String(result.seq),
      },
      body: result.sealed,
    });
  }

  async function putBlob(name: string): Promise<DeliveryOutcome | null> {
    const bytes = readBlob(name);
    if (!bytes.ok) return later(bytes.fault);
    const put = await ask({
      method: 'PUT',
      path: `/v1/blobs/${name}`,
      headers: {
        'content-type': 'application/octet-stream',
        'content-digest': `sha-256=:${Buffer.from(name, 'base64url').toString('base64')}:`,
      },
      body: bytes.value,
    });
    if (!put.ok) return later(put.fault);
    return put.value.status === 200 || put.value.status === 201 ? null : judge(put.value, link, result);
  }
}

const JOSE = 'application/jose';

const later = (why: Fault, retryAfterMs: number | null = null): DeliveryOutcome => ({
  kind: 'later',
  fault: why,
  retryAfterMs,
});

const isTooBusy = ({ status }: CentreAnswer): boolean => status >= 500 || status === 429;

/** What an answer means for the result. A proxy's error page, or anything else unsigned, can at most delay it. */
async function judge(answer: CentreAnswer, link: CentreLink, sent: SentResult): Promise<DeliveryOutcome> {
  const { status, retryAfterMs } = answer;
  if (status === 200 || status === 201) {
    return (
      (await receiptIn(answer, link, sent)) ?? later(fault('centre.answer-invalid', { detail: 'no valid receipt' }))
    );
  }
  if (answer.mediaType === JOSE) {
    const final = await verifyFinalProblem(answer.body.toString('utf8'), link.grant, sent);
    return final.ok ? { kind: 'refused', problem: final.value } : later(final.fault, retryAfterMs);
  }
  return later(faultOfAnswer(answer), retryAfterMs);
}

async function receiptIn(answer: CentreAnswer, link: CentreLink, sent: SentResult): Promise<DeliveryOutcome | null> {
  if (answer.mediaType !== JOSE) return null;
  const jws = answer.body.toString('utf8');
  const receipt = await verifyReceipt(jws, link.grant, sent);
  return receipt.ok ? { kind: 'accepted', receipt: receipt.value, jws } : later(receipt.fault);
}

function missingBlobs(answer: CentreAnswer): readonly string[] {
  const problem = answer.status === 409 ? readProblem(answer) : null;
  return problem !== null && problemName(problem.type) === 'blobs-missing' ? (problem.missing ?? []) : [];
}
