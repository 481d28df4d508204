import type { Fault, Result } from '../contract/faults.ts';
import type { CardOrder } from '../contract/order.ts';
import type { CheckRecord } from '../contract/record.ts';
import type { Verdict } from '../contract/vocabulary/verdict.ts';
import type { FaceEvidence } from '../domain/visit-observations.ts';
import type { ProgressReport } from './session-events.ts';
import type { DocumentReading, FaceCapture, OpenVisit } from './visit-state.ts';

export type Report = (report: ProgressReport) => void;

export interface BegunVisit {
  readonly id: string;
  readonly order: CardOrder;
  readonly startedAt: number;
  readonly startedMonotonicMs: number;
}

export interface CommittedVisit {
  readonly jti: string;
  readonly verdict: Verdict;
  readonly checks: readonly CheckRecord[];
}

/**
 * The work behind the chart's actors. Expected trouble comes back as a fault; a rejection is a bug and stops the visit safely.
 * `signal` aborts when the chart has left the state: work then ends soon and overwrites the pictures it still holds.
 */
export interface SessionWork {
  /** Finds the order and begins the visit in the store. Faults: `order.*`, `store.*`. */
  beginVisit(reference: string, signal: AbortSignal): Promise<Result<BegunVisit>>;
  /** One try at the document that is asked for. Faults: `scanner.*`; anything after the capture is part of the reading. */
  readDocument(visit: OpenVisit, report: Report, signal: AbortSignal): Promise<Result<DocumentReading>>;
  /** One live capture with its challenge. Faults: `camera.*`, `models.*`; a person's failure is `evidence.fault`. */
  captureFace(visit: OpenVisit, report: Report, signal: AbortSignal): Promise<Result<FaceCapture>>;
  /** The person cannot do what the running capture asks for. */
  declineAction(instead: 'another' | 'light'): void;
  /** One live photo for officers, by id in the vault; null when no frame came. Nothing is looked for in it. Faults: `camera.*`. */
  takePhoto(visit: OpenVisit, report: Report, signal: AbortSignal): Promise<Result<string | null>>;
  /** Passive liveness and 1:1 comparison over the kept frames. Faults: `models.*`. */
  judgeFace(visit: OpenVisit, report: Report, signal: AbortSignal): Promise<Result<FaceEvidence>>;
  /** Inspects, decides, and commits. Nothing is kept when this fails. Faults: `store.*`. */
  commitVisit(visit: OpenVisit, report: Report): Promise<Result<CommittedVisit>>;
  abortVisit(visit: string, cause: Fault): Promise<Result<void>>;
  /** Whether the station can work again. */
  selfTest(): Promise<Result<void>>;
}
