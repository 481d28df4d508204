import Type from 'typebox';
import type { MrzFormat } from './document.ts';
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
  /** Characters exchanged for a near-equal alternative, with the cost in nats. */
  readonly repairs: readonly {
    readonly line: number;
    readonly column: number;
    readonly from: string;
    readonly to: string;
    readonly costNats: number;
  }[];
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
}

/** Kind of reference portrait; thresholds are calibrated per kind. */
export type ReferenceType = Type.Static<typeof ReferenceType>;
export const ReferenceType = Type.Enum(['chip', 'printed', 'photo']);

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
    calibration: Type.String(),
    referenceType: ReferenceType,
    probes: Type.Integer(),
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
  },
  { additionalProperties: false },
);
