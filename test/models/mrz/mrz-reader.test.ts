import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Picture } from '../../../agent/contract/vocabulary/observations.ts';
import { openMrzReader } from '../../../models/mrz/mrz-reader.ts';
import type { MrzReader } from '../../../models/ports.ts';
import { FIXTURES, type Page, pagesOf, pixels } from './pages.ts';

/** Processor time, so that a busy machine does not cut a search short. */
const nowMs = (): number => process.cpuUsage().user / 1000;
const pages = pagesOf(FIXTURES);
const bytesOf = (page: Page): Uint8Array => readFileSync(FIXTURES + page.file);
const named = (part: string): Page => pages.find((p) => p.file.includes(part)) as Page;

let reader: MrzReader;
beforeAll(async () => {
  reader = await openMrzReader({ nowMs });
});
afterAll(() => reader.close());

describe('documents drawn by another program', () => {
  test.each(pages)('$file is read as printed', async (page) => {
    const result = await reader.read(await pixels(bytesOf(page)));
    expect(result).toMatchObject({ ok: true, value: { format: page.format, lines: page.lines, quarterTurns: 0 } });
    if (!result.ok) return;
    expect(result.value.repairs).toEqual([]);
    expect(result.value.gate).toBe(page.checksPrinted ? 'accepted' : 'needs-review');
  });

  test('every character comes with its probability, alternatives and a box in reading order', async () => {
    const page = named('td1');
    const picture = await pixels(bytesOf(page));
    const result = await reader.read(picture);
    if (!result.ok) throw new Error(result.fault.code);
    const { characters, box, capHeightPx } = result.value;
    expect(characters.map((line) => line.map((c) => c.text).join(''))).toEqual(page.lines);
    for (const line of characters) {
      for (const [i, c] of line.entries()) {
        expect(c.probability).toBeGreaterThan(0.5);
        expect(c.probability).toBeLessThanOrEqual(1);
        expect(c.alternatives.length).toBeGreaterThanOrEqual(2);
        expect(c.alternatives.every((a) => a.text !== c.text && a.probability <= c.probability)).toBe(true);
        if (i > 0) expect(c.box.x).toBeGreaterThan(line[i - 1]?.box.x ?? 0);
      }
    }
    expect(box.y).toBeGreaterThan(picture.height * 0.6);
    expect(box.y + box.height).toBeLessThanOrEqual(picture.height);
    expect(capHeightPx).toBeGreaterThan(15);
    expect(capHeightPx).toBeLessThan(30);
  });

  test.each([
    [90, 3],
    [180, 2],
    [270, 1],
  ] as const)(
    'a page turned %i° clockwise is read, says how to turn it back, and its boxes lie on the upright page',
    async (degrees, turns) => {
      const page = named('td3-passport');
      const upright = await pixels(bytesOf(page));
      const [straight, turned] = [await reader.read(upright), await reader.read(await pixels(bytesOf(page), degrees))];
      expect(turned).toMatchObject({ ok: true, value: { lines: page.lines, quarterTurns: turns, gate: 'accepted' } });
      if (!turned.ok || !straight.ok) return;
      for (const key of ['x', 'y', 'width', 'height'] as const) {
        expect(Math.abs(turned.value.box[key] - straight.value.box[key])).toBeLessThan(8);
      }
    },
  );

  test.each([-11, 6, 14])('a page laid askew by %i° is read', async (degrees) => {
    const page = named('td2');
    const result = await reader.read(await pixels(bytesOf(page), degrees));
    expect(result).toMatchObject({ ok: true, value: { format: 'TD2', lines: page.lines } });
  });

  test('a file that says by EXIF how it was held is read after decoding', async () => {
    const page = named('mrv-a');
    const held = await sharp(await sharp(bytesOf(page)).rotate(90).toBuffer())
      .withMetadata({ orientation: 8 })
      .jpeg()
      .toBuffer();
    const result = await reader.read(await pixels(held));
    expect(result).toMatchObject({ ok: true, value: { lines: page.lines, quarterTurns: 0 } });
  });

  test('a wrong printed check digit is returned as printed, never made to fit', async () => {
    const page = named('wrong-check-digit');
    const result = await reader.read(await pixels(bytesOf(page)));
    expect(result).toMatchObject({ ok: true, value: { lines: page.lines, gate: 'needs-review', repairs: [] } });
  });

  test('a smeared line is never accepted with a wrong character', async () => {
    for (const sigma of [1.5, 2.2, 3, 4]) {
      const page = named('td3-passport');
      const result = await reader.read(await pixels(await sharp(bytesOf(page)).blur(sigma).png().toBuffer()));
      if (result.ok && result.value.gate === 'accepted') expect(result.value.lines).toEqual(page.lines);
    }
  });
});

describe('pictures without an MRZ', () => {
  const filled = (width: number, height: number, value: (i: number) => number): Picture => ({
    width,
    height,
    data: Uint8Array.from({ length: width * height * 3 }, (_, i) => value(i)),
  });
  let seed = 7;
  const noise = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return (seed >> 16) & 255;
  };

  test.each([
    ['one pixel', filled(1, 1, () => 90)],
    ['a white page', filled(900, 600, () => 255)],
    ['a black page', filled(600, 900, () => 0)],
    ['noise', filled(700, 500, noise)],
    ['stripes', filled(640, 480, (i) => (Math.floor(i / 3 / 640) % 12 < 6 ? 30 : 220))],
    ['a long thin picture', filled(3000, 24, noise)],
    ['too few pixels for its size', { width: 400, height: 300, data: new Uint8Array(10) }],
  ])('%s is a coded fault', async (_, picture) => {
    const result = await reader.read(picture);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(['mrz.not-found', 'mrz.unreadable']).toContain(result.fault.code);
  });

  test('a page whose MRZ is cut off is refused', async () => {
    const page = named('td3-passport');
    const top = await sharp(bytesOf(page)).extract({ left: 0, top: 0, width: 900, height: 480 }).png().toBuffer();
    const result = await reader.read(await pixels(top));
    expect(result.ok).toBe(false);
  });

  test('the search ends when its time is over', async () => {
    let clock = 0;
    const hurried = await openMrzReader({ nowMs: () => (clock += 3_000) });
    const result = await hurried.read(filled(900, 700, noise));
    expect(result).toMatchObject({ ok: false, fault: { code: 'models.timeout' } });
    await hurried.close();
  });

  test('the weights that run are the ones the card speaks of', () => {
    const card = readFileSync(new URL('../../../models/mrz/line-reader.md', import.meta.url), 'utf8');
    expect(card).toContain(`sha256 ${reader.models[0]?.sha256Prefix}`);
  });

  test('a weight file that is missing is said at the door', async () => {
    await expect(openMrzReader({ nowMs, modelsFolder: new URL('file:///nowhere/') })).rejects.toThrow('models.absent');
  });
});
