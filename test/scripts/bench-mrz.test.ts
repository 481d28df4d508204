import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'mrz';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MRZ_LINES, type MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { createRandom } from '../../drivers/simulation/people/noise.ts';
import { inventLines } from '../../scripts/bench-mrz/capture-text.ts';
import { CAPTURE_FORMATS } from '../../scripts/bench-mrz/captures.ts';
import { DEGRADATIONS, degrade } from '../../scripts/bench-mrz/degrade.ts';
import { drawCapture } from '../../scripts/bench-mrz/draw-capture.ts';
import { goalLines } from '../../scripts/bench-mrz/goals.ts';
import { storeWithOrientation } from '../../scripts/bench-mrz/orientations.ts';
import { openPictureSet } from '../../scripts/bench-mrz/picture-set.ts';
import { problemLines, tableLine } from '../../scripts/bench-mrz/report.ts';
import { loadSprites, type SpriteBox } from '../../scripts/bench-mrz/sprites.ts';
import { editDistance, quantile, upperBound, wilsonInterval } from '../../scripts/bench-mrz/statistics.ts';
import { addTally, count, emptyTally } from '../../scripts/bench-mrz/tally.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/mrz/', import.meta.url));

describe('statistics', () => {
  test('with no error seen the bound is the rule of three', () => {
    for (const n of [100, 1_000, 100_000]) expect(upperBound(0, n) * n).toBeCloseTo(2.996, 1);
  });

  test('bounds and intervals agree with published tables', () => {
    // Clopper and Pearson, one-sided 95 %: 1 of 100 and 3 of 20.
    expect(upperBound(1, 100)).toBeCloseTo(0.0466, 4);
    expect(upperBound(3, 20)).toBeCloseTo(0.3437, 4);
    const { low, high } = wilsonInterval(8, 10);
    expect(low).toBeCloseTo(0.4902, 3);
    expect(high).toBeCloseTo(0.9433, 3);
    expect(upperBound(0, 0)).toBe(1);
  });

  test('distance counts single insertions, losses and exchanges', () => {
    expect(editDistance('ERIKSSON', 'ERIKSON')).toBe(1);
    expect(editDistance('O0', '0O')).toBe(2);
    expect(quantile([5, 1, 3], 0.5)).toBe(3);
  });
});

describe('counting', () => {
  const printed = { name: 'a', format: 'FRA-DL', lines: ['A'.repeat(30)], checksPrinted: true } as const;
  const answer = { accepted: true, fault: null, decodeMs: 1, readMs: 2 };

  test('an accepted difference is a silent error and comes first in the list', () => {
    const tally = emptyTally();
    count(tally, printed, { ...answer, lines: [], accepted: false, fault: 'mrz.not-found' });
    count(tally, printed, { ...answer, lines: [`B${'A'.repeat(29)}`] });
    const sum = emptyTally();
    addTally(sum, tally);
    expect(sum).toMatchObject({ n: 2, exact: 0, edits: 31, accepted: 1, silent: 1, acceptedOfAcceptable: 1 });
    expect(problemLines('s', sum.problems, 5)).toEqual([
      '  ACCEPTED WRONGLY  s: a',
      `    = ${'A'.repeat(30)}`,
      `    ≠ B${'A'.repeat(29)}`,
      '      ^',
      '  refused  s: a (mrz.not-found)',
    ]);
    expect(goalLines({ rows: [{ name: 'pages', tally: sum }], figures: {} }).join('\n')).toContain(
      '✗  silent errors over all suites ≤ 0: 1',
    );
  });

  test('where the truth is doubted a difference is listed and not counted', () => {
    const tally = emptyTally();
    count(tally, { ...printed, truthDoubted: true }, { ...answer, lines: ['B'.repeat(30)] });
    expect(tally).toMatchObject({ silent: 0, problems: [{ kind: 'truth-doubted' }] });
    expect(tableLine({ name: 'pages', tally })).toContain('0 (95.000 %)');
  });

  test('a goal nobody measured neither holds nor fails', () => {
    expect(goalLines({ rows: [], figures: {} }).every((text) => text.startsWith('  –'))).toBe(true);
  });
});

