import { createHash } from 'node:crypto';
import { CompactEncrypt, importJWK } from 'jose';
import { Compile } from 'typebox/compile';
import { VisitRecord } from '../contract/record.ts';
import { type EnrolmentGrant, JOSE_TYPES } from '../contract/wire.ts';
import type { StationKeys } from './station-keys.ts';

/** A record that only the centre can open. */
export interface SealedRecord {
  /** JWE compact serialisation (RFC 7516). */
  readonly sealed: string;
  /** Base64url SHA-256 of `sealed`, which the receipt must name. */
  readonly sealedSha256: string;
}

/** Largest sealed result the centre takes, bytes. */
const LARGEST_SEALED = 256 * 1024;

const recordSchema = Compile(VisitRecord);

/**
 * Signs the record (JWS, ES256) and encrypts the signed bytes to the centre's key (JWE, ECDH-ES+A256KW, A256GCM), so that the
 * station cannot read it back. Party information of the key agreement (RFC 7518 §4.6.1.2) is the record's issuer and audience.
 * Throws for a record that is not of the contract, since the station itself built it.
 */
export async function sealRecord(
  record: VisitRecord,
  keys: StationKeys,
  encryption: EnrolmentGrant['encryption'],
): Promise<SealedRecord> {
  if (!recordSchema.Check(record)) {
    const [first] = recordSchema.Errors(record);
    throw new TypeError(`record breaks its schema at ${first?.instancePath ?? '/'}`);
  }
  const utf8 = new TextEncoder();
  const signed = await keys.signCompact(JOSE_TYPES.result, utf8.encode(JSON.stringify(record)));
  const sealed = await new CompactEncrypt(utf8.encode(signed))
    .setProtectedHeader({
      alg: 'ECDH-ES+A256KW',
      enc: 'A256GCM',
      kid: encryption.kid,
      typ: JOSE_TYPES.sealedResult,
      cty: JOSE_TYPES.result,
      iss: record.iss,
      jti: record.jti,
    })
    .setKeyManagementParameters({ apu: utf8.encode(record.iss), apv: utf8.encode(record.aud) })
    .encrypt(await importJWK({ ...encryption.key }, 'ECDH-ES+A256KW'));
  if (sealed.length > LARGEST_SEALED) throw new RangeError('sealed record is larger than the centre takes');
  return { sealed, sealedSha256: createHash('sha256').update(sealed).digest('base64url') };
}
