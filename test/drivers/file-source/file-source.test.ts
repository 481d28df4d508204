import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { createFileCamera } from '../../../drivers/file-source/file-camera.ts';
import { createFileScanner } from '../../../drivers/file-source/file-scanner.ts';
import { splitJpegs } from '../../../drivers/file-source/split-jpegs.ts';
import type { CameraFrame } from '../../../drivers/ports.ts';
import { anyCamera, anyDocumentScanner } from '../conformance.ts';
import { createWindingClock } from '../winding-clock.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'file-source-'));
afterAll(() => rm(folder, { recursive: true }));

const file = async (name: string, bytes: Uint8Array) => {
  const at = path.join(folder, name);
  await writeFile(at, bytes);
  return at;
};
const plain = (tone: number, width = 400, height = 300) =>
  sharp({ create: { width, height, channels: 3, background: { r: tone, g: tone, b: tone } } });
const jpeg = await plain(200).jpeg().toBuffer();
const jpegFile = await file('page.jpg', jpeg);
const frames = await Promise.all([40, 120, 220].map((tone) => plain(tone).jpeg().toBuffer()));
const video = await file('live.mjpeg', Buffer.concat(frames));

/** A PNG that says how large it is and holds almost nothing (ISO/IEC 15948, 5.3 and 11.2.2). */
function pngHeader(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(20_001))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const real = () => new Promise<void>((resolve) => setTimeout(resolve, 3));
const request = { lights: ['white', 'infrared'], signal: new AbortController().signal } as const;

describe('scanner of picture files', () => {
  anyDocumentScanner(async () => ({ device: createFileScanner({ pages: [jpegFile] }), pass: real }));

  test('each capture hands out the next file, byte for byte, whatever it holds', async () => {
    const junk = Buffer.from('this is not a picture');
    const scanner = createFileScanner({ pages: [await file('a.bin', junk), { white: jpegFile, infrared: video }] });
    await scanner.open();
    const first = await scanner.capture(request);
    expect(first).toMatchObject({ ok: true, value: { origin: 'replayed', images: [{ light: 'white', dpi: null }] } });
    if (first.ok) expect(Buffer.from(first.value.images[0]?.bytes ?? []).equals(junk)).toBe(true);
    const second = await scanner.capture(request);
    expect(second.ok && second.value.images.map((image) => image.light)).toEqual(['white', 'infrared']);
    expect(await scanner.capture(request)).toMatchObject({ ok: false, fault: { code: 'scanner.no-document' } });
  });

  test('a missing file is a fault without its path, and stays in turn', async () => {
    const missing = path.join(folder, 'later.jpg');
    const scanner = createFileScanner({ pages: [missing] });
    await scanner.open();
    expect(await scanner.capture(request)).toEqual({
      ok: false,
      fault: { code: 'scanner.capture-failed', detail: 'ENOENT' },
    });
    await writeFile(missing, jpeg);
    expect((await scanner.capture(request)).ok).toBe(true);
  });
});

describe('camera of a picture or video file', () => {
  const stage = (source: string) => async () => {
    const clock = createWindingClock();
    const pass = async (ms: number) => {
      await clock.wind(ms);
      await real();
    };
    return { device: createFileCamera({ path: source, clock }), pass };
  };
  describe('a still', () => anyCamera(stage(jpegFile)));
  describe('a motion-JPEG video', () => anyCamera(stage(video)));

  const play = async (source: string, ms: number) => {
    const { device, pass } = await stage(source)();
    await device.open();
    const seen: CameraFrame[] = [];
    const stream = await device.stream((frame) => seen.push(frame));
    if (stream.ok) await pass(ms);
    return { stream, seen };
  };

  test('a video is played in order, byte for byte, and begins anew', async () => {
    const { seen } = await play(video, 750);
    expect(seen.map((frame) => frames.findIndex((known) => known.equals(Buffer.from(frame.jpeg))))).toEqual([
      0, 1, 2, 0, 1, 2, 0,
    ]);
    expect(seen.every((frame) => frame.origin === 'replayed')).toBe(true);
  });

  test('a large PNG becomes a JPEG of camera size, a turned photograph stands upright', async () => {
    const { seen } = await play(await file('big.png', await plain(90, 3000, 2000).png().toBuffer()), 200);
    expect(await sharp(seen[0]?.jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 1280, height: 853 });
    const turned = await plain(90, 300, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const upright = await play(await file('turned.jpg', turned), 200);
    expect(await sharp(upright.seen[0]?.jpeg).metadata()).toMatchObject({ width: 200, height: 300 });
  });

  test.each([
    ['an empty file', async () => file('empty.jpg', new Uint8Array()), 'image.empty'],
    ['words', async () => file('words.jpg', Buffer.from('hello, camera')), 'image.not-an-image'],
    [
      'a drawing',
      async () => file('x.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
      'image.not-an-image',
    ],
    ['a JPEG cut in half', async () => file('cut.jpg', jpeg.subarray(0, jpeg.length / 2)), 'image.damaged'],
    ['a file that is not there', async () => path.join(folder, 'gone.jpg'), 'camera.unplugged'],
    ['a small file of 400 million points', async () => file('bomb.png', pngHeader(20_000, 20_000)), 'image.too-large'],
  ] as const)('%s is a fault', async (_, source, code) => {
    const { stream } = await play(await source(), 0);
    expect(stream).toMatchObject({ ok: false, fault: { code } });
  });
});

describe('cutting motion JPEG', () => {
  test('a thumbnail inside a picture is part of it, noise between pictures is dropped, an unfinished end too', async () => {
    const thumbnail = await plain(10, 32, 24).jpeg().toBuffer();
    const app1 = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), thumbnail]);
    app1.writeUInt16BE(thumbnail.length + 2, 2);
    const withThumbnail = Buffer.concat([jpeg.subarray(0, 2), app1, jpeg.subarray(2)]);
    const stream = Buffer.concat([
      Buffer.from([0, 0xff, 7]),
      withThumbnail,
      Buffer.from('--boundary\r\n'),
      jpeg,
      jpeg.subarray(0, 200),
    ]);
    expect(splitJpegs(stream).map((picture) => picture.length)).toEqual([withThumbnail.length, jpeg.length]);
  });

  test('noise never throws and never yields what is not there', () => {
    for (let seed = 1; seed < 200; seed++) {
      const bytes = Uint8Array.from(
        { length: 300 },
        (_, i) => (Math.imul(seed * 7919 + i, 2654435761) >>> 13) & (i % 3 === 0 ? 0xff : 0xdf),
      );
      for (const picture of splitJpegs(bytes)) {
        expect([...picture.subarray(0, 2), ...picture.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
      }
    }
  });
});
