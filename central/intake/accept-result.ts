import { failed, type Result } from '../../agent/contract/faults.ts';
import type { CentreParts } from '../centre-parts.ts';
import type { Refusal } from '../refusal.ts';
import { stationOf } from '../stations/station-name.ts';
import { recordEvent } from '../store/audit.ts';
import { readSealedMessage, type SealedMessage } from '../verify/sealed-message.ts';
import { digest } from '../verify/verify-signed-result.ts';
import { checkDelivery, type Delivery } from './delivery.ts';
import { judgeRecord } from './judge-record.ts';
import { openResult, readRecord } from './open-result.ts';
import { type Acceptance, storeResult } from './store-result.ts';
import { findStored } from './stored-results.ts';

export interface RefusedResult extends Refusal {
  /** URN of the station as the envelope claims it, or null when it could not be read: whom the answer is for. */
  readonly claimedBy: string | null;
}

/**
 * The whole intake, in order: bytes → envelope → signer → seen before? → record → judgement → stored once with a receipt. Nothing is
 * believed before the step that proves it, and every refusal leaves one audit row.
 */
export async function acceptResult(parts: CentreParts, delivery: Delivery): Promise<Result<Acceptance, RefusedResult>> {
  const sealed = readSealedMessage(delivery.body.toString('latin1'));
  const taken = await take(parts, delivery, sealed);
  if (taken.ok) return taken;
  const claimedBy = sealed.ok ? sealed.value.header.iss : null;
  const { problem, detail, security = false } = taken.fault;
  await recordEvent(parts.database, {
    at: parts.now(),
    event: 'result.refused',
    security,
    station: claimedBy === null ? undefined : (stationOf(claimedBy) ?? undefined),
    jti: delivery.jti,
    problem,
    detail,
  });
  return failed({ ...taken.fault, claimedBy });
}

async function take(
  parts: CentreParts,
  delivery: Delivery,
  sealed: Result<SealedMessage, Refusal>,
): Promise<Result<Acceptance, Refusal>> {
  const delivered = checkDelivery(delivery);
  if (!delivered.ok) return delivered;
  if (!sealed.ok) return sealed;

  const opened = await openResult(parts, sealed.value, delivery.jti);
  if (!opened.ok) return opened;

  // A repeated delivery gets its receipt whatever has become of clocks, rule packs and pictures since.
  const seen = await findStored(parts.database, delivery.jti, opened.value.payloadSha256);
  if (!seen.ok) return seen;
  if (seen.value !== null) return { ok: true, value: { first: false, receipt: seen.value.receipt } };

  const record = readRecord(parts, opened.value.payload, sealed.value);
  if (!record.ok) return record;
  const status = judgeRecord(parts, record.value);
  if (!status.ok) return status;
  return storeResult(parts, {
    opened: opened.value,
    record: record.value,
    status: status.value,
    sealed: delivery.body,
    sealedSha256: digest(delivery.body),
  });
}
