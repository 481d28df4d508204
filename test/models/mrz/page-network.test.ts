import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Grey, toGrey } from '../../../models/mrz/grey.ts';
import { type Located, linesIn, locateLines } from '../../../models/mrz/locate-lines.ts';
import { loadPageNetwork, type PageCells, type PageNetwork } from '../../../models/mrz/page-network.ts';
import { rasterOf } from '../../../models/mrz/page-raster.ts';
import { FIXTURES, pagesOf, pixels } from './pages.ts';

const degreesOf = (l: { ux: number; uy: number }): number => (Math.atan2(l.uy, l.ux) * 180) / Math.PI;
const apart = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180);

function greyOf(width: number, height: number, at: (x: number, y: number) => number): Grey {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = at(i % width, Math.floor(i / width));
  return { width, height, data };
}

describe('the raster of a page', () => {
  const spreadOf = (values: Float32Array): number => Math.sqrt(values.reduce((s, v) => s + v * v, 0) / values.length);

  test('keeps the shape, pads to 32 with zeros and tells the scale', () => {
    const raster = rasterOf(
      greyOf(1300, 1000, (x, y) => (x * 7 + y * 13) % 256),
      512,
    );
    expect([raster.width, raster.height]).toEqual([512, 416]);
    expect(raster.kx).toBeCloseTo(1300 / 512, 6);
    expect(raster.ky).toBeCloseTo(1000 / 394, 6);
    expect(raster.values.subarray(394 * 512).every((v) => v === 0)).toBe(true);
  });

  test('of any size averages the area: a ramp stays a ramp, and a mark stays where it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 1700 }), fc.integer({ min: 40, max: 900 }), (width, height) => {
        const raster = rasterOf(
          greyOf(width, height, (x) => Math.round((255 * x) / (width - 1))),
          256,
        );
        const w = Math.round(width / raster.kx);
        const row = raster.values.subarray(raster.width * 3, raster.width * 3 + w);
        for (let x = 1; x < w; x++) expect(row[x] as number).toBeGreaterThanOrEqual((row[x - 1] as number) - 1e-4);
        // Symmetric about the middle: nothing is shifted.
        const middle = ((row[0] as number) + (row[w - 1] as number)) / 2;
        expect(Math.abs(middle)).toBeLessThan(0.02);
        expect(Math.abs(row[w >> 2] as number)).toBeCloseTo(Math.abs(row[w - 1 - (w >> 2)] as number), 1);
      }),
      { numRuns: 60 },
    );
  });

  test('of an empty page is empty, not noise', () => {
    expect(
      spreadOf(
        rasterOf(
          greyOf(900, 700, () => 200),
          512,
        ).values,
      ),
    ).toBeLessThan(1e-3);
  });
});

/** What a perfect network would see: lines drawn into cells. `degrees` is where they read to. */
function cellsOf(lines: { x: number; y: number; degrees: number; length: number; cap: number }[]): PageCells {
  const [columns, rows] = [128, 96];
  const plane = (): Float32Array => new Float32Array(columns * rows);
  const cells = { columns, rows, kx: 8, ky: 8, line: plane(), ux: plane(), uy: plane(), cap: plane().fill(1) };
  for (const l of lines) {
    const c = Math.cos((l.degrees * Math.PI) / 180);
    const s = Math.sin((l.degrees * Math.PI) / 180);
    for (let i = 0; i < columns * rows; i++) {
      const dx = (i % columns) + 0.5 - l.x;
      const dy = Math.floor(i / columns) + 0.5 - l.y;
      const down = Math.abs(dy * c - dx * s);
      if (Math.abs(dx * c + dy * s) > l.length / 2 || down > 1) continue;
      const p = 1 - 0.6 * down;
      if (p < (cells.line[i] as number)) continue;
      cells.line[i] = p;
      cells.ux[i] = 0.9 * c;
      cells.uy[i] = 0.9 * s;
      cells.cap[i] = l.cap;
    }
  }
  return cells;
}

