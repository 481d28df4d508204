import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPrintedZoneReader } from '../../../models/mrz/viz-reader.ts';
import type { PrintedZoneReader } from '../../../models/ports.ts';
import { FIXTURES, pixels } from './pages.ts';

describe('the printed zone', () => {
  let reader: PrintedZoneReader;
  const home = process.cwd();
  beforeAll(async () => {
    reader = await openPrintedZoneReader({ deadlineMs: 60_000 });
  });
  afterAll(() => reader.close());

  test('names are found where they are printed, and nothing of the MRZ comes back', async () => {
    const page = await pixels(readFileSync(`${FIXTURES}td3-passport.jpg`));
    const mrz = { x: 30, y: 540, width: 850, height: 94 };
    const result = await reader.read(page, { box: mrz, format: 'TD3' });
    if (!result.ok) throw new Error(result.fault.code);
    const words = new Map(result.value.words.map((w) => [w.text, w]));
    for (const name of ['SANDBERG', 'MAJA', 'LOVISA']) expect(words.has(name)).toBe(true);
    const box = words.get('SANDBERG')?.box;
    expect(box?.x).toBeGreaterThan(0.3 * page.width);
    expect(box?.y).toBeGreaterThan(0.18 * page.height);
    expect(box?.y).toBeLessThan(0.32 * page.height);
    expect(words.get('SANDBERG')?.confidence).toBeGreaterThan(0.5);
    expect(words.get('SANDBERG')?.confidence).toBeLessThanOrEqual(1);
    expect(result.value.words.every((w) => w.box.y + w.box.height / 2 < mrz.y)).toBe(true);
    expect(result.value.words.some((w) => w.text.includes('<<'))).toBe(false);
  });

  test('a blank page and a single pixel are coded faults', async () => {
    const blank = { width: 600, height: 400, data: new Uint8Array(600 * 400 * 3).fill(250) };
    expect(await reader.read(blank, null)).toMatchObject({ ok: false, fault: { code: 'printed-zone.unreadable' } });
    const pixel = { width: 1, height: 1, data: new Uint8Array(3) };
    expect(await reader.read(pixel, null)).toMatchObject({ ok: false, fault: { code: 'printed-zone.unreadable' } });
  });

  test('it opens from any working directory and leaves no file there', async () => {
    const elsewhereDir = mkdtempSync(join(tmpdir(), 'printed-zone-'));
    process.chdir(elsewhereDir);
    try {
      const elsewhere = await openPrintedZoneReader();
      expect(elsewhere.models[0]?.sha256Prefix).toMatch(/^[0-9a-f]{16}$/);
      await elsewhere.close();
      expect(readdirSync(elsewhereDir)).toEqual([]);
    } finally {
      process.chdir(home);
      rmSync(elsewhereDir, { recursive: true });
    }
  });

  test('a reading that takes too long is given up, and the next page is read by a new recogniser', async () => {
    const hurried = await openPrintedZoneReader({ deadlineMs: 1 });
    const page = await pixels(readFileSync(`${FIXTURES}td2-card.jpg`));
    expect(await hurried.read(page, null)).toMatchObject({ ok: false, fault: { code: 'models.timeout' } });
    expect(await hurried.read(page, null)).toMatchObject({ ok: false, fault: { code: 'models.timeout' } });
    await hurried.close();
  });
});
