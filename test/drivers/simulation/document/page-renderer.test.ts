import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { MRZ_CAP_HEIGHT_MM, MRZ_PITCH_MM, SHEETS } from '../../../../drivers/simulation/document/geometry.ts';
import { createPageRenderer } from '../../../../drivers/simulation/document/page-renderer.ts';
import type { SpecimenDocument } from '../../../../drivers/simulation/document/specimen-document.ts';
import { CLEAN, worn } from '../../../../drivers/simulation/document/wear.ts';
import { LITHUANIAN_CARD, POLISH_PASSPORT } from '../../../../drivers/simulation/specimens.ts';

const DPI = 400;
const PX_PER_MM = DPI / 25.4;
/** Dark glass around the sheet. */
const MARGIN_MM = 4;

const renderer = (dpi = DPI) =>
  createPageRenderer({
    dpi,
    portrait: async (_, { widthPx, heightPx }) => ({
      width: widthPx,
      height: heightPx,
      data: new Uint8Array(widthPx * heightPx * 3).fill(120),
    }),
  });

const grey = async (jpeg: Uint8Array) => {
  const { data, info } = await sharp(jpeg).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
};

/** Runs of marked places, as [first, last]. */
function runs(marked: readonly boolean[]): [number, number][] {
  const found: [number, number][] = [];
  for (const [i, mark] of marked.entries()) {
    const last = found.at(-1);
    if (mark && last !== undefined && last[1] === i - 1) last[1] = i;
    else if (mark) found.push([i, i]);
  }
  return found;
}

describe('printed machine-readable zone, measured in pixels', () => {
  test.each([
    [POLISH_PASSPORT, 44],
    [{ ...POLISH_PASSPORT, id: 'td2', format: 'TD2' }, 36],
    [LITHUANIAN_CARD, 30],
    [{ ...POLISH_PASSPORT, id: 'mrv-a', format: 'MRV-A' }, 44],
  ] satisfies [SpecimenDocument, number][])(
    '$format: pitch, height and place follow Doc 9303',
    async (document, length) => {
      const { mrz, heightMm } = SHEETS[document.format];
      const lines = mrz.centreLinesMm.map(() => 'H'.repeat(length));
      const jpeg = await renderer().render({
        document: { ...document, mrz: lines },
        side: mrz.side,
        light: 'infrared',
        wear: worn({ noise: 0, blurMm: 0 }),
      });
      const { data, width, height } = await grey(jpeg);
      expect(height / PX_PER_MM).toBeCloseTo(heightMm + 2 * MARGIN_MM, 0);
      const inside = Math.round((MARGIN_MM + 2) * PX_PER_MM);
      const isInk = (x: number, y: number) => (data[y * width + x] as number) < 110;
      const band = [height - Math.round((MARGIN_MM + mrz.heightMm - 1) * PX_PER_MM), height - inside] as const;
      const columns = Array.from({ length: width - 2 * inside }, (_, i) => i + inside);
      const rows = Array.from({ length: band[1] - band[0] }, (_, i) => i + band[0]);
      const inked = runs(rows.map((y) => columns.some((x) => isInk(x, y)))).map(
        ([a, b]) => [a + band[0], b + band[0]] as const,
      );
      expect(inked).toHaveLength(lines.length);
      for (const [i, [top, bottom]] of inked.entries()) {
        const capital = (bottom - top + 1) / PX_PER_MM;
        expect(Math.abs(capital / MRZ_CAP_HEIGHT_MM - 1)).toBeLessThan(0.04);
        const centreFromBottom = (height - (top + bottom + 1) / 2) / PX_PER_MM - MARGIN_MM;
        expect(Math.abs(centreFromBottom - (mrz.centreLinesMm[i] as number))).toBeLessThan(0.15);
        const characters = runs(
          columns.map((x) => Array.from({ length: bottom - top + 1 }, (_, k) => isInk(x, top + k)).some(Boolean)),
        );
        expect(characters).toHaveLength(length);
        const first = characters[0]?.[0] ?? 0;
        const pitch = ((characters.at(-1)?.[0] ?? 0) - first) / (length - 1) / PX_PER_MM;
        expect(Math.abs(pitch / MRZ_PITCH_MM - 1)).toBeLessThan(0.005);
        expect(Math.abs((first + inside) / PX_PER_MM - MARGIN_MM - mrz.leftMm)).toBeLessThan(0.3);
      }
    },
  );
});

