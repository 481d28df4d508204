import { type AuditEntry, recordEvent } from '../store/audit.ts';
import type { Queryable } from '../store/database.ts';

/**
 * Notes what the station's counter tells: a number left out is a result that somebody may have deleted, a number used twice is a copied
 * or restored station. Results may overtake each other on the way, so a gap that is filled later is followed by `sequence.late`.
 * Call inside the transaction that stores `jti`, which must hold the station's row.
 */
export async function noteSequence(
  transaction: Queryable,
  result: { readonly station: string; readonly jti: string; readonly seq: number; readonly at: number },
): Promise<void> {
  const { station, jti, seq, at } = result;
  const note = (event: AuditEntry['event'], security: boolean, detail: string): Promise<void> =>
    recordEvent(transaction, { at, event, security, station, jti, detail });

  const twins = await transaction.query(
    'SELECT 1 FROM results WHERE station_id = $1 AND seq = $2 AND jti <> $3 LIMIT 1',
    [station, seq, jti],
  );
  if (twins.length > 0) return note('sequence.doubled', true, `${seq}`);

  const [row] = await transaction.query<{ highest: number | string | null }>(
    'SELECT max(seq) AS highest FROM results WHERE station_id = $1 AND jti <> $2',
    [station, jti],
  );
  const highest = Number(row?.highest ?? 0);
  if (seq > highest + 1) return note('sequence.gap', true, `${highest + 1} to ${seq - 1}`);
  if (seq < highest) return note('sequence.late', false, `${seq}`);
}
