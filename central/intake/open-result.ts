import { ok, type Result } from '../../agent/contract/faults.ts';
import type { VisitRecord } from '../../agent/contract/record.ts';
import { JOSE_TYPES } from '../../agent/contract/wire.ts';
import type { CentreParts } from '../centre-parts.ts';
import { type Refusal, refused } from '../refusal.ts';
import { findSigner } from '../stations/find-signer.ts';
import { stationOf } from '../stations/station-name.ts';
import { openSealedMessage, type SealedMessage } from '../verify/sealed-message.ts';
import { readSignedMessage, verifySignedMessage } from '../verify/signed-message.ts';
import { digest, parseRecord } from '../verify/verify-signed-result.ts';

/** A payload whose signature by an enrolled, unrevoked station was verified. Its content is not judged yet. */
export interface OpenedResult {
  readonly station: string;
  readonly kid: string;
  /** JWS compact serialisation as it was sealed. */
  readonly signed: string;
  readonly payload: Buffer;
  readonly payloadSha256: string;
}

/** Opens the envelope, then asks who signed what is inside: JWE → ids → JWS → known key, not revoked → signature. */
export async function openResult(
  parts: CentreParts,
  sealed: SealedMessage,
  jti: string,
): Promise<Result<OpenedResult, Refusal>> {
  const { header } = sealed;
  const station = stationOf(header.iss);
  if (station === null || header.jti !== jti) return refused('malformed', 'the envelope is for another address');
  const { encryption } = parts.keys;
  if (header.kid !== encryption.kid) return refused('undecryptable', 'sealed to a key this centre does not have');
  const plain = openSealedMessage(sealed, encryption.privateKey);
  if (!plain.ok) return plain;
  const signed = plain.value.toString('latin1');
  const message = readSignedMessage(signed, JOSE_TYPES.result);
  if (!message.ok) return message;
  const { kid } = message.value.header;
  const key = await findSigner(parts.database, station, kid);
  if (!key.ok) return key;
  const payload = verifySignedMessage(message.value, key.value);
  if (!payload.ok) return refused('signature-invalid', payload.fault.detail, { security: true });
  return ok({ station, kid, signed, payload: payload.value, payloadSha256: digest(payload.value) });
}

/** Parses the verified payload and holds it against the envelope it came in. */
export function readRecord(parts: CentreParts, payload: Buffer, sealed: SealedMessage): Result<VisitRecord, Refusal> {
  const record = parseRecord(payload);
  if (!record.ok) return record;
  const { jti, iss, aud } = record.value;
  if (jti !== sealed.header.jti || iss !== sealed.header.iss) {
    return refused('malformed', 'the record is not the one the envelope names', { security: true });
  }
  if (aud !== parts.issuer) {
    return refused('schema-invalid', 'the record is for another centre', {
      errors: [{ pointer: '/aud', detail: 'is not this centre' }],
    });
  }
  return record;
}
