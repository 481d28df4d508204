import type { Result } from '../contract/faults.ts';
import type { DeliveryState, Phase } from '../contract/vocabulary/visit.ts';
import type { AuditEntry } from './audit-chain.ts';
import type { AbortReason } from './tables.ts';

/** What `openStore` found and did. */
export interface StartReport {
  /** True when there was no store before. */
  readonly created: boolean;
  /** Folder that a damaged store was moved to, and what was saved from it. */
  readonly quarantine: {
    readonly folder: string;
    readonly salvagedResults: number;
    readonly missingSeqs: readonly number[];
  } | null;
  readonly orphanBlobsRemoved: number;
  readonly unfinishedFilesRemoved: number;
  /** Results that were being sent when the process ended; they are due again. */
  readonly interruptedDeliveries: number;
}

export interface OpenVisit {
  readonly id: string;
  readonly startedAt: string;
  readonly phase: Phase;
}

export interface CommitRequest {
  readonly visitId: string;
  readonly jti: string;
  /** Must be the number that `nextSeq` answered; it stands inside the sealed record. */
  readonly seq: number;
  /** The sealed record, JWE compact serialisation. */
  readonly sealed: string;
  /** Names that `putBlob` answered. */
  readonly blobs: readonly string[];
  readonly audit?: readonly AuditEntry[];
}

/** A result waiting for its receipt. */
export interface OutboxItem {
  readonly jti: string;
  readonly seq: number;
  readonly sealed: string;
  readonly sealedSha256: string;
  readonly blobs: readonly string[];
  readonly attempts: number;
}

export interface AcceptedReceipt {
  readonly receiptId: string;
  /** RFC 3339, as the centre states it. */
  readonly receivedAt: string;
  readonly jws: string;
}

/**
 * Everything the station keeps. One process, one connection. Every writing function is durable when it returns, and answers
 * `store.full`, `store.damaged` or `store.unavailable` when it could not be.
 */
export interface Store {
  readonly startReport: StartReport;

  station(): Result<{
    readonly grantJws: string | null;
    readonly lastSeq: number;
  }>;
  /** Keeps the grant as the centre signed it. */
  saveGrant(grantJws: string): Result<void>;

  /** Highest issue of a series of rule packs that has decided here; 0 before the first. */
  highestRules(series: string): Result<number>;
  /** Remembers that an issue decides from now on; a lower one than before changes nothing. `digest` names the pack, base64url. */
  noteRules(series: string, issue: { readonly sequence: number; readonly digest: string }): Result<void>;

  /** `store.full` when there is no room to finish another visit. The order reference is kept as a keyed digest only. */
  beginVisit(visit: { readonly id: string; readonly phase: Phase; readonly orderReference?: string }): Result<void>;
  /** `command.stale-visit` when the visit is not open; the same for the two that end a visit. */
  recordPhase(visitId: string, phase: Phase): Result<void>;
  /** Ends a visit without a result and removes the sealed pictures it had stored. */
  abortVisit(visitId: string, reason: AbortReason): Result<void>;
  /** Visits that a crash left open; the caller ends each with `abortVisit(id, 'visit.interrupted')`. */
  openVisits(): Result<readonly OpenVisit[]>;

  /** Number of the next result. It is taken only by the commit, so an abandoned sealing leaves no gap. */
  nextSeq(): Result<number>;
  /** Stores a sealed picture for a visit under way and answers its name, the base64url SHA-256 of the ciphertext. */
  putBlob(visitId: string, ciphertext: Uint8Array): Result<string>;
  readBlob(name: string): Result<Uint8Array>;
  /** Result, audit and outbox in one transaction. When it answers ok the result survives any crash. */
  commitResult(request: CommitRequest): Result<{ readonly sealedSha256: string }>;

  /** Results to send, oldest first, at most 50. */
  outboxDue(nowMs: number): Result<readonly OutboxItem[]>;
  /** When the next waiting result is due, milliseconds since the epoch; null when none waits. */
  nextDueAt(): Result<number | null>;
  markSending(jti: string): Result<void>;
  /** Counts the attempt and puts the result back. */
  markRetry(jti: string, nextAttemptAtMs: number): Result<void>;
  /** Keeps the receipt and erases the sealed bytes and pictures. The caller has verified the receipt. */
  markAccepted(jti: string, receipt: AcceptedReceipt): Result<void>;
  /** Sets a result aside that the centre refused for good; its bytes are kept. The caller has verified the signed answer. */
  markPoison(jti: string, problem: string): Result<void>;
  delivery(jti: string): Result<{
    readonly state: DeliveryState;
    readonly receiptId: string | null;
  } | null>;
  /** The stored receipt, JWS compact, or null. */
  receipt(jti: string): Result<string | null>;
  counts(): Result<Readonly<Record<DeliveryState, number>>>;

  appendAudit(entry: AuditEntry): Result<void>;
  /** Walks the whole audit chain; `store.damaged` when a row was changed, cut or put in. */
  verifyAudit(): Result<void>;
  disk(): Result<{
    readonly state: 'ok' | 'low' | 'full';
    readonly freeBytes: number;
  }>;
  close(): void;
}
