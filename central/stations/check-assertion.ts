import { Value } from 'typebox/value';
import { ok, type Result } from '../../agent/contract/faults.ts';
import { JOSE_TYPES, StationAssertion } from '../../agent/contract/wire.ts';
import type { CentreParts } from '../centre-parts.ts';
import { type Refusal, refused } from '../refusal.ts';
import { readSignedMessage, verifySignedMessage } from '../verify/signed-message.ts';
import { parseStrictJson } from '../verify/strict-json.ts';
import { findSigner } from './find-signer.ts';
import { stationOf } from './station-name.ts';

const LONGEST_LIFE_S = 60;
const CLOCK_TOLERANCE_S = 5 * 60;

export interface AssertedRequest {
  /** The whole `Authorization` header. */
  readonly authorization: string | undefined;
  readonly method: string;
  /** Path without query. */
  readonly path: string;
}

/**
 * Which station asks: a bearer JWS signed by one of its keys, for this centre, this method and this path, at most 60 s long (after
 * RFC 9449 §4). The origin of `htu` is not compared, because proxies rename hosts; `aud` names the centre.
 */
export async function checkAssertion(parts: CentreParts, request: AssertedRequest): Promise<Result<string, Refusal>> {
  const token = /^Bearer ([A-Za-z0-9._-]{1,4096})$/.exec(request.authorization ?? '')?.[1];
  if (token === undefined) return refused('signature-invalid', 'a station assertion is needed');
  const message = readSignedMessage(token, JOSE_TYPES.station);
  if (!message.ok) return refused('signature-invalid', message.fault.detail);
  const parsed = parseStrictJson(message.value.payload);
  if (!parsed.ok || !Value.Check(StationAssertion, parsed.value)) {
    return refused('signature-invalid', 'the assertion breaks its schema');
  }
  const claims = parsed.value;
  const station = stationOf(claims.iss);
  if (station === null) return refused('signature-invalid', 'the issuer is no station');
  const key = await findSigner(parts.database, station, message.value.header.kid);
  if (!key.ok) return key;
  const signed = verifySignedMessage(message.value, key.value);
  if (!signed.ok) return signed;
  return checkClaims(parts, request, claims, station);
}

function checkClaims(
  parts: CentreParts,
  request: AssertedRequest,
  claims: StationAssertion,
  station: string,
): Result<string, Refusal> {
  if (claims.aud !== parts.issuer) return refused('signature-invalid', 'the assertion is for another centre');
  if (claims.htm !== request.method || pathOf(claims.htu) !== request.path) {
    return refused('signature-invalid', 'the assertion is for another request');
  }
  if (claims.exp - claims.iat > LONGEST_LIFE_S) return refused('signature-invalid', 'the assertion lives too long');
  const nowMs = parts.now();
  const now = Math.floor(nowMs / 1000);
  if (claims.iat > now + CLOCK_TOLERANCE_S || claims.exp < now - CLOCK_TOLERANCE_S) {
    return refused('clock-skew', 'the assertion is not of this time', { now: nowMs });
  }
  return ok(station);
}

function pathOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).pathname : null;
}
