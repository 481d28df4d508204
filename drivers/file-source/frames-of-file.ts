import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import { splitJpegs } from './split-jpegs.ts';

/** Long side of a frame made from a still: face cameras deliver at most full HD, phone pictures are many times larger. */
const LONGEST_SIDE_PX = 1280;
const MAX_STILL_PIXELS = 40_000_000;

/**
 * JPEG frames of a picture or motion-JPEG file. A video's frames are passed on as they are; a still (JPEG, PNG) is turned upright
 * and encoded anew. Faults: `camera.unplugged` (no such file), `image.empty`, `image.not-an-image`, `image.too-large`, `image.damaged`.
 */
export async function framesOfFile(path: string): Promise<Result<readonly Uint8Array[]>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable file';
    return failed(fault('camera.unplugged', { where: 'face-camera', detail }));
  }
  if (bytes.length === 0) return failed(fault('image.empty', { where: 'face-camera' }));
  const jpegs = splitJpegs(bytes);
  return jpegs.length > 1 ? checkVideo(jpegs) : still(bytes);
}

async function checkVideo(frames: readonly Uint8Array[]): Promise<Result<readonly Uint8Array[]>> {
  const [first] = frames;
  const readable =
    first !== undefined &&
    (await sharp(first)
      .stats()
      .then(
        () => true,
        () => false,
      ));
  return readable ? ok(frames) : failed(fault('image.damaged', { where: 'face-camera' }));
}

async function still(bytes: Uint8Array): Promise<Result<readonly Uint8Array[]>> {
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (header === null || (header.format !== 'jpeg' && header.format !== 'png')) {
    return failed(fault('image.not-an-image', { where: 'face-camera' }));
  }
  if (header.width * header.height > MAX_STILL_PIXELS)
    return failed(fault('image.too-large', { where: 'face-camera' }));
  try {
    const frame = await sharp(bytes, { limitInputPixels: MAX_STILL_PIXELS, failOn: 'truncated' })
      .autoOrient()
      .resize({ width: LONGEST_SIDE_PX, height: LONGEST_SIDE_PX, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 92 })
      .toBuffer();
    return ok([frame]);
  } catch {
    return failed(fault('image.damaged', { where: 'face-camera' }));
  }
}
