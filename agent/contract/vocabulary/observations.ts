import Type from 'typebox';
import type { MrzFormat } from './document.ts';
import type { QualityFinding } from './face-quality.ts';
import type { CameraGuidance } from './visit.ts';

/** Decoded picture: 8-bit RGB, row-major, `data.length === width * height * 3`; EXIF orientation already applied. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Axis-aligned box in pixels of the picture it belongs to. */
export type Box = Type.Static<typeof Box>;
export const Box = Type.Object(
  { x: Type.Number(), y: Type.Number(), width: Type.Number(), height: Type.Number() },
  { additionalProperties: false },
);

/** Name, version and hash prefix of a recogniser, stated in every record. */
export type ModelIdentity = Type.Static<typeof ModelIdentity>;
export const ModelIdentity = Type.Object(
  {
    role: Type.String(),
    name: Type.String(),
    version: Type.String(),
    /** First 16 hex digits of the SHA-256 of the weight file. */
    sha256Prefix: Type.String({ pattern: '^[0-9a-f]{16}$' }),
  },
  { additionalProperties: false },
);

/** One character slot of an MRZ line: what was read, how sure (0…1, raw network probability), and the next-best readings. */
export interface MrzCharacter {
  readonly text: string;
  readonly probability: number;
  readonly alternatives: readonly { readonly text: string; readonly probability: number }[];
  readonly box: Box;
}

/** What an MRZ reader saw. `lines` are as printed: nothing is corrected silently. */
export interface MrzReading {
  readonly format: MrzFormat;
  readonly lines: readonly string[];
  readonly characters: readonly (readonly MrzCharacter[])[];
  /** Clockwise quarter turns (0…3) that make the page upright; boxes refer to the upright page. */
  readonly quarterTurns: 0 | 1 | 2 | 3;
  readonly box: Box;
  /** Median capital height in pixels of the source. */
  readonly capHeightPx: number;
  readonly gate: 'accepted' | 'needs-review';
  /** The network alone, without the layout, found as many characters on each line as the layout has. */
  readonly countsAgree: boolean;
  /** Characters exchanged for a near-equal alternative, with the cost in nats. */
  readonly repairs: readonly {
    readonly line: number;
    readonly column: number;
    readonly from: string;
    readonly to: string;
    readonly costNats: number;
  }[];
}

/**
 * What stands behind one character of an MRZ, best first: a check digit that tells it from everything it might be instead, a
 * second source that says the same, the recogniser alone, or nothing because something speaks against it.
 */
export type EvidenceGrade = Type.Static<typeof EvidenceGrade>;
export const EvidenceGrade = Type.Enum(['proven', 'corroborated', 'read', 'conflicting']);

/** A witness beside the reading itself. `chip` is the MRZ of data group 1 (ICAO Doc 9303-10 §4.7.1). */
export type EvidenceSource = Type.Static<typeof EvidenceSource>;
export const EvidenceSource = Type.Enum(['check-digit', 'second-frame', 'infrared', 'printed-zone', 'chip']);

/** The evidence for one character: who says the same, and who says something else. */
export interface CharacterEvidence {
  readonly grade: EvidenceGrade;
  readonly sources: readonly EvidenceSource[];
  readonly against: readonly EvidenceSource[];
}

/** One word of the printed zone, as recognised. */
export interface PrintedWord {
  readonly text: string;
  readonly confidence: number;
  readonly box: Box;
}

export interface PrintedZoneReading {
  readonly words: readonly PrintedWord[];
}

/** Measures of a document picture that explain why it may be unreadable (units in the names). */
export interface PageQuality {
  /** Standard deviation of the Laplacian over the page, grey levels; below about 6 is blurred. */
  readonly sharpness: number;
  /** Share of the page burnt out by reflection, 0…1. */
  readonly glareShare: number;
  readonly meanLuminance: number;
}

/** What may be wrong with the picture of a document page. `turned` is a note only: the reader copes. */
export type PageProblemKind = Type.Static<typeof PageProblemKind>;
export const PageProblemKind = Type.Enum([
  'nothing-there',
  'too-dark',
  'too-bright',
  'low-contrast',
  'glare',
  'finger',
  'cut-off',
  'too-close',
  'too-far',
  'wrong-side',
  'motion',
  'defocus',
  'turned',
]);

/** What a person does about it. */
export type PageAdvice = Type.Static<typeof PageAdvice>;
export const PageAdvice = Type.Enum([
  'lay-document',
  'more-light',
  'less-light',
  'clean-glass',
  'avoid-reflection',
  'take-hand-away',
  'lay-whole-page',
  'move-back',
  'move-closer',
  'turn-card-over',
  'open-photo-page',
  'hold-still',
  'lay-flat',
  'none',
]);

/** One trouble of a page: where, how bad (0 a note … 1 nothing can be read there), and what helps. */
export interface PageProblem {
  readonly kind: PageProblemKind;
  readonly box: Box;
  readonly severity: number;
  readonly advice: PageAdvice;
}

