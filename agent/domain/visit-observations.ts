import type { Fault } from '../contract/faults.ts';
import type { CardOrder } from '../contract/order.ts';
import type { DocumentRole, Light, Origin } from '../contract/vocabulary/document.ts';
import type {
  FaceComparison,
  MrzReading,
  PageFindings,
  PageQuality,
  PassiveLiveness,
  PrintedZoneReading,
} from '../contract/vocabulary/observations.ts';
import type { StopReason } from '../contract/vocabulary/verdict.ts';
import type { ChallengeAction, ComparisonAnswer, VerificationPath } from '../contract/vocabulary/visit.ts';

/** What was seen of one presented document. A missing reading with a `fault` was tried and did not work. */
export interface DocumentObservation {
  readonly role: DocumentRole;
  readonly origin: Origin;
  readonly lights: readonly Light[];
  /** Base64url SHA-256 of each picture, in the order of `lights`. */
  readonly digests: readonly string[];
  readonly quality: PageQuality | null;
  /** Why the page may be hard to read; on the picture kept of the last try. */
  readonly findings?: PageFindings | null;
  readonly mrz: MrzReading | null;
  /** The readings of single pictures that `mrz` was voted from, when there were several; the newest first. */
  readonly frames?: readonly MrzReading[];
  /** Size of the upright page in pixels; boxes lie on it. */
  readonly page?: { readonly width: number; readonly height: number };
  /** The MRZ read again under infrared light, where only the B900 ink shows; null when that light gave no reading. */
  readonly infraredMrz?: MrzReading | null;
  readonly printedZone: PrintedZoneReading | null;
  readonly chip: 'not-looked-for' | 'absent' | 'present-not-read';
  /** Why the document was given up, if it was. */
  readonly fault: Fault | null;
}

/** What was seen of the living person. */
export interface FaceEvidence {
  readonly origin: Origin;
  readonly frames: number;
  /** Longest pause between two frames, milliseconds. */
  readonly longestGapMs: number;
  /** Highest number of faces in any frame used. */
  readonly mostFaces: number;
  readonly challenge: readonly { readonly action: ChallengeAction; readonly done: boolean; readonly took_ms: number }[];
  readonly passive: PassiveLiveness | null;
  readonly comparison: FaceComparison | null;
  /** Base64url SHA-256 of the frames used. */
  readonly digests: readonly string[];
  readonly fault: Fault | null;
}

/** Everything a visit observed, from which the inspection is derived. Pictures and templates are not part of it. */
export interface VisitObservations {
  readonly order: CardOrder;
  readonly path: VerificationPath;
  readonly consent: 'given' | 'not-needed' | 'refused';
  readonly documents: readonly DocumentObservation[];
  /** Null when the path or an early end left no capture. */
  readonly face: FaceEvidence | null;
  readonly comparedByOperator: ComparisonAnswer | null;
  readonly stop: StopReason | null;
  /** A device that failed for good during the visit. */
  readonly deviceFault: Fault | null;
  readonly retryLimitReached: boolean;
  readonly stationEnrolled: boolean;
  readonly passiveLivenessAvailable: boolean;
}
