import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

/** Every way in which a text may lie in a file without being encrypted: plain, wide, hexadecimal, and base64 at any offset. */
export function spellings(text: string): readonly Buffer[] {
  const hex = Buffer.from(text).toString('hex');
  const base64 = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]).toString('base64url');
    const shared = (offset + Buffer.byteLength(text)) % 3 === 0 ? 0 : 1;
    const own = encoded.slice(offset === 0 ? 0 : offset + 1, encoded.length - shared);
    return [own, own.replaceAll('-', '+').replaceAll('_', '/')];
  });
  const texts = new Set([text, text.toLowerCase(), hex, hex.toUpperCase(), ...base64]);
  return [Buffer.from(text, 'utf16le'), ...[...texts].map((spelling) => Buffer.from(spelling))];
}

/** `path: text` for each of the texts that a file below the folder holds in some spelling. */
export function tracesBelow(folder: string, texts: readonly string[]): string[] {
  const needles = texts.map((text) => ({ text, spelt: spellings(text) }));
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => statSync(join(folder, name)).isFile())
    .flatMap((name) => {
      const bytes = readFileSync(join(folder, name));
      // The store's reserve file is as long as it is empty.
      if (bytes.equals(Buffer.alloc(bytes.length))) return [];
      return needles
        .filter(({ spelt }) => spelt.some((spelling) => bytes.includes(spelling)))
        .map(({ text }) => `${name}: ${text}`);
    });
}

/** A sound JPEG of noise, some hundred kilobytes as a scanned page has, with the text in a comment segment (ITU-T T.81 B.2.4.5). */
export async function jpegHolding(text: string): Promise<Buffer> {
  const jpeg = await sharp({
    create: {
      width: 900,
      height: 640,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .jpeg({ quality: 80 })
    .toBuffer();
  const comment = Buffer.from(text);
  const head = Buffer.from([0xff, 0xfe, (comment.length + 2) >> 8, (comment.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)]);
}