describe('layers and wear', () => {
  const pages = renderer(150);
  const meanOf = async (request: Parameters<typeof pages.render>[0]) =>
    (await sharp(await pages.render(request)).stats()).channels.map((c) => c.mean);
  const request = { document: POLISH_PASSPORT, side: 'front', light: 'white', wear: CLEAN } as const;

  test('the same request gives the same bytes, in another factory too', async () => {
    const again = await renderer(150).render(request);
    expect(Buffer.from(again).equals(Buffer.from(await pages.render(request)))).toBe(true);
  });

  test('another seed of wear gives other marks', async () => {
    const [a, b] = await Promise.all(
      [1, 2].map((seed) => pages.render({ ...request, wear: worn({ scratches: 0.5, seed }) })),
    );
    expect(Buffer.from(a as Uint8Array).equals(Buffer.from(b as Uint8Array))).toBe(false);
  });

  test('under infrared the background goes and the B900 lines stay; dye ink of a copy goes with it', async () => {
    const inkShare = async (production: SpecimenDocument['production']) => {
      const jpeg = await pages.render({ ...request, document: { ...POLISH_PASSPORT, production }, light: 'infrared' });
      const { data, width, height } = await grey(jpeg);
      const from = Math.round(height - (MARGIN_MM + 20) * (150 / 25.4));
      const to = Math.round(height - (MARGIN_MM + 6) * (150 / 25.4));
      const zone = data.subarray(from * width, to * width);
      return zone.filter((value) => value > 45 && value < 120).length / zone.length;
    };
    expect(await inkShare('security-print')).toBeGreaterThan(0.02);
    expect(await inkShare('office-copy')).toBeLessThan(0.005);
  });

  test('under ultraviolet security paper is dull and office paper glows blue', async () => {
    const dull = await meanOf({ ...request, light: 'ultraviolet' });
    const glowing = await meanOf({
      ...request,
      light: 'ultraviolet',
      document: { ...POLISH_PASSPORT, production: 'office-copy' },
    });
    expect(dull[2]).toBeLessThan(70);
    expect(glowing[2]).toBeGreaterThan(150);
    expect((glowing[2] as number) - (glowing[0] as number)).toBeGreaterThan(40);
  });

  test('a dark exposure is darker, glare is lighter, a turned page needs a larger picture', async () => {
    const [plain] = (await meanOf(request)) as [number];
    const [dark] = (await meanOf({ ...request, wear: worn({ exposure: 0.4 }) })) as [number];
    const [glaring] = (await meanOf({ ...request, wear: worn({ glare: 0.8 }) })) as [number];
    expect(dark / plain).toBeCloseTo(0.4, 1);
    expect(glaring).toBeGreaterThan(plain + 5);
    const size = async (rotationDeg: number) =>
      sharp(await pages.render({ ...request, wear: worn({ rotationDeg }) })).metadata();
    const [upright, turned] = await Promise.all([size(0), size(90)]);
    expect(Math.abs(turned.width - upright.height)).toBeLessThanOrEqual(2);
    expect((await size(20)).width).toBeGreaterThan(upright.width);
  });

  test('both sides of a card come in one picture, a passport has but one', async () => {
    const height = async (document: SpecimenDocument, side: 'front' | 'both') =>
      (await sharp(await pages.render({ ...request, document, side })).metadata()).height;
    expect(await height(LITHUANIAN_CARD, 'both')).toBeGreaterThan(1.7 * (await height(LITHUANIAN_CARD, 'front')));
    expect(await height(POLISH_PASSPORT, 'both')).toBe(await height(POLISH_PASSPORT, 'front'));
  });
});
