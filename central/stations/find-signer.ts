import { ok, type Result } from '../../agent/contract/faults.ts';
import type { PublicJwk } from '../../agent/contract/wire.ts';
import { type Refusal, refused } from '../refusal.ts';
import type { Queryable } from '../store/database.ts';

/**
 * The key under which `station` may sign. Unknown stations and keys are not final: the answer changes when the station enrols. A key of
 * another station is an attempt to speak in its name.
 */
export async function findSigner(
  database: Queryable,
  station: string,
  kid: string,
): Promise<Result<PublicJwk, Refusal>> {
  const [found] = await database.query<SignerRow>(
    `SELECT k.station_id, k.x, k.y, (k.revoked_at IS NOT NULL OR s.revoked_at IS NOT NULL) AS revoked
       FROM station_keys k JOIN stations s ON s.id = k.station_id
      WHERE k.kid = $1`,
    [kid],
  );
  if (!found) return refused('station-unknown', 'no station is enrolled with this key');
  if (found.station_id !== station) {
    return refused('signature-invalid', 'the key belongs to another station', { security: true });
  }
  if (found.revoked) return refused('station-revoked', 'the station or its key was revoked', { security: true });
  return ok({ kty: 'EC', crv: 'P-256', x: found.x, y: found.y });
}

interface SignerRow {
  readonly station_id: string;
  readonly x: string;
  readonly y: string;
  readonly revoked: boolean;
}
