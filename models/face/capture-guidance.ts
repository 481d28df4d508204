import type { FaceObservation } from '../../agent/contract/vocabulary/observations.ts';
import type { CameraGuidance } from '../../agent/contract/vocabulary/visit.ts';
import type { CaptureLimits } from './calibration.ts';

/**
 * The one advice to give for a live frame, in the order in which a person can act on it: be there, be alone, come to the
 * right place, get light on the face, look straight, hold still. `faces` largest first.
 */
export function adviseCapture(
  faces: readonly FaceObservation[],
  frame: { readonly width: number; readonly height: number },
  limits: CaptureLimits,
): CameraGuidance {
  const [face, rival] = faces;
  if (face === undefined) return 'no-face';
  if (rival !== undefined && rival.box.width >= limits.rivalFaceShare.value * face.box.width) return 'several-faces';

  const height = face.box.height / frame.height;
  if (height < limits.minFaceHeightShare.value) return 'too-far';
  if (height > limits.maxFaceHeightShare.value) return 'too-close';

  const offX = Math.abs(face.box.x + face.box.width / 2 - frame.width / 2) / frame.width;
  const offY = Math.abs(face.box.y + face.box.height / 2 - frame.height / 2) / frame.height;
  if (Math.max(offX, offY) > limits.maxOffCentreShare.value) return 'off-centre';

  if (face.meanLuminance < limits.minLuminance.value) return 'too-dark';
  if (face.meanLuminance > limits.maxLuminance.value) return 'too-bright';
  if (face.pose !== null && !isStraight(face.pose, limits)) return 'look-straight';
  return face.sharpness < limits.minSharpness.value ? 'hold-still' : 'ok';
}

function isStraight(pose: NonNullable<FaceObservation['pose']>, limits: CaptureLimits): boolean {
  return (
    Math.abs(pose.yawDeg) <= limits.maxYawDeg.value &&
    Math.abs(pose.pitchDeg) <= limits.maxPitchDeg.value &&
    Math.abs(pose.rollDeg) <= limits.maxRollDeg.value
  );
}
