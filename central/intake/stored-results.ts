import { ok, type Result } from '../../agent/contract/faults.ts';
import { type Refusal, refused } from '../refusal.ts';
import type { Queryable } from '../store/database.ts';

/** What is already stored under a `jti`: nothing, this very payload with its receipt, or another payload, which is refused. */
export async function findStored(
  database: Queryable,
  jti: string,
  payloadSha256: string,
): Promise<Result<{ readonly receipt: string } | null, Refusal>> {
  const [stored] = await database.query<{ payload_sha256: string; receipt: string; received_at: Date }>(
    'SELECT payload_sha256, receipt, received_at FROM results WHERE jti = $1',
    [jti],
  );
  if (!stored) return ok(null);
  if (stored.payload_sha256 === payloadSha256) return ok({ receipt: stored.receipt });
  return refused('idempotency-mismatch', 'another result is stored under this id', {
    storedAt: stored.received_at,
    security: true,
  });
}

/** The receipt for a result that this station delivered, or null. */
export async function findReceipt(database: Queryable, jti: string, station: string): Promise<string | null> {
  const [stored] = await database.query<{ receipt: string }>(
    'SELECT receipt FROM results WHERE jti = $1 AND station_id = $2',
    [jti, station],
  );
  return stored?.receipt ?? null;
}
