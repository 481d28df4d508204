import sharp from 'sharp';
import type { StationRecognisers } from '../../agent/session/station-ports.ts';

/** Faces fill about this share of the width of an ID portrait (ICAO Doc 9303-3 §3.9: head between 70 and 80 % of the height). */
const FACE_SHARE = 0.55;

/**
 * A specimen page with another person's portrait laid over its own, so that a living person can match it. The page comes back
 * unchanged when no portrait is found on it.
 */
export async function withPortrait(
  { decoder, faces }: Pick<StationRecognisers, 'decoder' | 'faces'>,
  page: Uint8Array,
  person: Uint8Array,
): Promise<Uint8Array> {
  const [background, portrait] = [await decoder.decode(page), await decoder.decode(person)];
  if (!background.ok || !portrait.ok || !faces) return page;
  const [on, of] = [await faces.observe(background.value), await faces.observe(portrait.value)];
  if (!on.ok || !of.ok) return page;
  const largest = (list: typeof on.value.faces) => [...list].sort((a, b) => b.box.width - a.box.width)[0]?.box;
  const [target, source] = [largest(on.value.faces), largest(of.value.faces)];
  if (!target || !source) return page;
  const side = source.width / FACE_SHARE;
  const cut = await decoder.crop(portrait.value, {
    x: source.x + source.width / 2 - side / 2,
    y: source.y + source.height / 2 - (side * 1.25) / 2,
    width: side,
    height: side * 1.25,
  });
  const width = Math.round(target.width / FACE_SHARE);
  const height = Math.round((width * cut.height) / cut.width);
  const overlay = await sharp(cut.data, { raw: { width: cut.width, height: cut.height, channels: 3 } })
    .resize(Math.min(width, background.value.width), Math.min(height, background.value.height), { fit: 'fill' })
    .jpeg({ quality: 90 })
    .toBuffer();
  const { width: w, height: h, data } = background.value;
  const left = Math.round(Math.min(Math.max(0, target.x + target.width / 2 - width / 2), Math.max(0, w - width)));
  const top = Math.round(Math.min(Math.max(0, target.y + target.height / 2 - height / 2), Math.max(0, h - height)));
  return sharp(data, { raw: { width: w, height: h, channels: 3 } })
    .composite([{ input: overlay, left, top }])
    .jpeg({ quality: 92 })
    .toBuffer();
}
