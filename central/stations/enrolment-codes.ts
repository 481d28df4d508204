import { createHash } from 'node:crypto';
import type { CentreParts } from '../centre-parts.ts';
import { readableCode } from '../keys/readable-code.ts';
import { recordEvent } from '../store/audit.ts';
import type { Queryable } from '../store/database.ts';
import { isStationName } from './station-name.ts';

const LIFETIME_MS = 15 * 60_000;

/**
 * A one-time code for the technician at `station`, 60 random bits, good for 15 minutes and one enrolment. Only its digest is kept.
 * Throws for a name no station can have.
 */
export async function issueEnrolmentCode(parts: CentreParts, station: string): Promise<string> {
  if (!isStationName(station)) throw new TypeError('a station name is 1 to 40 of a-z, 0-9 and hyphen');
  const code = readableCode(3, parts.randomBytes);
  const at = parts.now();
  await parts.database.transaction(async (transaction) => {
    await ensureStation(transaction, station, at);
    await transaction.query(
      'INSERT INTO enrolment_codes (code_sha256, station_id, issued_at, expires_at) VALUES ($1, $2, $3, $4)',
      [codeDigest(code), station, new Date(at), new Date(at + LIFETIME_MS)],
    );
    await recordEvent(transaction, { at, event: 'enrolment-code.issued', station });
  });
  return code;
}

/** Takes the code for `kid`. False when it is unknown, of another station, used or too old: which of these is nobody's business. */
export async function useEnrolmentCode(
  transaction: Queryable,
  use: { readonly code: string; readonly station: string; readonly kid: string; readonly at: number },
): Promise<boolean> {
  const used = await transaction.query(
    `UPDATE enrolment_codes SET used_at = $1, used_by_kid = $2
      WHERE code_sha256 = $3 AND station_id = $4 AND used_at IS NULL AND expires_at > $1
      RETURNING station_id`,
    [new Date(use.at), use.kid, codeDigest(use.code), use.station],
  );
  return used.length === 1;
}

/** Makes the station known by name; it can do nothing before it has a key. */
export async function ensureStation(database: Queryable, station: string, at: number): Promise<void> {
  await database.query('INSERT INTO stations (id, created_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING', [
    station,
    new Date(at),
  ]);
}

const codeDigest = (code: string): string => createHash('sha256').update(code).digest('hex');
