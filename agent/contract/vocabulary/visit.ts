import Type from 'typebox';

/** The phases a visit shows to people, in the order of a happy visit; one screen each. */
export type Phase = Type.Static<typeof Phase>;
export const Phase = Type.Enum([
  'idle',
  'language',
  'consent',
  'document',
  'reading',
  'document-retry',
  'camera',
  'camera-retry',
  'comparing',
  'operator-comparison',
  'deciding',
  'outcome',
  'wiping',
  'out-of-service',
]);

/**
 * Actions of the randomised active challenge. Left and right are the cardholder's own. `follow-light` needs no movement: the screen
 * changes its colour and the face must reflect it.
 */
export type ChallengeAction = Type.Static<typeof ChallengeAction>;
export const ChallengeAction = Type.Enum([
  'turn-left',
  'turn-right',
  'look-up',
  'blink',
  'come-closer',
  'follow-light',
]);

/** Soft full-screen colours of `follow-light`. */
export type ScreenLight = Type.Static<typeof ScreenLight>;
export const ScreenLight = Type.Enum(['white', 'amber', 'green', 'blue']);

/** Live advice while the camera looks, and the reason a capture was not usable. Left and right are the person's own. */
export type CameraGuidance = Type.Static<typeof CameraGuidance>;
export const CameraGuidance = Type.Enum([
  'ok',
  'no-face',
  'several-faces',
  'too-far',
  'too-close',
  'off-centre',
  'look-straight',
  'too-dark',
  'too-bright',
  'light-from-left',
  'light-from-right',
  'open-eyes',
  'hold-still',
  'camera-lost',
]);

/** The biometric path, or the equal path in which an officer compares by eye. */
export type VerificationPath = Type.Static<typeof VerificationPath>;
export const VerificationPath = Type.Enum(['biometric', 'operator']);

/** An officer's answer when comparing document and person by eye; it can only make a verdict worse. */
export type ComparisonAnswer = Type.Static<typeof ComparisonAnswer>;
export const ComparisonAnswer = Type.Enum(['same-person', 'different-person', 'cannot-tell']);

/** Which set of recognisers runs: station bundle, weights built from npm packages, or none. */
export type ModelTier = Type.Static<typeof ModelTier>;
export const ModelTier = Type.Enum(['station', 'npm', 'absent']);

/** Steps of machine work shown as progress and timed by the bench. */
export type WorkStep = Type.Static<typeof WorkStep>;
export const WorkStep = Type.Enum([
  'capture-document',
  'decode-document',
  'read-mrz',
  'read-printed-zone',
  'find-portrait',
  'capture-face',
  'judge-liveness',
  'compare-faces',
  'match-order',
  'decide',
  'commit',
  'deliver',
]);

/** Life of a sealed result; only a verified receipt makes it `accepted`. */
export type DeliveryState = Type.Static<typeof DeliveryState>;
export const DeliveryState = Type.Enum(['sealed', 'sending', 'accepted', 'poison']);
