import type { FaultCode } from '../../agent/contract/faults.ts';
import type { CardPhotoFinding, QualityFinding } from '../../agent/contract/vocabulary/face-quality.ts';
import type { Box, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { stretchToBox } from '../face/affine.ts';
import type { FaceNetworks } from '../face/face-networks.ts';
import { findLiveFaces } from '../face/face-search.ts';
import { resample } from '../face/resample.ts';
import { measureFaceQuality } from '../face-quality/measure-face-quality.ts';
import type { QualityLimits } from '../face-quality/quality-limits.ts';
import type { PictureDecoder } from '../ports.ts';
import type { CardPhotoLimits } from './card-photo-limits.ts';
import { applyRules, judgeFile } from './card-photo-rules.ts';
import { frameCardPhoto } from './frame-card-photo.ts';

/** What the rules say of a picture, and the crop they were applied to. */
export interface CardPhotoReport {
  /** `holds` when every rule does, `fails` when one fails, else a person must look. */
  readonly outcome: CardPhotoFinding['outcome'];
  readonly rules: readonly CardPhotoFinding[];
  /** Every measure of the face, OFIQ-style; empty when there is no single face. */
  readonly quality: readonly QualityFinding[];
  /** Where the card photo lies in the upright picture; null when it has no room for it. */
  readonly crop: Box | null;
  /** Why the file could not be decoded. */
  readonly fault: FaultCode | null;
}

export interface CardPhotoTools {
  readonly networks: Pick<FaceNetworks, 'detector' | 'look'>;
  readonly decoder: Pick<PictureDecoder, 'decode' | 'encodeJpeg'>;
  readonly limits: CardPhotoLimits;
  readonly quality: QualityLimits;
}

/**
 * Judges a picture by the rules for the photo on the card (JPEG or PNG, at most 5 MB, at least 300 × 410 px; one frontal, sharp
 * and evenly lit face with both pupils, head 70–80 % of the height, plain white background, no dark glasses). The picture is
 * cropped in thought and never altered: a background that is not white fails. Headgear and age are for a person to judge.
 */
export async function judgeCardPhoto(bytes: Uint8Array, tools: CardPhotoTools): Promise<CardPhotoReport> {
  return (await study(bytes, tools)).report;
}

/** The card photo as JPEG of at least 300 × 410 px, whatever the rules say of it; null when there is no crop. */
export async function cropCardPhoto(
  bytes: Uint8Array,
  tools: CardPhotoTools,
): Promise<{ readonly report: CardPhotoReport; readonly jpeg: Uint8Array | null }> {
  const { report, picture } = await study(bytes, tools);
  if (picture === null || report.crop === null) return { report, jpeg: null };
  const { minHeightPx, minWidthPx, maxHeightPx, jpegQuality } = tools.limits.crop;
  const height = Math.min(maxHeightPx, Math.max(minHeightPx, Math.floor(report.crop.height)));
  const width = Math.round((height * minWidthPx) / minHeightPx);
  const cut = resample(picture, stretchToBox(report.crop, width, height), width, height, {
    outside: 'edge',
    averaging: true,
  });
  return { report, jpeg: await tools.decoder.encodeJpeg(cut, jpegQuality) };
}

async function study(
  bytes: Uint8Array,
  { networks, decoder, limits, quality }: CardPhotoTools,
): Promise<{ readonly report: CardPhotoReport; readonly picture: Picture | null }> {
  const decoded = await decoder.decode(bytes);
  const file = judgeFile(bytes, decoded.ok ? null : decoded.fault.code, limits);
  if (!decoded.ok) {
    return { picture: null, report: { ...summed(file), quality: [], crop: null, fault: decoded.fault.code } };
  }
  const picture = decoded.value;
  const faces = await findLiveFaces(networks, picture);
  const [face, rival = null] = faces;
  if (face === undefined) {
    const none = applyRules({ faces: 0 }, limits);
    return { picture, report: { ...summed([...file, ...none]), quality: [], crop: null, fault: null } };
  }
  const measured = measureFaceQuality(picture, face, rival, quality, { background: true });
  const frame = frameCardPhoto(picture, measured.geometry, quality.proportions.crownOfChin, limits);
  const rules = applyRules({ faces: faces.length, face, measured, frame }, limits);
  return {
    picture,
    report: { ...summed([...file, ...rules]), quality: measured.findings, crop: frame?.box ?? null, fault: null },
  };
}

function summed(rules: readonly CardPhotoFinding[]): Pick<CardPhotoReport, 'outcome' | 'rules'> {
  if (rules.some(({ outcome }) => outcome === 'fails')) return { outcome: 'fails', rules };
  const open = rules.some(({ outcome }) => outcome === 'needs-a-look');
  return { outcome: open ? 'needs-a-look' : 'holds', rules };
}