describe('picture sets', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bench-mrz-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the fixtures are one', () => {
    expect(openPictureSet(FIXTURES).pages.length).toBeGreaterThanOrEqual(5);
  });

  test.each([
    ['no truth.json', null, /holds no truth\.json/],
    ['a truth that is no list', '{}', /not a list/],
    ['a format nobody knows', '[{"file":"a.png","format":"TD9","lines":[]}]', /unknown format TD9/],
    ['lines of a wrong length', '[{"file":"a.png","format":"FRA-DL","lines":["ABC"]}]', /lines of 30, not 3/],
    [
      'a picture that is missing',
      `[{"file":"a.png","format":"FRADL","lines":["${'A'.repeat(30)}"]}]`,
      /a\.png, which is not/,
    ],
  ])('%s is said in a sentence', (_, truth, sentence) => {
    rmSync(join(folder, 'truth.json'), { force: true });
    if (truth !== null) writeFileSync(join(folder, 'truth.json'), truth);
    expect(() => openPictureSet(folder)).toThrow(sentence);
  });
});

describe('drawn captures', () => {
  let sprites: SpriteBox;
  beforeAll(async () => {
    sprites = await loadSprites();
  });

  test.each(CAPTURE_FORMATS)('%s: texts have the lengths of the format and its alphabet', (format) => {
    for (let seed = 0; seed < 300; seed++) {
      const lines = inventLines(format, createRandom(seed));
      expect(lines.map((text) => text.length)).toEqual(MRZ_LINES[format]);
      expect(lines.join('')).toMatch(/^[A-Z0-9<]+$/);
    }
  });

  test.each<MrzFormat>(['TD1', 'TD2', 'TD3', 'FRA-ID', 'FRA-DL'])(
    '%s: another parser finds every check digit right',
    (format) => {
      for (let seed = 0; seed < 200; seed++) {
        const lines = inventLines(format, createRandom(seed));
        const wrong = parse([...lines]).details.filter((d) => /check digit/i.test(d.label) && !d.valid);
        expect({ lines, wrong: wrong.map((d) => d.label) }).toEqual({ lines, wrong: [] });
      }
    },
  );

  test('the seed fixes every pixel, and another seed draws another picture', () => {
    const lines = inventLines('TD2', createRandom(1));
    const [a, b, c] = [5, 5, 6].map((seed) => Buffer.from(drawCapture(sprites, 'TD2', lines, seed).data));
    expect(a?.equals(b as Buffer)).toBe(true);
    expect(a?.equals(c as Buffer)).toBe(false);
  });

  test('capitals stay in the stated range and ink is darker than paper', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { capPx, data, width, height } = drawCapture(
        sprites,
        'FRA-DL',
        inventLines('FRA-DL', createRandom(seed)),
        seed,
      );
      expect(capPx).toBeGreaterThanOrEqual(8);
      expect(capPx).toBeLessThanOrEqual(28);
      expect(data.length).toBe(width * height * 3);
      const grey = data.filter((_, i) => i % 3 === 0).sort();
      const at = (share: number) => grey[Math.floor(grey.length * share)] as number;
      expect(at(0.5) - at(0.01)).toBeGreaterThan(25);
    }
  });
});

describe('pictures made worse or held otherwise', () => {
  /** Dark in one corner, so that no turn or mirror image looks like another. */
  const corner = (): Promise<Buffer> =>
    sharp({ create: { width: 96, height: 64, channels: 3, background: '#e0e0e0' } })
      .composite([
        { input: { create: { width: 48, height: 16, channels: 3, background: '#101010' } }, left: 0, top: 0 },
      ])
      .removeAlpha()
      .png()
      .toBuffer();

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i shows the page upright', async (orientation) => {
    const upright = await sharp(await corner())
      .raw()
      .toBuffer();
    const stored = await storeWithOrientation(await corner(), orientation);
    expect((await sharp(stored).metadata()).orientation).toBe(orientation);
    const { data, info } = await sharp(stored).autoOrient().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([96, 64]);
    const apart = data.reduce((sum, value, i) => sum + Math.abs(value - (upright[i] as number)), 0) / data.length;
    expect(apart).toBeLessThan(3);
  });

  test('the name of a picture fixes how it is degraded', async () => {
    const [a, b, c] = await Promise.all(
      ['x', 'x', 'y'].map(async (name) => degrade(await corner(), 20, DEGRADATIONS.L3, name)),
    );
    expect(a).toEqual(b);
    expect(c).not.toEqual(a);
    expect((await sharp(a as Uint8Array).metadata()).width).toBeLessThan(48);
  });
});