describe('lines out of the cells', () => {
  test('any line of any direction comes back with its middle, direction, length and height', () => {
    const line = fc.record({
      x: fc.double({ min: 55, max: 73, noNaN: true }),
      y: fc.double({ min: 40, max: 56, noNaN: true }),
      degrees: fc.double({ min: -180, max: 180, noNaN: true }),
      length: fc.double({ min: 40, max: 70, noNaN: true }),
    });
    fc.assert(
      fc.property(line, (l) => {
        const { lines, certainty } = linesIn(cellsOf([{ ...l, cap: 1.5 }]));
        const [found] = lines;
        if (found === undefined) throw new Error('no line');
        expect(apart(degreesOf(found), l.degrees)).toBeLessThan(1);
        expect(Math.hypot(found.x / 8 - l.x, found.y / 8 - l.y)).toBeLessThan(1.2);
        expect(Math.abs(found.length / 8 - l.length)).toBeLessThan(3);
        expect(found.cap).toBeCloseTo(12, 3);
        expect(certainty).toBe(found.score);
      }),
      { numRuns: 200 },
    );
  });

  test('lines of one block stay apart, come together, and outrank a single line', () => {
    const block = [0, 1, 2].map((i) => ({ x: 60, y: 70 + 3 * i, degrees: 0, length: 60, cap: 1.8 }));
    const { lines } = linesIn(cellsOf([{ x: 60, y: 20, degrees: 0, length: 60, cap: 1.8 }, ...block]));
    expect(lines).toHaveLength(4);
    expect(
      lines
        .slice(0, 3)
        .map((l) => Math.round(l.y / 8))
        .sort(),
    ).toEqual([70, 73, 76]);
    expect(lines[3]?.score).toBeLessThan(lines[2]?.score as number);
  });

  test('the pieces of a line that a stamp has cut are one line', () => {
    const { lines } = linesIn(
      cellsOf([
        { x: 35, y: 40, degrees: 0, length: 40, cap: 1.5 },
        { x: 85, y: 40.2, degrees: 0, length: 40, cap: 1.5 },
      ]),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]?.length).toBeCloseTo(90 * 8, -2);
  });

  test('a line that seems to read the other way than its longer neighbours follows them', () => {
    const { lines } = linesIn(
      cellsOf([
        { x: 60, y: 40, degrees: 180, length: 60, cap: 1.8 },
        { x: 60, y: 43, degrees: 180, length: 60, cap: 1.8 },
        { x: 60, y: 46, degrees: 0, length: 44, cap: 1.8 },
      ]),
    );
    for (const l of lines) expect(apart(degreesOf(l), 180)).toBeLessThan(2);
    const [one] = linesIn(cellsOf([{ x: 60, y: 40, degrees: 180, length: 60, cap: 1.8 }])).lines;
    expect(lines[0]?.directionCertainty).toBeLessThan((one?.directionCertainty as number) - 0.3);
  });

  test('single lit cells are no line', () => {
    expect(linesIn(cellsOf([{ x: 60, y: 40, degrees: 0, length: 3, cap: 1.5 }]))).toEqual({ lines: [], certainty: 0 });
  });
});

describe('the page network on invented documents', () => {
  let network: PageNetwork;
  beforeAll(async () => {
    network = await loadPageNetwork();
  });
  afterAll(() => network.close());

  for (const page of pagesOf(FIXTURES)) {
    test.each([0, 90, 180, 270, 20, 340])(
      `${page.file} turned by %i°: its lines, read the right way`,
      async (degrees) => {
        const picture = await pixels(await readFile(FIXTURES + page.file), degrees);
        const { lines, certainty } = await locateLines(toGrey(picture, 'luminance'), network);
        expect(certainty).toBeGreaterThan(0.5);
        expect(apart(degreesOf(lines[0] as Located['lines'][number]), degrees)).toBeLessThan(5);
        const block = lines.filter((l) => l.score > 0.5);
        expect(block).toHaveLength(page.lines.length);
      },
    );
  }

  test('nothing is certain about noise, stripes, an empty page and a few pixels', async () => {
    const pictures = [
      greyOf(800, 600, (x, y) => ((x * 1103515245 + y * 12345) >>> 8) % 256),
      greyOf(800, 600, (_, y) => (y % 14 < 6 ? 30 : 220)),
      greyOf(640, 480, () => 128),
      greyOf(3, 2, (x) => x * 100),
      greyOf(1, 1, () => 7),
    ];
    for (const picture of pictures) expect((await locateLines(picture, network)).certainty).toBeLessThan(0.3);
  });

  test('a missing file is an error, not a page without lines', async () => {
    await expect(loadPageNetwork(new URL('file:///nowhere/'))).rejects.toThrow('models.absent');
  });
});
