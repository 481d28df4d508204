import { Value } from 'typebox/value';
import { ok, type Result } from '../../agent/contract/faults.ts';
import { EnrolmentClaims, type EnrolmentGrant, JOSE_TYPES } from '../../agent/contract/wire.ts';
import type { CentreParts } from '../centre-parts.ts';
import { signCompact } from '../keys/compact-signer.ts';
import { type Refusal, refused } from '../refusal.ts';
import { recordEvent } from '../store/audit.ts';
import { readSignedMessage, verifySignedMessage } from '../verify/signed-message.ts';
import { parseStrictJson } from '../verify/strict-json.ts';
import { jwkThumbprint } from '../verify/thumbprint.ts';
import { useEnrolmentCode } from './enrolment-codes.ts';

const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Enrols a station: the message is signed by the very key it brings (proof of possession), and carries a one-time code for that station
 * name. Answers the grant, signed by the receipt key that it names, so that a technician who compares thumbprints, or a station that
 * trusts its first answer, knows from then on whom to believe.
 */
export async function enrolStation(parts: CentreParts, jws: string): Promise<Result<string, Refusal>> {
  const enrolled = await enrol(parts, jws);
  if (!enrolled.ok) {
    const { problem, detail } = enrolled.fault;
    await recordEvent(parts.database, { at: parts.now(), event: 'enrolment.refused', problem, detail });
  }
  return enrolled;
}

async function enrol(parts: CentreParts, jws: string): Promise<Result<string, Refusal>> {
  const proven = readProof(jws);
  if (!proven.ok) return proven;
  const { station, code, key, iat } = proven.value;
  const at = parts.now();
  if (Math.abs(iat * 1000 - at) > CLOCK_TOLERANCE_MS) {
    return refused('clock-skew', "the station's clock is more than five minutes wrong", { now: at });
  }
  const kid = jwkThumbprint(key);
  return parts.database.transaction(async (transaction) => {
    const [known] = await transaction.query<{ station_id: string; revoked: boolean }>(
      'SELECT station_id, revoked_at IS NOT NULL AS revoked FROM station_keys WHERE kid = $1',
      [kid],
    );
    if (known && (known.revoked || known.station_id !== station)) {
      return refused('enrolment-refused', 'this key can not be enrolled', { security: true });
    }
    if (!(await useEnrolmentCode(transaction, { code, station, kid, at }))) {
      return refused('enrolment-refused', 'the code is not good (any more)');
    }
    // A fresh code is a person's decision to take the station back; its revoked keys stay revoked.
    await transaction.query('UPDATE stations SET revoked_at = NULL WHERE id = $1', [station]);
    await transaction.query(
      `INSERT INTO station_keys (kid, station_id, x, y, enrolled_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kid) DO NOTHING`,
      [kid, station, key.x, key.y, new Date(at)],
    );
    await recordEvent(transaction, { at, event: 'station.enrolled', station, detail: kid });
    return ok(signGrant(parts, station, kid));
  });
}

/** The key stands in the payload, so the payload is parsed before it is believed: shape first, then the signature by that key. */
function readProof(jws: string): Result<EnrolmentClaims, Refusal> {
  const message = readSignedMessage(jws, JOSE_TYPES.enrolment);
  if (!message.ok) return message;
  const claims = parseStrictJson(message.value.payload);
  if (!claims.ok) return refused('malformed', `the payload is refused: ${claims.fault}`);
  if (!Value.Check(EnrolmentClaims, claims.value)) return refused('schema-invalid', 'the claims break their schema');
  if (message.value.header.kid !== jwkThumbprint(claims.value.key)) {
    return refused('signature-invalid', 'the key identifier is not of this key');
  }
  const signed = verifySignedMessage(message.value, claims.value.key);
  return signed.ok ? ok(claims.value) : signed;
}

function signGrant(parts: CentreParts, station: string, kid: string): string {
  const { encryption, receipt } = parts.keys;
  const grant: EnrolmentGrant = {
    iss: parts.issuer,
    station,
    kid,
    encryption: { kid: encryption.kid, key: encryption.publicJwk },
    receipt: { kid: receipt.kid, key: receipt.publicJwk },
  };
  return signCompact(JOSE_TYPES.grant, grant, receipt);
}
