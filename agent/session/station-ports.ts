import type { DeviceIdentity, StationDevices } from '../../drivers/ports.ts';
import type { FaceRecognisers, MrzReader, PictureDecoder, PrintedZoneReader } from '../../models/ports.ts';
import type { Fault, Result } from '../contract/faults.ts';
import type { CardOrder } from '../contract/order.ts';
import type { RulePack } from '../contract/rule-pack.ts';
import type { Light } from '../contract/vocabulary/document.ts';
import type { Verdict } from '../contract/vocabulary/verdict.ts';
import type { FinishedVisit } from './finished-visit.ts';
import type { PictureVault } from './picture-vault.ts';
import type { SessionClock } from './session-clock.ts';
import type { ProgressReport } from './session-events.ts';
import type { CaptureLimits } from './session-limits.ts';

/** The recognisers of a station. Without `faces` only the path without biometrics is offered. */
export interface StationRecognisers {
  readonly decoder: PictureDecoder;
  readonly mrz: MrzReader;
  readonly printedZone: PrintedZoneReader;
  readonly faces: FaceRecognisers | null;
}

/** Where visits begin and end for good. `commit` seals and stores; only what it returns may be told. */
export interface VisitLedger {
  findOrder(reference: string): Promise<Result<CardOrder>>;
  begin(visit: { readonly id: string; readonly reference: string; readonly startedAt: number }): Promise<Result<void>>;
  commit(visit: FinishedVisit): Promise<Result<{ readonly jti: string; readonly verdict: Verdict }>>;
  /** Ends a visit without a result. A commit of the same visit that comes later must be refused. */
  abort(visit: { readonly id: string; readonly cause: Fault; readonly at: number }): Promise<Result<void>>;
  /** Whether results can be stored now; asked while the station is out of service. */
  selfTest(): Promise<Result<void>>;
  stationIsEnrolled(): boolean;
}

/** Everything the work of a visit needs. */
export interface StationPorts extends StationRecognisers {
  readonly devices: StationDevices;
  readonly ledger: VisitLedger;
  readonly rulePack: RulePack;
  readonly clock: SessionClock;
  /** Uniform in [0, 1); decides the challenge, so it must not be guessable. */
  readonly random: () => number;
  readonly newVisitId: () => string;
  readonly vault: PictureVault;
  readonly capture: CaptureLimits;
  /** Names of the face cameras that this station may use; null: it has no such list. */
  readonly pinnedCameras: readonly string[] | null;
  readonly lights: readonly Light[];
  readonly noticeId: string;
  /** IANA name of the time zone whose calendar the rules follow. */
  readonly timeZone: string;
  /** What the open devices say of themselves. */
  readonly identities: () => readonly DeviceIdentity[];
  /** Gets each live frame for a preview; the bytes must not be kept. */
  readonly onFrame: (jpeg: Uint8Array) => void;
  /** Hears of each step of work as it begins and ends. */
  readonly onProgress: (report: ProgressReport) => void;
}
