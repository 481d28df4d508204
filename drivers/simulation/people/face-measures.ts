import type { Traits } from './traits.ts';

/** Lengths of one face in centimetres, derived once from the traits; adult means after Farkas' craniofacial norms. */
export interface FaceMeasures {
  readonly top: number;
  readonly skullHalfWidth: number;
  readonly jawHalfWidth: number;
  readonly chinHalfWidth: number;
  readonly chinY: number;
  readonly eyeX: number;
  readonly eyeHalfWidth: number;
  readonly eyeUpper: number;
  readonly eyeLower: number;
  readonly eyeTilt: number;
  readonly browY: number;
  readonly browHalfThickness: number;
  readonly noseY: number;
  readonly noseHalfWidth: number;
  readonly mouthY: number;
  readonly mouthHalfWidth: number;
  readonly upperLip: number;
  readonly lowerLip: number;
  readonly hairlineY: number;
}

export function measureFace(t: Traits): FaceMeasures {
  const length = 1 + 0.07 * t.faceLength;
  const noseY = (-4.5 - 0.55 * t.noseLength) * length;
  const chinY = -11.1 * length - 0.25 * t.chinForward;
  const mouthY = noseY + (chinY - noseY) * (0.36 + 0.05 * t.mouthHeight);
  const top = 11.4 + 0.8 * t.headHeight;
  return {
    top,
    skullHalfWidth: 7.35 + 0.5 * t.headWidth,
    jawHalfWidth: 5.95 + 0.4 * t.headWidth + 0.75 * t.jawWidth,
    chinHalfWidth: 2.9 + 0.7 * t.chinWidth + 0.3 * t.jawWidth,
    chinY,
    eyeX: 3.15 + 0.3 * t.eyeSpacing + 0.1 * t.headWidth,
    eyeHalfWidth: 1.48 + 0.2 * t.eyeWidth,
    eyeUpper: 0.6 + 0.2 * t.eyeOpening,
    eyeLower: 0.4 + 0.08 * t.eyeOpening,
    eyeTilt: 0.13 * t.eyeTilt + 0.04,
    browY: 1.95 + 0.45 * t.browHeight,
    browHalfThickness: 0.4 + 0.2 * t.browThickness,
    noseY,
    noseHalfWidth: 1.75 + 0.4 * t.noseWidth,
    mouthY,
    mouthHalfWidth: 2.5 + 0.4 * t.mouthWidth,
    upperLip: 0.62 + 0.3 * t.upperLip,
    lowerLip: 0.85 + 0.35 * t.lowerLip,
    hairlineY: 6.4 + 0.9 * t.hairline + 0.4 * t.headHeight,
  };
}

/**
 * The face's momentary state: 0 is at rest. `blink`, `smile` and `mouthOpen` run from 0 to 1; gaze in centimetres of
 * iris travel.
 */
export interface Expression {
  readonly blink: number;
  readonly smile: number;
  readonly mouthOpen: number;
  readonly gazeX: number;
  readonly gazeY: number;
}

export const AT_REST: Expression = { blink: 0, smile: 0, mouthOpen: 0, gazeX: 0, gazeY: 0 };
