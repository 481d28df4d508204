import Type from 'typebox';

/**
 * Measures of a face picture, named after the quality elements of ISO/IEC 29794-5. They are OFIQ-style: built after the
 * published configuration of BSI's OFIQ from the points and pixels at hand, and not conformant to it.
 */
export type QualityMeasure = Type.Static<typeof QualityMeasure>;
export const QualityMeasure = Type.Enum([
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
]);

/** What a person does about a picture of a face. Left and right are the person's own. */
export type FaceAdvice = Type.Static<typeof FaceAdvice>;
export const FaceAdvice = Type.Enum([
  'none',
  'show-face',
  'be-alone',
  'come-closer',
  'move-back',
  'whole-head',
  'look-straight',
  'head-upright',
  'open-eyes',
  'close-mouth',
  'more-light',
  'less-light',
  'light-from-left',
  'light-from-right',
  'even-light',
  'neutral-light',
  'sharper',
  'plain-background',
  'white-background',
  'no-dark-glasses',
  'larger-picture',
  'smaller-file',
  'jpeg-or-png',
  'ask-staff',
]);

/**
 * One measure of one face: the value in its own unit, the component 0…100 (100 best), the limits that hold for a portrait,
 * and the advice, which is `none` when the value lies within them.
 */
export interface QualityFinding {
  readonly measure: QualityMeasure;
  readonly value: number;
  readonly component: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly holds: boolean;
  readonly advice: FaceAdvice;
}

/** The rules for the photo on the card, and the two that only a person can answer: `no-headgear` and `recent`. */
export type CardPhotoRule = Type.Static<typeof CardPhotoRule>;
export const CardPhotoRule = Type.Enum([
  'file-format',
  'file-size',
  'one-face',
  'resolution',
  'head-size',
  'frontal',
  'pupils-visible',
  'no-dark-glasses',
  'sharp',
  'exposure',
  'even-light',
  'natural-colour',
  'plain-background',
  'white-background',
  'no-headgear',
  'recent',
]);

export type CardPhotoOutcome = Type.Static<typeof CardPhotoOutcome>;
export const CardPhotoOutcome = Type.Enum(['holds', 'fails', 'needs-a-look']);

/** One rule of a card photo: what was measured in `unit` and between which limits it may lie; null where nothing is measured. */
export interface CardPhotoFinding {
  readonly rule: CardPhotoRule;
  readonly outcome: CardPhotoOutcome;
  readonly value: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: string;
  readonly advice: FaceAdvice;
}
