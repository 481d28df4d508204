import { readFileSync } from 'node:fs';
import Type from 'typebox';
import { Value } from 'typebox/value';

/** A rule's limits: within `holds` it holds, beyond `fails` it fails, between them a person must look. */
export type RuleLimits = Type.Static<typeof RuleLimits>;
const RuleLimits = Type.Object(
  {
    holds: Type.Object({
      min: Type.Union([Type.Number(), Type.Null()]),
      max: Type.Union([Type.Number(), Type.Null()]),
    }),
    fails: Type.Object({
      below: Type.Union([Type.Number(), Type.Null()]),
      above: Type.Union([Type.Number(), Type.Null()]),
    }),
    unit: Type.String(),
    reason: Type.String(),
  },
  { additionalProperties: false },
);

/** Rules of the card photo whose limits are numbers, and the frame of the crop. */
export type CardPhotoLimits = Type.Static<typeof CardPhotoLimits>;
const CardPhotoLimits = Type.Object(
  {
    date: Type.String({ format: 'date' }),
    source: Type.String(),
    crop: Type.Object(
      {
        minWidthPx: Type.Integer({ minimum: 1 }),
        minHeightPx: Type.Integer({ minimum: 1 }),
        maxHeightPx: Type.Integer({ minimum: 1 }),
        /** Shares of the picture's height that the head may fill, best first. */
        headShares: Type.Array(Type.Number({ minimum: 0.5, maximum: 0.95 }), { minItems: 1 }),
        /** Room above the crown, share of the height: best, least and most. */
        roomAbove: Type.Tuple([Type.Number(), Type.Number(), Type.Number()]),
        /** Farthest the face may stand from the middle, share of the width. */
        maxOffMiddle: Type.Number(),
        jpegQuality: Type.Integer({ minimum: 1, maximum: 100 }),
      },
      { additionalProperties: false },
    ),
    rules: Type.Object(
      {
        'file-size': RuleLimits,
        resolution: RuleLimits,
        'head-size': RuleLimits,
        yaw: RuleLimits,
        pitch: RuleLimits,
        roll: RuleLimits,
        'pupils-visible': RuleLimits,
        'no-dark-glasses': RuleLimits,
        sharp: RuleLimits,
        luminance: RuleLimits,
        'over-exposure': RuleLimits,
        'even-light': RuleLimits,
        'natural-colour': RuleLimits,
        'plain-background': RuleLimits,
        lightness: RuleLimits,
        chroma: RuleLimits,
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

const FILE = new URL('../calibration/card-photo.json', import.meta.url);

/** Reads `models/calibration/card-photo.json`; throws when it is missing or not of its schema. */
export function readCardPhotoLimits(): CardPhotoLimits {
  const json: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
  if (Value.Check(CardPhotoLimits, json)) return json;
  const [problem] = Value.Errors(CardPhotoLimits, json);
  throw new Error(`calibration/card-photo.json: ${problem?.instancePath} ${problem?.message}`);
}
