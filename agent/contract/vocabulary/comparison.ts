import Type from 'typebox';

/**
 * Facial features in the order in which an officer is asked about them, from the whole to the detail: FISWG, Facial Image
 * Comparison Feature List for Morphological Analysis.
 */
export const COMPARISON_FEATURES = [
  'face-shape',
  'hairline',
  'forehead',
  'eyebrows',
  'eyes',
  'nose',
  'cheeks',
  'mouth',
  'chin',
  'ears',
  'marks',
] as const;

export type ComparisonFeature = (typeof COMPARISON_FEATURES)[number];

/** What an officer finds about one feature in the two pictures. */
export type FeatureFinding = Type.Static<typeof FeatureFinding>;
export const FeatureFinding = Type.Enum(['similar', 'different', 'cannot-see']);

/** The whole list. It is one object with every feature, so that an answer without a complete list cannot be written down. */
export type FeatureFindings = Type.Static<typeof FeatureFindings>;
export const FeatureFindings = Type.Object(
  {
    'face-shape': FeatureFinding,
    hairline: FeatureFinding,
    forehead: FeatureFinding,
    eyebrows: FeatureFinding,
    eyes: FeatureFinding,
    nose: FeatureFinding,
    cheeks: FeatureFinding,
    mouth: FeatureFinding,
    chin: FeatureFinding,
    ears: FeatureFinding,
    marks: FeatureFinding,
  } satisfies Record<ComparisonFeature, typeof FeatureFinding>,
  { additionalProperties: false },
);

/** An officer's number at the centre. Capitals only, so that one officer has one spelling. */
export type OfficerId = Type.Static<typeof OfficerId>;
export const OfficerId = Type.String({ pattern: '^[A-Z0-9][A-Z0-9-]{1,15}$' });
