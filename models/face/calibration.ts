import { readFileSync } from 'node:fs';
import Type, { type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { ReferenceType } from '../../agent/contract/vocabulary/observations.ts';

/** Where a number comes from: which pictures, how many, when, and what to keep in mind. */
const Provenance = {
  set: Type.String(),
  date: Type.String({ format: 'date' }),
  note: Type.String(),
};

const Share = Type.Number({ minimum: 0, maximum: 1 });
/** Two-sided 95 % interval of a rate (Clopper-Pearson), as if the trials were independent. */
const Interval = Type.Tuple([Share, Share]);

/** What one false match rate costs (terms of ISO/IEC 19795-1): the threshold for it and both rates measured there. */
export type OperatingPoint = Type.Static<typeof OperatingPoint>;
export const OperatingPoint = Type.Object(
  {
    targetFmr: Share,
    threshold: Type.Number({ minimum: -1, maximum: 1 }),
    falseMatchRate: Share,
    falseNonMatchRate: Share,
    bounds: Type.Object({ falseMatchRate: Interval, falseNonMatchRate: Interval }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);

/** Operating point of an embedder for one kind of reference portrait (terms of ISO/IEC 19795-1). */
export type MatchCalibration = Type.Static<typeof MatchCalibration>;
export const MatchCalibration = Type.Object(
  {
    targetFmr: Share,
    /** Cosine from which two faces are the same person, and from which a person should look. */
    threshold: Type.Number({ minimum: -1, maximum: 1 }),
    reviewThreshold: Type.Number({ minimum: -1, maximum: 1 }),
    /** At `threshold`, on `set`. */
    falseMatchRate: Share,
    falseNonMatchRate: Share,
    equalErrorRate: Share,
    /** From the most to the least tolerant, so that a score can be told as the false match rate at which it still matches. */
    operatingPoints: Type.Array(OperatingPoint, { minItems: 1 }),
    nGenuine: Type.Integer({ minimum: 1 }),
    nImpostor: Type.Integer({ minimum: 1 }),
    bounds: Type.Object({ falseMatchRate: Interval, falseNonMatchRate: Interval }, { additionalProperties: false }),
    ...Provenance,
  },
  { additionalProperties: false },
);

/** When a detector's box counts as a face. */
export type DetectionCalibration = Type.Static<typeof DetectionCalibration>;
export const DetectionCalibration = Type.Object(
  { minConfidence: Share, maxOverlap: Share, ...Provenance },
  { additionalProperties: false },
);

/** When the mesh network believes that it sees a face. */
export type PresenceCalibration = Type.Static<typeof PresenceCalibration>;
export const PresenceCalibration = Type.Object({ minPresence: Share, ...Provenance }, { additionalProperties: false });

const AngleCalibration = Type.Object(
  { gain: Type.Number(), offsetDeg: Type.Number() },
  { additionalProperties: false },
);

/** Takes a network's angles to the contract's signs and degrees: `gain × raw + offset`. */
export type PoseCalibration = Type.Static<typeof PoseCalibration>;
export const PoseCalibration = Type.Object(
  { yaw: AngleCalibration, pitch: AngleCalibration, ...Provenance },
  { additionalProperties: false },
);

/**
 * Rule of passive liveness: at or above both is bona fide, above the mean only is undecided, below is an attack; and which
 * frames are judged at all.
 */
export type LivenessCalibration = Type.Static<typeof LivenessCalibration>;
export const LivenessCalibration = Type.Object(
  {
    minScoreAccept: Share,
    meanScoreReview: Share,
    minFrames: Type.Integer({ minimum: 1 }),
    /** Frames are judged when they hold a crop of at least this many face sides, and a face no more burnt out than this. */
    minSceneScale: Type.Number({ minimum: 1 }),
    maxBlownOutShare: Share,
    nBonaFideSessions: Type.Integer({ minimum: 1 }),
    nAttackSessions: Type.Integer({ minimum: 1 }),
    /** Bona fide sessions refused, and attack sessions accepted by kind (ISO/IEC 30107-3: BPCER, APCER). */
    bonaFideRefused: Type.Integer({ minimum: 0 }),
    attacksAccepted: Type.Record(Type.String(), Type.Tuple([Type.Integer(), Type.Integer()])),
    ...Provenance,
  },
  { additionalProperties: false },
);

const GuidanceLimit = Type.Object(
  { value: Type.Number(), unit: Type.String(), reason: Type.String() },
  { additionalProperties: false },
);

/** Limits of a usable live frame and of a usable face, each with its reason. */
export type CaptureLimits = Type.Static<typeof CaptureLimits>;
export const CaptureLimits = Type.Object(
  {
    minFaceHeightShare: GuidanceLimit,
    maxFaceSideShare: GuidanceLimit,
    maxOffCentreShare: GuidanceLimit,
    rivalFaceShare: GuidanceLimit,
    maxYawDeg: GuidanceLimit,
    maxPitchDeg: GuidanceLimit,
    maxRollDeg: GuidanceLimit,
    minLuminance: GuidanceLimit,
    maxLuminance: GuidanceLimit,
    maxBlownOutShare: GuidanceLimit,
    minLightBalance: GuidanceLimit,
    minLidShare: GuidanceLimit,
    hysteresisShare: GuidanceLimit,
    minSharpness: GuidanceLimit,
    minInterEyeDistancePx: GuidanceLimit,
    portraitRivalRatio: GuidanceLimit,
    maxPortraitRollDeg: GuidanceLimit,
    maxProbes: GuidanceLimit,
  },
  { additionalProperties: false },
);

/** What counts as periodic print in the spectrum of a portrait. */
export type PrintLimits = Type.Static<typeof PrintLimits>;
export const PrintLimits = Type.Object(
  { coarsestPeriods: GuidanceLimit, outstandingPower: GuidanceLimit, leastExcess: GuidanceLimit },
  { additionalProperties: false },
);

export type MatchCalibrations = Readonly<Record<ReferenceType, MatchCalibration>>;

/** Folder of the calibration files, one subfolder per model named after the first 16 hex digits of its SHA-256. */
const FOLDER = new URL('../calibration/', import.meta.url);

/** Reads `<model>/<name>.json`; throws when it is missing or not of its schema, since a model is useless without it. */
export function readCalibration<Schema extends TSchema>(
  schema: Schema,
  sha256: string,
  name: string,
): Type.Static<Schema> {
  return parseFile(schema, `${sha256.slice(0, 16)}/${name}.json`);
}

export function readMatchCalibrations(sha256: string): MatchCalibrations {
  return {
    chip: readCalibration(MatchCalibration, sha256, 'chip'),
    printed: readCalibration(MatchCalibration, sha256, 'printed'),
    photo: readCalibration(MatchCalibration, sha256, 'photo'),
  };
}

export function readCaptureLimits(): CaptureLimits {
  return parseFile(CaptureLimits, 'capture-limits.json');
}

export function readPrintLimits(): PrintLimits {
  return parseFile(PrintLimits, 'print-limits.json');
}

function parseFile<Schema extends TSchema>(schema: Schema, file: string): Type.Static<Schema> {
  const json: unknown = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
  if (!Value.Check(schema, json)) {
    const [problem] = Value.Errors(schema, json);
    throw new Error(`calibration/${file}: ${problem?.instancePath} ${problem?.message}`);
  }
  return json;
}
