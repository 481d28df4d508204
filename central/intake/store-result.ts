import { ok, type Result } from '../../agent/contract/faults.ts';
import type { Receipt, VisitRecord } from '../../agent/contract/record.ts';
import type { CentreParts } from '../centre-parts.ts';
import { closeDecidedOrder } from '../orders/orders.ts';
import type { Refusal } from '../refusal.ts';
import { recordEvent } from '../store/audit.ts';
import type { Queryable } from '../store/database.ts';
import type { OpenedResult } from './open-result.ts';
import { type IssuedReceipt, issueReceipt } from './receipt.ts';
import { noteSequence } from './sequence.ts';
import { findStored } from './stored-results.ts';

export interface JudgedResult {
  readonly opened: OpenedResult;
  readonly record: VisitRecord;
  readonly status: Receipt['status'];
  readonly sealed: Buffer;
  readonly sealedSha256: string;
}

export interface Acceptance {
  /** True for the delivery that stored the result; copies get the same receipt. */
  readonly first: boolean;
  /** JWS of the receipt. */
  readonly receipt: string;
}

const RECEIPT_ID_DRAWS = 5;

/**
 * Stores the result exactly once, with everything that follows from it, in one transaction. Copies that race lose the insert and read
 * the winner's receipt: a conflict is an answer here, never an error that would take other results down with it.
 */
export function storeResult(parts: CentreParts, judged: JudgedResult): Promise<Result<Acceptance, Refusal>> {
  const { opened, record } = judged;
  const at = parts.now();
  return parts.database.transaction(async (transaction) => {
    // One result per station at a time, so that the counter is read and written in order.
    await transaction.query('SELECT id FROM stations WHERE id = $1 FOR UPDATE', [opened.station]);
    for (let draw = 0; draw < RECEIPT_ID_DRAWS; draw++) {
      const receipt = issueReceipt(parts, record, { ...judged, at });
      if (await insert(transaction, judged, receipt, at)) {
        await follow(transaction, judged, at);
        return ok({ first: true, receipt: receipt.jws });
      }
      const stored = await findStored(transaction, record.jti, opened.payloadSha256);
      if (!stored.ok) return stored;
      if (stored.value !== null) return ok({ first: false, receipt: stored.value.receipt });
      // Nothing under this id: the short receipt number was taken. Draw another.
    }
    throw new Error('no free receipt number was drawn');
  });
}

async function insert(
  transaction: Queryable,
  { opened, record, status, sealed, sealedSha256 }: JudgedResult,
  receipt: IssuedReceipt,
  at: number,
): Promise<boolean> {
  const inserted = await transaction.query(
    `INSERT INTO results (jti, payload_sha256, station_id, kid, seq, order_ref, colour, status, rule_pack_sha256,
                          sealed, sealed_sha256, signed, received_at, receipt_id, receipt)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     ON CONFLICT DO NOTHING RETURNING jti`,
    [
      record.jti,
      opened.payloadSha256,
      opened.station,
      opened.kid,
      record.seq,
      record.idv.order_ref,
      record.idv.decision.colour,
      status,
      record.idv.decision.rule_pack.sha256,
      sealed,
      sealedSha256,
      opened.signed,
      new Date(at),
      receipt.receiptId,
      receipt.jws,
    ],
  );
  return inserted.length === 1;
}

async function follow(transaction: Queryable, { opened, record, status }: JudgedResult, at: number): Promise<void> {
  const { jti, seq, idv } = record;
  const { station } = opened;
  await noteSequence(transaction, { station, jti, seq, at });
  if (status === 'accepted') {
    const { colour } = idv.decision;
    await closeDecidedOrder(transaction, { reference: idv.order_ref, station, colour, jti, at });
  }
  await recordEvent(transaction, { at, event: 'result.accepted', station, jti, detail: status });
}