/** All troubles of one picture, worst first; boxes are pixels of a picture of `width` × `height`. */
export interface PageFindings {
  readonly width: number;
  readonly height: number;
  readonly problems: readonly PageProblem[];
}

/** What the MRZ reader tells the judge of a page. */
export type MrzOnPage = Pick<MrzReading, 'box' | 'capHeightPx' | 'gate' | 'quarterTurns'>;

/** What should lie there: a card whose MRZ is on its back, a booklet opened at its photo page, or either. */
export type ExpectedPage = 'card' | 'passport' | 'any';

/** One face in a frame. Angles in degrees; yaw > 0 when the person turns to their own left, pitch > 0 when looking up. */
export interface FaceObservation {
  readonly box: Box;
  readonly confidence: number;
  /** Left eye, right eye, nose tip, left and right mouth corner, as seen in the picture (viewer's left first), in pixels. */
  readonly points: readonly (readonly [number, number])[];
  readonly pose: { readonly yawDeg: number; readonly pitchDeg: number; readonly rollDeg: number } | null;
  /** Mean eye aspect ratio (height ÷ width of the lid opening), or null without a face mesh. */
  readonly eyeAspectRatio: number | null;
  readonly interEyeDistancePx: number;
  readonly meanLuminance: number;
  readonly sharpness: number;
}

export interface FrameObservation {
  readonly faces: readonly FaceObservation[];
  readonly guidance: CameraGuidance;
  readonly frame: { readonly width: number; readonly height: number };
  /** Quality of the largest face, measure by measure; absent where it was not measured. */
  readonly quality?: readonly QualityFinding[];
}

/** Kind of reference portrait; thresholds are calibrated per kind. */
export type ReferenceType = Type.Static<typeof ReferenceType>;
export const ReferenceType = Type.Enum(['chip', 'printed', 'photo']);

/** Whether one person stood before the camera all through a capture: the least alike pair of its frames at a stated operating point. */
export type FaceContinuity = Type.Static<typeof FaceContinuity>;
export const FaceContinuity = Type.Object(
  {
    decision: Type.Enum(['same', 'different', 'inconclusive']),
    score: Type.Number(),
    threshold: Type.Number(),
    calibration: Type.String(),
    frames: Type.Integer(),
  },
  { additionalProperties: false },
);

/** 1:1 comparison of a reference portrait with live frames at a stated operating point (ISO/IEC 19795-1). */
export type FaceComparison = Type.Static<typeof FaceComparison>;
export const FaceComparison = Type.Object(
  {
    decision: Type.Enum(['match', 'borderline', 'no-match', 'inconclusive']),
    /** Why a comparison is inconclusive. */
    problem: Type.Optional(Type.Enum(['no-reference-face', 'several-reference-faces', 'no-probe-face', 'low-quality'])),
    score: Type.Number(),
    threshold: Type.Number(),
    reviewThreshold: Type.Number(),
    /** False match rate at `threshold` on the calibration set, with the set's name. */
    falseMatchRate: Type.Number(),
    /** The false match rate the comparison was to keep, and the strictest told one at which the score still matches. */
    targetFmr: Type.Number(),
    matchesAtFmr: Type.Union([Type.Number(), Type.Null()]),
    calibration: Type.String(),
    referenceType: ReferenceType,
    probes: Type.Integer(),
    /** The live frames compared with each other (FAC-11); left out where fewer than two showed a face that can be compared. */
    continuity: Type.Optional(FaceContinuity),
  },
  { additionalProperties: false },
);

/** Figures that are collected until their worth is known; nothing may be decided by them. */
export type SilentFigures = Type.Static<typeof SilentFigures>;
export const SilentFigures = Type.Object(
  {
    /** 0 seen directly … 1 seen on a screen or a print; null where the picture is too small for it. */
    recaptureScore: Type.Union([Type.Number(), Type.Null()]),
    /** Share of the similarity that the quality of the picture is expected to cost, 0…1. */
    predictedLoss: Type.Number(),
  },
  { additionalProperties: false },
);

/** Passive presentation-attack detection over several frames (ISO/IEC 30107-3 terms). */
export type PassiveLiveness = Type.Static<typeof PassiveLiveness>;
export const PassiveLiveness = Type.Object(
  {
    outcome: Type.Enum(['bona-fide', 'attack', 'inconclusive', 'not-available']),
    /** Median over frames of the mean and of the minimum of the models' bona fide probability. */
    meanScore: Type.Number(),
    minScore: Type.Number(),
    frames: Type.Integer(),
    calibration: Type.String(),
    /** Why too few frames could be judged, in the words of the live advice. */
    advice: Type.Optional(Type.Enum(['too-close', 'too-bright'])),
    silent: Type.Optional(SilentFigures),
  },
  { additionalProperties: false },
);
