import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawNegative, NEGATIVE_KINDS } from '../../../scripts/bench-mrz/draw-negative.ts';
import { fuzzImages } from '../../../scripts/bench-mrz/fuzz-images.ts';
import { uprightOf, WAYS } from '../../../scripts/bench-mrz/orientations.ts';
import { openPictureSet, type SetPage } from '../../../scripts/bench-mrz/picture-set.ts';
import { openReadingLine, type ReadingLine } from '../../../scripts/bench-mrz/reading-line.ts';
import { FIXTURES } from './pages.ts';

const set = openPictureSet(FIXTURES);
const named = (part: string): SetPage => set.pages.find((page) => page.file.includes(part)) as SetPage;

let line: ReadingLine;
beforeAll(async () => {
  line = await openReadingLine();
});
afterAll(() => line.close());

describe('however a page is held', () => {
  test.each(WAYS)('$name: the passport is read as printed', async (way) => {
    const page = named('td3-passport');
    const answer = await line.readBytes(await way.lay(await uprightOf(readFileSync(page.path))));
    expect(answer).toMatchObject({ lines: page.lines, fault: null });
  });

  test.each(WAYS.filter(({ group }) => group === 'skew' || group === 'perspective'))(
    '$name: the identity card is read as printed',
    async (way) => {
      const page = named('td1');
      const answer = await line.readBytes(await way.lay(await uprightOf(readFileSync(page.path))));
      expect(answer).toMatchObject({ lines: page.lines, fault: null });
    },
  );
});

describe('pictures that show no machine-readable zone', () => {
  test.each(NEGATIVE_KINDS)('%s: nothing is accepted', async (kind) => {
    for (const seed of [501, 502]) {
      expect((await line.readBytes(await drawNegative(kind, seed))).accepted).toBe(false);
    }
  });
});

describe('hostile pictures', () => {
  test('damaged files and odd pixels are answered, never thrown upon', async () => {
    const report = await fuzzImages(line, set, 120, () => {});
    expect(report.thrown).toEqual([]);
    expect(report.inputs).toBe(120);
    expect(report.refused).toBeGreaterThan(60);
  }, 240_000);
});
