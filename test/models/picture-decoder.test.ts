import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { FaultCode } from '../../agent/contract/faults.ts';
import { createPictureDecoder } from '../../models/picture-decoder.ts';

vi.setConfig({ testTimeout: 60_000 });

const decoder = createPictureDecoder();
const blank = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 128, g: 64, b: 192, alpha: 0 } } });

/** A black PNG with one bit per pixel (ISO/IEC 15948), which packs a thousandfold. */
function blackPng(width: number, height: number): Uint8Array {
  const chunk = (type: string, body: Uint8Array) => {
    const typed = Buffer.concat([Buffer.from(type), body]);
    return Buffer.concat([uint32(body.length), typed, uint32(crc32(typed))]);
  };
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.of(1, 0, 0, 0, 0)]);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 });
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

async function faultOf(bytes: Uint8Array): Promise<FaultCode | 'decoded'> {
  const decoded = await decoder.decode(bytes);
  return decoded.ok ? 'decoded' : decoded.fault.code;
}

describe('what is not a usable picture', () => {
  let photo: Buffer;
  beforeAll(async () => {
    const noise = Buffer.from(Uint8Array.from({ length: 300 * 200 * 3 }, (_, index) => (index * 7919) % 251));
    photo = await sharp(noise, { raw: { width: 300, height: 200, channels: 3 } })
      .jpeg()
      .toBuffer();
  });

  test('an empty file', async () => {
    expect(await faultOf(new Uint8Array())).toBe('image.empty');
  });

  test('a text file, and a format that is not accepted', async () => {
    expect(await faultOf(new TextEncoder().encode('surname;given names\nERIKSSON;ANNA'))).toBe('image.not-an-image');
    expect(await faultOf(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe(
      'image.not-an-image',
    );
    expect(await faultOf(await blank(100, 100).webp().toBuffer())).toBe('image.not-an-image');
  });

  test('a small file that unpacks to 400 megapixels is refused by its header', async () => {
    const bomb = blackPng(20_000, 20_000);
    expect(bomb.length).toBeLessThan(60_000);
    expect(await faultOf(bomb)).toBe('image.too-large');
    expect(await faultOf(blackPng(200, 200))).toBe('decoded');
  });

  test('a stamp of 31 pixels', async () => {
    expect(await faultOf(await blank(31, 500).png().toBuffer())).toBe('image.too-small');
    expect(await faultOf(await blank(32, 500).png().toBuffer())).toBe('decoded');
  });

  test('a JPEG that was cut off, and one with damage in the middle', async () => {
    expect(await faultOf(photo.subarray(0, photo.length >> 1))).toBe('image.damaged');
    // A restart marker where none can be (ITU-T T.81 B.1.1.3).
    const middle = photo.length >> 1;
    const scratched = Buffer.concat([photo.subarray(0, middle), Buffer.of(0xff, 0xd3), photo.subarray(middle + 30)]);
    expect(await faultOf(scratched)).toBe('image.damaged');
  });

  test('bytes after the end of the picture do no harm', async () => {
    expect(await faultOf(Buffer.concat([photo, Buffer.alloc(100, 7)]))).toBe('decoded');
  });

  test('no bytes at all make the decoder throw', async () => {
    const prefixes = [[], [0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...prefixes), fc.uint8Array({ maxLength: 400 }), async (prefix, rest) => {
        expect(await faultOf(Uint8Array.from([...prefix, ...rest]))).toMatch(/^image\./);
      }),
      { numRuns: 200 },
    );
  });

  test('a picture broken at any byte is decoded or refused, never thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(photo.length - 1), fc.nat(255), async (position, value) => {
        const broken = Uint8Array.from(photo);
        broken[position] = value;
        expect(await faultOf(broken)).toMatch(/^(image\.|decoded)/);
      }),
      { numRuns: 200 },
    );
  });
});

