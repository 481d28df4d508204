import type { DeliveryState } from '../contract/vocabulary/visit.ts';
import type { OutboxItem, Store } from './store.ts';
import { done, type StoreCore } from './store-core.ts';
import type { ResultRow } from './tables.ts';

type Outbox = Pick<
  Store,
  'outboxDue' | 'nextDueAt' | 'markSending' | 'markRetry' | 'markAccepted' | 'markPoison' | 'delivery' | 'receipt'
>;

/** No waiting time is longer; a row that seems to wait longer was dated by a clock that has since been set back. */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * Delivery of results: `sealed → sending → accepted`, `sending → sealed` to try again, `sending → poison` when refused for good.
 * A step from any other state is a bug and throws.
 */
export function createOutbox(core: StoreCore): Outbox {
  const { tables } = core;

  const change = (jti: string, from: DeliveryState, changed: (row: ResultRow) => Partial<ResultRow>): ResultRow => {
    const [row] = tables.result.select('WHERE jti = ?', jti);
    if (row?.state !== from) throw new Error(`result is ${row?.state ?? 'unknown'}, not ${from}`);
    const next = { ...row, ...changed(row) };
    tables.result.replace(next);
    return row;
  };

  return {
    outboxDue: (nowMs) =>
      core.read(() =>
        tables.result
          .select(
            "WHERE state = 'sealed' AND (next_attempt_at <= ? OR next_attempt_at > ?) ORDER BY seq LIMIT 50",
            nowMs,
            nowMs + LONGEST_WAIT_MS,
          )
          .map(itemOf),
      ),

    nextDueAt: () =>
      core.read(() => {
        const [row] = tables.result.select("WHERE state = 'sealed' ORDER BY next_attempt_at LIMIT 1");
        return row?.next_attempt_at ?? null;
      }),

    markSending: (jti) =>
      core.transact(() => {
        change(jti, 'sealed', () => ({ state: 'sending' }));
        return done;
      }),

    markRetry: (jti, nextAttemptAtMs) =>
      core.transact(() => {
        change(jti, 'sending', (row) => ({
          state: 'sealed',
          attempts: row.attempts + 1,
          next_attempt_at: Math.max(0, Math.round(nextAttemptAtMs)),
        }));
        return done;
      }),

    markAccepted(jti, receipt) {
      let blobs: readonly string[] = [];
      const accepted = core.transact(() => {
        const row = change(jti, 'sending', (before) => ({
          state: 'accepted',
          sealed: null,
          attempts: before.attempts + 1,
          receipt_id: receipt.receiptId,
        }));
        tables.receipt.insert({
          jti,
          receipt_id: receipt.receiptId,
          received_at: receipt.receivedAt,
          jws: receipt.jws,
        });
        core.audit({
          event: 'result.accepted',
          visitId: row.visit_id,
          digest: row.sealed_sha256,
        });
        blobs = blobNames(row);
        return done;
      });
      if (!accepted.ok) return accepted;
      core.flushDeleted();
      return core.read(() => core.blobs.remove(blobs));
    },

    markPoison: (jti, problem) =>
      core.transact(() => {
        const row = change(jti, 'sending', (before) => ({
          state: 'poison',
          attempts: before.attempts + 1,
          problem,
        }));
        core.audit({
          event: 'result.poisoned',
          visitId: row.visit_id,
          digest: row.sealed_sha256,
        });
        return done;
      }),

    delivery: (jti) =>
      core.read(() => {
        const [row] = tables.result.select('WHERE jti = ?', jti);
        return row === undefined ? null : { state: row.state, receiptId: row.receipt_id };
      }),

    receipt: (jti) => core.read(() => tables.receipt.select('WHERE jti = ?', jti)[0]?.jws ?? null),
  };
}

/** Blob files that one row still needs. */
export const blobNames = (row: ResultRow): readonly string[] => (row.blobs === '' ? [] : row.blobs.split(' '));

function itemOf(row: ResultRow): OutboxItem {
  if (row.sealed === null) throw new Error('a waiting result without its sealed bytes');
  return {
    jti: row.jti,
    seq: row.seq,
    sealed: row.sealed,
    sealedSha256: row.sealed_sha256,
    blobs: blobNames(row),
    attempts: row.attempts,
  };
}
