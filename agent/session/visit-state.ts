import type { Fault } from '../contract/faults.ts';
import type { CardOrder } from '../contract/order.ts';
import type { CheckRecord } from '../contract/record.ts';
import type { ChallengeView, OutcomeView, StepView } from '../contract/views.ts';
import type { DocumentRole } from '../contract/vocabulary/document.ts';
import type { StopReason } from '../contract/vocabulary/verdict.ts';
import type { CameraGuidance, VerificationPath, WorkStep } from '../contract/vocabulary/visit.ts';
import type {
  DocumentObservation,
  FaceEvidence,
  OfficerComparison,
  RecordedPaper,
  VisitObservations,
} from '../domain/visit-observations.ts';

/** One document of the visit. Pictures are named by their id in the vault. */
export interface PresentedDocument {
  readonly role: DocumentRole;
  readonly state: 'waiting' | 'asked' | 'read' | 'given-up';
  /** Captures taken. A try that found no document or no scanner is not one. */
  readonly attempts: number;
  readonly observation: DocumentObservation | null;
  readonly front: string | null;
  readonly portrait: string | null;
}

/** A live capture before it is judged: what was measured, and the kept frontal frames by id in the vault. */
export interface FaceCapture {
  readonly evidence: FaceEvidence;
  readonly frames: readonly string[];
}

/** The open visit as plain data. It is never written to disk: after a crash the visit is closed, not resumed. */
export interface OpenVisit {
  readonly id: string;
  readonly order: CardOrder;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly startedMonotonicMs: number;
  readonly path: VerificationPath;
  readonly consent: VisitObservations['consent'] | null;
  readonly noticeShownAt: number | null;
  readonly documents: readonly PresentedDocument[];
  readonly cameraAttempts: number;
  readonly capture: FaceCapture | null;
  /** The judged capture. */
  readonly face: FaceEvidence | null;
  /** The live photo for officers on the path without biometrics, by id in the vault. */
  readonly photo: string | null;
  readonly byOfficers: OfficerComparison | null;
  readonly papers: readonly RecordedPaper[];
  /** When the officer whose turn it is was asked, milliseconds since the epoch. */
  readonly comparingSince: number | null;
  readonly stop: StopReason | null;
  readonly deviceFault: Fault | null;
  readonly retryLimitReached: boolean;
  /** Why the last try did not work. */
  readonly fault: Fault | null;
  readonly steps: Readonly<Record<WorkStep, StepView['state']>>;
  readonly guidance: CameraGuidance | null;
  readonly challenge: ChallengeView | null;
  readonly checks: readonly CheckRecord[];
  readonly outcome: (OutcomeView & { readonly jti: string }) | null;
}

/** What a try at one document gave: a problem means it should be tried again while tries are left. */
export interface DocumentReading {
  readonly observation: DocumentObservation;
  readonly front: string | null;
  readonly portrait: string | null;
  readonly problem: Fault | null;
  /** True when the document may be accepted as it is once no tries are left. */
  readonly usable: boolean;
}

/** Work steps in the order of a happy visit, with the path that needs them. */
export const VISIT_STEPS: readonly { readonly step: WorkStep; readonly biometricOnly: boolean }[] = [
  { step: 'capture-document', biometricOnly: false },
  { step: 'decode-document', biometricOnly: false },
  { step: 'read-mrz', biometricOnly: false },
  { step: 'read-printed-zone', biometricOnly: false },
  { step: 'find-portrait', biometricOnly: true },
  { step: 'capture-face', biometricOnly: false },
  { step: 'judge-liveness', biometricOnly: true },
  { step: 'compare-faces', biometricOnly: true },
  { step: 'match-order', biometricOnly: false },
  { step: 'decide', biometricOnly: false },
  { step: 'commit', biometricOnly: false },
  { step: 'deliver', biometricOnly: false },
];

/** Every step of a path not yet begun. */
export function freshSteps(path: VerificationPath): OpenVisit['steps'] {
  const steps = VISIT_STEPS.map(({ step, biometricOnly }) => [
    step,
    biometricOnly && path === 'operator' ? 'skipped' : 'waiting',
  ]);
  return Object.fromEntries(steps) as OpenVisit['steps'];
}
