import sharp from 'sharp';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';

/**
 * A clip as motion JPEG: whole JPEG pictures one behind the other, without a container. Chromium plays it in a loop as a
 * camera (`--use-file-for-fake-video-capture=clip.mjpeg`; the file's name must end in `.mjpeg`).
 */
export async function renderClip(frames: AsyncIterable<Picture> | Iterable<Picture>, quality = 90): Promise<Buffer> {
  const pictures: Buffer[] = [];
  for await (const { data, width, height } of frames) {
    // Chromium's decoder wants 4:2:0, and every picture of one size.
    pictures.push(
      await sharp(data, { raw: { width, height, channels: 3 } })
        .jpeg({ quality, chromaSubsampling: '4:2:0' })
        .toBuffer(),
    );
  }
  return Buffer.concat(pictures);
}
