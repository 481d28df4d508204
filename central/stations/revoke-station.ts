import type { CentreParts } from '../centre-parts.ts';
import { recordEvent } from '../store/audit.ts';

/** From now on nothing signed by any present key of `station` is taken. False when no such station is known. */
export async function revokeStation(parts: CentreParts, station: string): Promise<boolean> {
  const at = parts.now();
  return parts.database.transaction(async (transaction) => {
    const found = await transaction.query('UPDATE stations SET revoked_at = $1 WHERE id = $2 RETURNING id', [
      new Date(at),
      station,
    ]);
    if (found.length === 0) return false;
    await transaction.query('UPDATE station_keys SET revoked_at = $1 WHERE station_id = $2 AND revoked_at IS NULL', [
      new Date(at),
      station,
    ]);
    await recordEvent(transaction, { at, event: 'station.revoked', station, security: true });
    return true;
  });
}
