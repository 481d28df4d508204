import sharp, { type Metadata, type Sharp } from 'sharp';
import { type FaultCode, failed, fault, ok, type Result } from '../agent/contract/faults.ts';
import type { Box, Picture } from '../agent/contract/vocabulary/observations.ts';
import { judgePage } from './page-quality/judge-page.ts';
import { measurePage } from './page-quality.ts';
import type { PictureDecoder } from './ports.ts';

/** 40 megapixels: twice a good document camera, and 120 MB decoded. */
const MAX_PIXELS = 40e6;
/** A side shorter than this can hold neither a portrait nor two lines of print. */
const MIN_SIDE = 32;
const DECODE_DEADLINE_S = 10;

/** First bytes of the two accepted formats (ITU-T T.81 B.1.1.3 and ISO/IEC 15948 §5.2). */
const SIGNATURES = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
];

/**
 * Opens the one door through which untrusted pictures come in. It closes all of libvips' loaders in this process except
 * JPEG and PNG from memory, and SVG from memory, with which the product draws specimens and cannot be reached from here,
 * because bytes are let through by signature first. Files must be read before they are given to sharp.
 */
export function createPictureDecoder(): PictureDecoder {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadSvgBuffer'],
  });
  // No pixels of a document or a face may stay behind in libvips' operation cache.
  sharp.cache(false);
  sharp.concurrency(1);
  return {
    decode,
    turn: async (picture, quarterTurns) =>
      quarterTurns === 0 ? picture : pixelsOf(fromPicture(picture).rotate(90 * quarterTurns)),
    crop: async (picture, box) => pixelsOf(fromPicture(picture).extract(clampToPicture(box, picture))),
    encodeJpeg: async (picture, quality) => await fromPicture(picture).jpeg({ quality }).toBuffer(),
    measurePage,
    judgePage,
  };
}

async function decode(bytes: Uint8Array): Promise<Result<Picture>> {
  if (bytes.length === 0) return refuse('image.empty');
  if (!SIGNATURES.some((signature) => signature.every((byte, index) => bytes[index] === byte))) {
    return refuse('image.not-an-image', 'neither JPEG nor PNG');
  }
  try {
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    const refusal = refuseByHeader(metadata);
    if (refusal !== null) return refusal;
    // Embedded colour profiles are not applied: one more parser of untrusted bytes, most of the time of decoding, and no
    // recogniser sees the difference.
    const decoded = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'warning', ignoreIcc: true })
      .timeout({ seconds: DECODE_DEADLINE_S })
      .autoOrient()
      .flatten({ background: 'white' })
      .toColourspace('srgb');
    return ok(await pixelsOf(decoded));
  } catch (error) {
    // libvips reports every fault of the file as an Error with its own sentence, which holds no picture content.
    return refuse('image.damaged', error instanceof Error ? error.message.split('\n')[0] : undefined);
  }
}

function refuseByHeader({ width, height, format, pages }: Metadata): Result<never> | null {
  const size = `${width} x ${height}`;
  if (format !== 'jpeg' && format !== 'png') return refuse('image.not-an-image', format);
  if (width * height * (pages ?? 1) > MAX_PIXELS) return refuse('image.too-large', size);
  return Math.min(width, height) < MIN_SIDE ? refuse('image.too-small', size) : null;
}

async function pixelsOf(pipeline: Sharp): Promise<Picture> {
  const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 3) return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
  // A grey picture leaves libvips with one channel (two with alpha): the first one is the luminance.
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += channels, to += 3) {
    const value = data[from] as number;
    rgb[to] = value;
    rgb[to + 1] = value;
    rgb[to + 2] = value;
  }
  return { width, height, data: rgb };
}

function fromPicture(picture: Picture): Sharp {
  return sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } });
}

/** Whole pixels inside the picture, at least one. */
function clampToPicture(box: Box, picture: Picture) {
  const left = Math.min(Math.max(0, Math.floor(box.x)), picture.width - 1);
  const top = Math.min(Math.max(0, Math.floor(box.y)), picture.height - 1);
  const right = Math.min(picture.width, Math.max(left + 1, Math.ceil(box.x + box.width)));
  const bottom = Math.min(picture.height, Math.max(top + 1, Math.ceil(box.y + box.height)));
  return { left, top, width: right - left, height: bottom - top };
}

const refuse = (code: FaultCode, detail?: string): Result<never> =>
  failed(fault(code, detail === undefined ? {} : { detail }));
