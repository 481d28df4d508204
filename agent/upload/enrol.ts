import { calculateJwkThumbprint, decodeJwt } from 'jose';
import { Value } from 'typebox/value';
import { failed, ok, type Result } from '../contract/faults.ts';
import { type EnrolmentClaims, EnrolmentGrant, JOSE_TYPES } from '../contract/wire.ts';
import { askCentre } from './ask-centre.ts';
import { invalid, openCentreJws } from './centre-jws.ts';
import type { CentreAddress } from './centre-link.ts';
import { faultOfAnswer } from './centre-problem.ts';
import type { StationKeys } from './station-keys.ts';

export interface EnrolmentRequest {
  readonly station: string;
  /** The one-time code a person was given by the centre. */
  readonly code: string;
  readonly keys: StationKeys;
  /** RFC 7638 thumbprint of the centre's receipt key when it is known beforehand; without it the first answer is trusted. */
  readonly pinnedReceiptKey?: string;
}

/**
 * Introduces the station to the centre: the code, and the new public key under a signature by itself as proof of possession.
 * `centre.refused` when the code is not (or no longer) good. Keep `grantJws`; `verifyGrant` opens it again at the next start.
 */
export async function enrol(
  centre: CentreAddress,
  request: EnrolmentRequest,
): Promise<Result<{ readonly grant: EnrolmentGrant; readonly grantJws: string }>> {
  const claims: EnrolmentClaims = {
    station: request.station,
    code: request.code,
    key: request.keys.publicKey,
    iat: Math.floor(centre.nowMs() / 1000),
  };
  const body = await request.keys.signCompact(JOSE_TYPES.enrolment, new TextEncoder().encode(JSON.stringify(claims)));
  const answered = await askCentre(centre, {
    method: 'POST',
    path: '/v1/stations/enrol',
    headers: { 'content-type': 'application/jose', accept: 'application/jose, application/problem+json' },
    body,
  });
  if (!answered.ok) return answered;
  const { status, mediaType, body: answer } = answered.value;
  if ((status === 200 || status === 201) && mediaType === 'application/jose') {
    const grantJws = answer.toString('utf8');
    const grant = await verifyGrant(grantJws, request);
    return grant.ok ? ok({ grant: grant.value, grantJws }) : grant;
  }
  return failed(faultOfAnswer(answered.value));
}

/**
 * Opens a grant: signed by the receipt key it names (and that one pinned, if any), for this station and this very signing key.
 */
export async function verifyGrant(
  grantJws: string,
  expected: Pick<EnrolmentRequest, 'station' | 'keys' | 'pinnedReceiptKey'>,
): Promise<Result<EnrolmentGrant>> {
  const claimed = readUnverified(grantJws);
  if (!Value.Check(EnrolmentGrant, claimed)) return invalid('grant schema');
  const opened = await openCentreJws(grantJws, { typ: JOSE_TYPES.grant, ...claimed.receipt, schema: EnrolmentGrant });
  if (!opened.ok) return opened;
  const grant = opened.value;
  if (grant.station !== expected.station || grant.kid !== expected.keys.kid)
    return invalid('grant for another station');
  const { pinnedReceiptKey } = expected;
  if (pinnedReceiptKey !== undefined && pinnedReceiptKey !== (await calculateJwkThumbprint({ ...grant.receipt.key }))) {
    return invalid('grant by another centre');
  }
  return ok(grant);
}

/** The key that must have signed the grant stands inside it. */
function readUnverified(jws: string): unknown {
  try {
    return decodeJwt(jws);
  } catch {
    return null;
  }
}
