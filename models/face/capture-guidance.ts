import type { FaceObservation } from '../../agent/contract/vocabulary/observations.ts';
import type { CameraGuidance } from '../../agent/contract/vocabulary/visit.ts';
import type { FaceLight } from '../face-quality/face-light.ts';
import type { CaptureLimits } from './calibration.ts';
import { median } from './median.ts';

/** What a live frame shows: its faces, largest first, and the light on the largest where it could be measured. */
export interface LiveView {
  readonly faces: readonly FaceObservation[];
  readonly frame: { readonly width: number; readonly height: number };
  readonly light?: Pick<FaceLight, 'balance' | 'overShare'> | null;
}

/** What the frames before said: the advice that stands, and the lids of this face, newest last. */
export interface GuideMemory {
  readonly advice: CameraGuidance;
  readonly eyeAspectRatios: readonly number[];
}

export const NOTHING_SEEN: GuideMemory = { advice: 'no-face', eyeAspectRatios: [] };

/** Lids are compared with the median of so many frames, and not before there are a few. */
const [LID_FRAMES, MIN_LID_FRAMES] = [15, 4];

/**
 * The one advice to give for a live frame, in the order in which a person can act on it: be there, be alone, come to the
 * right place, get light on the face, look straight, open the eyes, hold still. An advice that stands is held until its limit
 * is passed clearly. Answers the memory for the next frame, which holds the advice.
 */
export function adviseCapture(view: LiveView, limits: CaptureLimits, before: GuideMemory = NOTHING_SEEN): GuideMemory {
  const [face] = view.faces;
  if (face === undefined) return NOTHING_SEEN;
  const ratio = face.eyeAspectRatio;
  return {
    advice: chooseAdvice(view, face, limits, before),
    eyeAspectRatios: ratio === null ? [] : [...before.eyeAspectRatios, ratio].slice(-LID_FRAMES),
  };
}

function chooseAdvice(
  { faces, frame, light }: LiveView,
  face: FaceObservation,
  limits: CaptureLimits,
  before: GuideMemory,
): CameraGuidance {
  const held = (advice: CameraGuidance) => (before.advice === advice ? limits.hysteresisShare.value : 0);
  const above = (value: number, limit: { readonly value: number }, advice: CameraGuidance) =>
    value > limit.value * (1 - held(advice));
  const below = (value: number, limit: { readonly value: number }, advice: CameraGuidance) =>
    value < limit.value * (1 + held(advice));

  const rival = faces[1]?.box.width ?? 0;
  if (rival > 0 && !below(rival / face.box.width, limits.rivalFaceShare, 'ok')) return 'several-faces';
  const height = face.box.height / frame.height;
  if (below(height, limits.minFaceHeightShare, 'too-far')) return 'too-far';
  const side = Math.max(height, face.box.width / frame.width);
  if (above(side, limits.maxFaceSideShare, 'too-close')) return 'too-close';
  if (above(offCentre(face, frame), limits.maxOffCentreShare, 'off-centre')) return 'off-centre';

  if (below(face.meanLuminance, limits.minLuminance, 'too-dark')) return 'too-dark';
  if (above(face.meanLuminance, limits.maxLuminance, 'too-bright')) return 'too-bright';
  if (light) {
    if (above(light.overShare, limits.maxBlownOutShare, 'too-bright')) return 'too-bright';
    const missing = light.balance < 0 ? 'light-from-left' : 'light-from-right';
    if (below(Math.abs(light.balance), limits.minLightBalance, missing)) return missing;
  }

  if (face.pose !== null) {
    const turned =
      above(Math.abs(face.pose.yawDeg), limits.maxYawDeg, 'look-straight') ||
      above(Math.abs(face.pose.pitchDeg), limits.maxPitchDeg, 'look-straight') ||
      above(Math.abs(face.pose.rollDeg), limits.maxRollDeg, 'look-straight');
    if (turned) return 'look-straight';
  }
  if (areLidsShut(face.eyeAspectRatio, before, limits)) return 'open-eyes';
  return below(face.sharpness, limits.minSharpness, 'hold-still') ? 'hold-still' : 'ok';
}

function offCentre({ box }: FaceObservation, frame: LiveView['frame']): number {
  const offX = Math.abs(box.x + box.width / 2 - frame.width / 2) / frame.width;
  const offY = Math.abs(box.y + box.height / 2 - frame.height / 2) / frame.height;
  return Math.max(offX, offY);
}

/** Lids differ more between people than between open and shut, so they are compared with the same person's before. */
function areLidsShut(ratio: number | null, { eyeAspectRatios }: GuideMemory, limits: CaptureLimits): boolean {
  if (ratio === null || eyeAspectRatios.length < MIN_LID_FRAMES) return false;
  return ratio < limits.minLidShare.value * median(eyeAspectRatios);
}
