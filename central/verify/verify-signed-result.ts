import { createHash } from 'node:crypto';
import { Compile } from 'typebox/compile';
import { failed, ok, type Result } from '../../agent/contract/faults.ts';
import { VisitRecord } from '../../agent/contract/record.ts';
import { JOSE_TYPES, type PublicJwk } from '../../agent/contract/wire.ts';
import { schemaErrors } from './schema-errors.ts';
import { readSignedMessage, verifySignedMessage } from './signed-message.ts';
import { parseStrictJson } from './strict-json.ts';
import { jwkThumbprint } from './thumbprint.ts';
import { malformed, type VerifyFailure } from './verify-failure.ts';

export interface VerifiedResult {
  readonly record: VisitRecord;
  /** Base64url SHA-256 of the signed payload bytes; with `jti` it is the identity of the result. */
  readonly payloadSha256: string;
  /** RFC 7638 thumbprint of the station key that signed. */
  readonly kid: string;
}

/**
 * Verifies a signed result (JWS compact, `typ: idv-result+jwt`) with the station's public key alone: header rules, `kid` = thumbprint of
 * the key, ES256 signature, strict JSON, record schema. Shares no code with the station's signer. It says who signed what, not whether
 * the colour follows from the checks.
 */
export function verifySignedResult(jws: string, publicJwk: PublicJwk): Result<VerifiedResult, VerifyFailure> {
  const message = readSignedMessage(jws, JOSE_TYPES.result);
  if (!message.ok) return message;
  const { kid } = message.value.header;
  if (kid !== jwkThumbprint(publicJwk)) {
    return failed({ problem: 'signature-invalid', detail: 'the key identifier is not of this key' });
  }
  const payload = verifySignedMessage(message.value, publicJwk);
  if (!payload.ok) return payload;
  const record = parseRecord(payload.value);
  if (!record.ok) return record;
  return ok({ record: record.value, payloadSha256: digest(payload.value), kid });
}

/** Parses signed bytes as a record; unknown members, ambiguous JSON and numbers beyond exact integers are refused. */
export function parseRecord(payload: Uint8Array): Result<VisitRecord, VerifyFailure> {
  const json = parseStrictJson(payload);
  if (!json.ok) return malformed(`the payload is refused: ${json.fault}`);
  const claims = json.value;
  if (!recordSchema.Check(claims)) return schemaInvalid(schemaErrors(recordSchema, claims));
  if (!Number.isSafeInteger(claims.seq)) return schemaInvalid([{ pointer: '/seq', detail: 'is too large' }]);
  if (claims.iat < 0 || claims.iat > LATEST_SECOND) return schemaInvalid([{ pointer: '/iat', detail: 'is no time' }]);
  return ok(claims);
}

/** Base64url SHA-256. */
export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

const recordSchema = Compile(VisitRecord);

/** 9999-12-31T23:59:59Z, the last second that RFC 3339 can write. */
const LATEST_SECOND = 253_402_300_799;

const schemaInvalid = (errors: VerifyFailure['errors'] = []): Result<never, VerifyFailure> =>
  failed({ problem: 'schema-invalid', detail: 'the record breaks its schema', errors });
