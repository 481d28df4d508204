import type { Fault } from '../contract/faults.ts';
import type { CardOrder } from '../contract/order.ts';
import type { PresentedPaper } from '../contract/papers.ts';
import type { FeatureFindings, OfficerId } from '../contract/vocabulary/comparison.ts';
import type { DocumentRole, Light, Origin } from '../contract/vocabulary/document.ts';
import type { QualityFinding } from '../contract/vocabulary/face-quality.ts';
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

/** How the frames of a capture came about. */
export interface CaptureStatement {
  /** 128 random bits, hexadecimal, that name this capture. */
  readonly nonce: string;
  /** Name that the camera gives itself. */
  readonly camera: string;
  /** `unlisted`: not on the station's list; `changed`: another camera took over; `no-list`: the station has no list. */
  readonly pinned: 'pinned' | 'unlisted' | 'changed' | 'no-list';
  /** From the first to the last frame that was kept, milliseconds. */
  readonly spreadMs: number;
  /** Movements nobody asked for, and times that somebody may have stepped in after the challenge began. */
  readonly strays: number;
  readonly restarts: number;
  readonly declined: readonly ChallengeAction[];
  /** Pictures that had been there before. */
  readonly repeats: number;
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
  readonly capture?: CaptureStatement;
  readonly passive: PassiveLiveness | null;
  readonly comparison: FaceComparison | null;
  /** Measures of the best frame that was kept; left out where none was measured. */
  readonly quality?: readonly QualityFinding[];
  /** Base64url SHA-256 of the frames used. */
  readonly digests: readonly string[];
  readonly fault: Fault | null;
}

/** What one officer found, alone. Times are milliseconds since the epoch. */
export interface OfficerOpinion {
  readonly officer: OfficerId;
  readonly findings: FeatureFindings;
  readonly answer: ComparisonAnswer;
  readonly startedAt: number;
  readonly answeredAt: number;
}

/** A comparison by eye: how many officers the rules ask, and what those found who answered. */
export interface OfficerComparison {
  readonly demanded: number;
  /** Features an officer must have been able to judge for the answer that it is the same person. */
  readonly fewestFeatures: number;
  readonly opinions: readonly OfficerOpinion[];
}

/** A paper an officer looked at. `recordedAt` is milliseconds since the epoch. */
export interface RecordedPaper extends PresentedPaper {
  readonly recordedAt: number;
}

/** Everything a visit observed, from which the inspection is derived. Pictures and templates are not part of it. */
export interface VisitObservations {
  readonly order: CardOrder;
  readonly path: VerificationPath;
  readonly consent: 'given' | 'not-needed' | 'refused';
  readonly documents: readonly DocumentObservation[];
  /** Null when the path or an early end left no capture. */
  readonly face: FaceEvidence | null;
  /** Null when no officer was asked to compare by eye. */
  readonly byOfficers: OfficerComparison | null;
  /** Papers looked at by officers, in the order in which they were recorded. */
  readonly papers?: readonly RecordedPaper[];
  readonly stop: StopReason | null;
  /** A device that failed for good during the visit. */
  readonly deviceFault: Fault | null;
  readonly retryLimitReached: boolean;
  readonly stationEnrolled: boolean;
  readonly passiveLivenessAvailable: boolean;
}
