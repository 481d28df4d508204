import { readFileSync } from 'node:fs';
import Type from 'typebox';
import { Value } from 'typebox/value';

/** Takes a value to the component `round(h · (a + s · sigmoid((x − x0) ÷ w)))`, the form of OFIQ's configuration. */
export type Mapping = Type.Static<typeof Mapping>;
const Mapping = Type.Object(
  { h: Type.Number(), a: Type.Number(), s: Type.Number(), x0: Type.Number(), w: Type.Number() },
  { additionalProperties: false },
);

/** The interval in which a value is good enough for a portrait; an open end is null. */
export type QualityLimit = Type.Static<typeof QualityLimit>;
const QualityLimit = Type.Object(
  {
    min: Type.Union([Type.Number(), Type.Null()]),
    max: Type.Union([Type.Number(), Type.Null()]),
    unit: Type.String(),
    reason: Type.String(),
  },
  { additionalProperties: false },
);

const limits = <Name extends string>(names: readonly Name[]) =>
  Type.Object(Object.fromEntries(names.map((name) => [name, QualityLimit])) as Record<Name, typeof QualityLimit>, {
    additionalProperties: false,
  });
const mappings = <Name extends string>(names: readonly Name[]) =>
  Type.Object(Object.fromEntries(names.map((name) => [name, Mapping])) as Record<Name, typeof Mapping>, {
    additionalProperties: false,
  });

/** Limits and mappings of the portrait measures, each limit with its reason. */
export type QualityLimits = Type.Static<typeof QualityLimits>;
const QualityLimits = Type.Object(
  {
    date: Type.String({ format: 'date' }),
    set: Type.String(),
    /** Eyes' midpoint to chin ÷ eyes' midpoint to mouth, for faces without a mesh; and to crown ÷ to chin. */
    proportions: Type.Object(
      { chinOfMouth: Type.Number(), crownOfChin: Type.Number(), note: Type.String() },
      { additionalProperties: false },
    ),
    limits: limits([
      'single-face-present',
      'inter-eye-distance',
      'head-size',
      'leftward-crop',
      'rightward-crop',
      'margin-above',
      'margin-below',
      'head-pose-yaw',
      'head-pose-pitch',
      'head-pose-roll',
      'eyes-open',
      'mouth-closed',
      'luminance-mean',
      'under-exposure',
      'over-exposure',
      'dynamic-range',
      'illumination-uniformity',
      'light-balance',
      'natural-colour',
      'sharpness',
      'background-uniformity',
      'unified-score',
    ]),
    mappings: mappings([
      'inter-eye-distance',
      'head-size',
      'leftward-crop',
      'rightward-crop',
      'margin-above',
      'margin-below',
      'eyes-open',
      'mouth-closed',
      'under-exposure',
      'natural-colour',
      'sharpness',
      'background-uniformity',
      'unified-score',
    ]),
  },
  { additionalProperties: false },
);

const FILE = new URL('../calibration/face-quality.json', import.meta.url);

/** Reads `models/calibration/face-quality.json`; throws when it is missing or not of its schema. */
export function readQualityLimits(): QualityLimits {
  const json: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
  if (Value.Check(QualityLimits, json)) return json;
  const [problem] = Value.Errors(QualityLimits, json);
  throw new Error(`calibration/face-quality.json: ${problem?.instancePath} ${problem?.message}`);
}

/** The component of a value, 0…100. */
export function componentOf(value: number, { h, a, s, x0, w }: Mapping): number {
  return clampComponent(h * (a + s * sigmoid((value - x0) / w)));
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export const clampComponent = (value: number): number => Math.round(Math.min(100, Math.max(0, value)));
