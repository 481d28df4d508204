import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { type Fault, failed, fault, ok, type Result } from '../contract/faults.ts';
import type { CardOrder } from '../contract/order.ts';
import type { IdvClaim, SealedAttachment } from '../contract/record.ts';
import type { EnrolmentGrant } from '../contract/wire.ts';
import { composeRecord } from '../domain/compose-record.ts';
import type { AttachedPicture, FinishedVisit } from '../session/finished-visit.ts';
import type { VisitLedger } from '../session/station-ports.ts';
import type { Store } from '../store/store.ts';
import { stationUrn } from '../upload/centre-link.ts';
import { sealAttachment } from '../upload/seal-attachment.ts';
import { sealRecord } from '../upload/seal-record.ts';
import type { StationKeys } from '../upload/station-keys.ts';
import type { RulesInForce } from './rules-in-force.ts';

export interface LedgerOptions {
  readonly store: Store;
  readonly keys: StationKeys;
  /** The centre's grant; without one nothing can be sealed. */
  readonly grant: () => EnrolmentGrant | null;
  readonly findOrder: (reference: string) => Promise<Result<CardOrder>>;
  readonly rules: Pick<RulesInForce, 'renew' | 'stillOn' | 'reference'>;
  /** The station's calendar date, `YYYY-MM-DD`. */
  readonly today: () => string;
  readonly station: Pick<IdvClaim['station'], 'id' | 'site' | 'agent_version' | 'boot_id'>;
  /** A result lies in the outbox. */
  readonly onCommitted: (visit: FinishedVisit, jti: string) => void;
}

/** How long the centre keeps the key of each picture (GDPR: as short as the purpose allows). */
const RETENTION = { document_front: 'P30D', portrait_live: 'P7D' } as const;

/**
 * Where visits begin and end for good. A commit seals every picture under its own key, signs and encrypts the record, and puts
 * result, audit row and outbox row into the store in one transaction; only then may anybody be told the verdict.
 */
export function createVisitLedger(options: LedgerOptions): VisitLedger {
  const { store } = options;
  return {
    findOrder: options.findOrder,
    async begin(visit) {
      const renewed = options.rules.renew(options.today());
      if (!renewed.ok) return renewed;
      return store.beginVisit({ id: visit.id, phase: 'language', orderReference: visit.reference });
    },
    async abort(visit) {
      return store.abortVisit(visit.id, visit.cause.code);
    },
    async selfTest() {
      const disk = store.disk();
      if (!disk.ok) return disk;
      if (disk.value.state === 'full') return failed(fault('store.full'));
      const renewed = options.rules.renew(options.today());
      if (!renewed.ok) return renewed;
      return options.grant() ? ok(undefined) : failed(fault('station.not-enrolled'));
    },
    stationIsEnrolled: () => options.grant() !== null,
    commit: (visit) => commit(options, visit),
  };
}

async function commit(options: LedgerOptions, visit: FinishedVisit): ReturnType<VisitLedger['commit']> {
  const { store, keys } = options;
  const grant = options.grant();
  if (!grant) return failed(fault('station.not-enrolled'));
  // A visit that lasted over the midnight on which the rules changed was decided by the old ones; the centre would refuse it.
  const inForce = options.rules.stillOn(visit.policyDate);
  if (!inForce.ok) return inForce;
  const seq = store.nextSeq();
  if (!seq.ok) return seq;
  const jti = uuidv7({ msecs: visit.decidedAt });
  const attachments: SealedAttachment[] = [];
  for (const [index, picture] of visit.pictures.entries()) {
    const { attachment, ciphertext } = sealPicture(picture, index, jti, grant.iss);
    const stored = store.putBlob(visit.id, ciphertext);
    if (!stored.ok) return stored;
    attachments.push(attachment);
  }
  const record = composeRecord(visit.observations, visit.checks, visit.verdict, {
    iss: stationUrn(grant.station),
    aud: grant.iss,
    jti,
    txn: visit.id,
    seq: seq.value,
    today: visit.policyDate,
    startedAt: rfc3339(visit.startedAt),
    decidedAt: rfc3339(visit.decidedAt),
    monotonicMs: visit.monotonicMs,
    rulePack: options.rules.reference(),
    attempts: visit.attempts,
    models: {
      tier: visit.models.tier,
      passive_liveness: visit.models.passiveLiveness,
      items: [...visit.models.items],
    },
    station: {
      ...options.station,
      devices: visit.devices.map(({ role, model, serial, origin }) => ({ role, model, serial, origin })),
    },
    notice: {
      id: visit.notice.id,
      shown_at: rfc3339(visit.notice.shownAt ?? visit.startedAt),
      ack: visit.notice.acknowledged,
    },
    attachments,
    sha256: (text) => createHash('sha256').update(text).digest('base64url'),
  });
  const { sealed } = await sealRecord(record, keys, grant.encryption);
  const committed = store.commitResult({
    visitId: visit.id,
    jti,
    seq: seq.value,
    sealed,
    blobs: attachments.map((attachment) => attachment.enc.ct_sha256),
  });
  if (!committed.ok) return committed;
  options.onCommitted(visit, jti);
  return ok({ jti, verdict: visit.verdict });
}

/** Seals a copy: the officer may still look at the picture until the visit is wiped. */
function sealPicture(picture: AttachedPicture, index: number, jti: string, centre: string) {
  const front = picture.type === 'document_front';
  return sealAttachment({
    // Not slice(): of a Buffer that is a view, and sealing overwrites what it is given.
    picture: new Uint8Array(picture.jpeg),
    jti,
    index,
    desc: front
      ? `document ${(picture.document ?? 0) + 1}, visible light, JPEG`
      : 'live portrait used for the match, JPEG',
    type: picture.type,
    retention: RETENTION[picture.type],
    centre,
    randomBytes,
  });
}

/** RFC 3339 in whole seconds, as the schema of `verified_claims` asks. */
const rfc3339 = (epochMs: number) => new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** Closes what a crash left open: such visits end without a result, and their pictures are removed. */
export function abortInterruptedVisits(store: Store): Result<number> {
  const open = store.openVisits();
  if (!open.ok) return open;
  for (const visit of open.value) {
    const aborted: Result<void, Fault> = store.abortVisit(visit.id, 'visit.interrupted');
    if (!aborted.ok) return aborted;
  }
  return ok(open.value.length);
}
