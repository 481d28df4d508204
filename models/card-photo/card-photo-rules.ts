import type { FaultCode } from '../../agent/contract/faults.ts';
import type { CardPhotoFinding, CardPhotoRule, FaceAdvice } from '../../agent/contract/vocabulary/face-quality.ts';
import type { FaceObservation } from '../../agent/contract/vocabulary/observations.ts';
import type { MeasuredFace } from '../face-quality/measure-face-quality.ts';
import type { CardPhotoLimits, RuleLimits } from './card-photo-limits.ts';
import type { CardPhotoFrame } from './frame-card-photo.ts';

/** What was found on a picture that is to become a card photo. */
export type StudiedPicture =
  | { readonly faces: 0 }
  | {
      readonly faces: number;
      readonly face: Pick<FaceObservation, 'pose' | 'sharpness'>;
      readonly measured: Pick<MeasuredFace, 'geometry' | 'light' | 'background'>;
      readonly frame: CardPhotoFrame | null;
    };

/** The rules about the file itself. `problem` is the decoder's. */
export function judgeFile(
  bytes: Uint8Array,
  problem: FaultCode | null,
  { rules }: CardPhotoLimits,
): readonly CardPhotoFinding[] {
  const format: CardPhotoFinding = {
    rule: 'file-format',
    outcome: problem === null ? 'holds' : 'fails',
    ...UNMEASURED,
    advice: problem === null ? 'none' : problem === 'image.too-small' ? 'larger-picture' : 'jpeg-or-png',
  };
  return [format, within('file-size', bytes.length / 1e6, rules['file-size'], 'smaller-file')];
}

/** Every rule about what the picture shows, in the order of the list of rules; without a face only the first can be judged. */
export function applyRules(studied: StudiedPicture, { rules }: CardPhotoLimits): readonly CardPhotoFinding[] {
  const one = studied.faces === 1;
  const count: CardPhotoFinding = {
    rule: 'one-face',
    outcome: one ? 'holds' : 'fails',
    value: studied.faces,
    min: 1,
    max: 1,
    unit: 'faces',
    advice: one ? 'none' : studied.faces === 0 ? 'show-face' : 'be-alone',
  };
  if (!('face' in studied)) return [count];
  const { face, measured, frame } = studied;
  const { light, background, geometry } = measured;
  const { lidOpeningPx, eyeToChinPx } = geometry;
  const pixels = frame?.box.height ?? null;
  return [
    count,
    within('resolution', pixels, rules.resolution, 'larger-picture'),
    frame === null
      ? fails('head-size', rules['head-size'], 'whole-head')
      : within('head-size', frame.headShare, rules['head-size'], 'whole-head'),
    worst(
      within('frontal', face.pose?.yawDeg ?? null, rules.yaw, 'look-straight'),
      within('frontal', face.pose?.pitchDeg ?? null, rules.pitch, 'look-straight'),
      within('frontal', face.pose?.rollDeg ?? null, rules.roll, 'head-upright'),
    ),
    within(
      'pupils-visible',
      lidOpeningPx === null ? null : lidOpeningPx / eyeToChinPx,
      rules['pupils-visible'],
      'open-eyes',
    ),
    within('no-dark-glasses', light?.eyesOfCheeks ?? null, rules['no-dark-glasses'], 'no-dark-glasses'),
    within('sharp', face.sharpness, rules.sharp, 'sharper'),
    worst(
      within('exposure', light?.mean ?? null, rules.luminance, (light?.mean ?? 0) < 0.5 ? 'more-light' : 'less-light'),
      within('exposure', light?.overShare ?? null, rules['over-exposure'], 'less-light'),
    ),
    within(
      'even-light',
      light === null ? null : Math.abs(light.balance),
      rules['even-light'],
      (light?.balance ?? 0) < 0 ? 'light-from-left' : 'light-from-right',
    ),
    within('natural-colour', light?.colourDistance ?? null, rules['natural-colour'], 'neutral-light'),
    within('plain-background', background?.plainShare ?? null, rules['plain-background'], 'plain-background'),
    worst(
      within('white-background', background?.colour.l ?? null, rules.lightness, 'white-background'),
      within(
        'white-background',
        background === null ? null : Math.hypot(background.colour.a, background.colour.b),
        rules.chroma,
        'white-background',
      ),
    ),
    forAPerson('no-headgear'),
    forAPerson('recent'),
  ];
}

const UNMEASURED = { value: null, min: null, max: null, unit: '' } as const;

/** No measure of the product can tell a scarf from hair, or when a picture was taken. */
const forAPerson = (rule: CardPhotoRule): CardPhotoFinding => ({
  rule,
  outcome: 'needs-a-look',
  ...UNMEASURED,
  advice: 'ask-staff',
});

/** A value that could not be measured needs a look. */
function within(rule: CardPhotoRule, value: number | null, limits: RuleLimits, advice: FaceAdvice): CardPhotoFinding {
  const { min, max } = limits.holds;
  const finding = { rule, value, min, max, unit: limits.unit };
  if (value === null) return { ...finding, outcome: 'needs-a-look', advice: 'ask-staff' };
  if ((min === null || value >= min) && (max === null || value <= max)) {
    return { ...finding, outcome: 'holds', advice: 'none' };
  }
  const { below, above } = limits.fails;
  const failed = (below !== null && value < below) || (above !== null && value > above);
  return { ...finding, outcome: failed ? 'fails' : 'needs-a-look', advice };
}

function fails(rule: CardPhotoRule, { holds, unit }: RuleLimits, advice: FaceAdvice): CardPhotoFinding {
  return { rule, outcome: 'fails', value: null, ...holds, unit, advice };
}

const BADNESS = { holds: 0, 'needs-a-look': 1, fails: 2 } as const;

/** Of several findings of one rule the worst stands for it. */
function worst(first: CardPhotoFinding, ...others: readonly CardPhotoFinding[]): CardPhotoFinding {
  return others.reduce((bad, each) => (BADNESS[each.outcome] > BADNESS[bad.outcome] ? each : bad), first);
}