describe('every accepted kind of picture becomes 8-bit RGB', () => {
  test.each([
    ['RGB', () => blank(100, 80).png().toBuffer(), [128, 64, 192]],
    ['16-bit RGB', () => blank(100, 80).toColourspace('rgb16').png().toBuffer(), [128, 64, 192]],
    ['16-bit grey', () => blank(100, 80).toColourspace('grey16').png().toBuffer(), null],
    ['grey JPEG', () => blank(100, 80).greyscale().jpeg().toBuffer(), null],
    ['CMYK JPEG', () => blank(100, 80).toColourspace('cmyk').jpeg().toBuffer(), null],
    ['transparent, laid on white', () => blank(100, 80, 4).png().toBuffer(), [255, 255, 255]],
  ] as const)('%s', async (_, make, pixel) => {
    const decoded = await decoder.decode(await make());
    expect(decoded.ok && [decoded.value.width, decoded.value.height, decoded.value.data.length]).toEqual([
      100, 80, 24_000,
    ]);
    if (pixel !== null) expect(decoded.ok && [...decoded.value.data.slice(0, 3)]).toEqual(pixel);
  });

  test('the EXIF orientation is applied', async () => {
    const lying = await blank(100, 80).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const decoded = await decoder.decode(lying);
    expect(decoded.ok && [decoded.value.width, decoded.value.height]).toEqual([80, 100]);
  });
});

describe('pixels', () => {
  /** Left half black, right half white. */
  const halves = {
    width: 80,
    height: 70,
    data: Uint8Array.from({ length: 80 * 70 * 3 }, (_, index) => (Math.floor(index / 3) % 80 < 40 ? 0 : 255)),
  };

  test('a quarter turn clockwise brings the left half to the top, four turns change nothing', async () => {
    const turned = await decoder.turn(halves, 1);
    expect([turned.width, turned.height]).toEqual([70, 80]);
    expect([turned.data[0], turned.data[turned.data.length - 1]]).toEqual([0, 255]);
    const back = await decoder.turn(turned, 3);
    expect(Buffer.compare(back.data, halves.data)).toBe(0);
  });

  test('a crop stays in the picture whatever box is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -200, max: 200 }),
        fc.integer({ min: -200, max: 200 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 300 }),
        async (x, y, width, height) => {
          const cut = await decoder.crop(halves, { x, y, width, height });
          expect(cut.width).toBeGreaterThanOrEqual(1);
          expect(cut.width).toBeLessThanOrEqual(80);
          expect(cut.data.length).toBe(cut.width * cut.height * 3);
        },
      ),
      { numRuns: 60 },
    );
    const white = await decoder.crop(halves, { x: 40, y: 0, width: 40, height: 70 });
    expect(Math.min(...white.data)).toBe(255);
  });

  test('an encoded picture can be decoded again', async () => {
    const decoded = await decoder.decode(await decoder.encodeJpeg(halves, 90));
    expect(decoded.ok && [decoded.value.width, decoded.value.height]).toEqual([80, 70]);
  });

  test('a blurred page is less sharp, a burnt-out one shows glare', async () => {
    const lines = Uint8Array.from({ length: 300 * 300 * 3 }, (_, index) =>
      Math.floor(index / 3 / 4) % 2 === 0 ? 60 : 200,
    );
    const sharpPage = { width: 300, height: 300, data: lines };
    const blurred = await sharp(lines, { raw: { width: 300, height: 300, channels: 3 } })
      .blur(4)
      .raw()
      .toBuffer();
    const clear = await decoder.measurePage(sharpPage);
    const soft = await decoder.measurePage({ ...sharpPage, data: blurred });
    expect(soft.sharpness).toBeLessThan(clear.sharpness / 4);
    expect([clear.glareShare, (await decoder.measurePage(halves)).glareShare]).toEqual([0, 0.5]);
    expect(clear.meanLuminance).toBeCloseTo(130, 0);
  });
});
