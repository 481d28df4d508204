import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPictureSet } from '../../../scripts/bench-mrz/picture-set.ts';
import { openReadingLine, type ReadingLine } from '../../../scripts/bench-mrz/reading-line.ts';
import { figuresOf, problemLines, tableHead, tableLine } from '../../../scripts/bench-mrz/report.ts';
import { readCrops, readPages } from '../../../scripts/bench-mrz/set-suites.ts';
import type { Bench, Row } from '../../../scripts/bench-mrz/suite.ts';
import { FIXTURES, SET, setIsThere } from './pages.ts';

if (!setIsThere) console.log('skipped: MRZ accuracy on specimens (no ../shared/mrz-set)');

/**
 * On this page the print reads `QATAL<KAABI`, which the picture shows plainly at any magnification; the truth file lists it
 * without the filler. Taken out of the count of wrong acceptances, and left in every other figure.
 */
const TRUTH_DOUBTED = '020_td3_qat.png';

let line: ReadingLine;
beforeAll(async () => {
  line = await openReadingLine();
});
afterAll(() => line.close());

const benchOf = (folder: string): Bench => ({
  set: openPictureSet(folder),
  line,
  quick: false,
  captures: 0,
  firstCapture: 0,
  jobs: 1,
  negativesFolder: null,
  doubted: new Set([TRUTH_DOUBTED]),
  keepFolder: null,
  progress: () => {},
});

function say(row: Row): void {
  console.log([tableHead(), tableLine(row), ...problemLines(row.name, row.tally.problems, 20)].join('\n'));
}

test('documents drawn by another program are all read exactly, and accepted where their digits are right', async () => {
  const [row] = (await readPages(benchOf(FIXTURES))).rows ?? [];
  if (row === undefined) throw new Error('the fixtures are empty');
  expect(row.tally).toMatchObject({ exact: row.tally.n, silent: 0, accepted: row.tally.acceptable });
});

describe.skipIf(!setIsThere)('specimens of many states', () => {
  test.each([
    ['whole pictures', readPages, 0.91],
    ['cut-out MRZ blocks', readCrops, 0.89],
  ] as const)(
    '%s are read exactly and none is accepted wrongly',
    async (_, read, floor) => {
      const [row] = (await read(benchOf(SET))).rows ?? [];
      if (row === undefined) throw new Error('the set holds no such pictures');
      say(row);
      const figures = figuresOf(row.tally);
      expect(figures.exactShare).toBeGreaterThanOrEqual(floor);
      expect(row.tally.problems.filter((p) => p.kind === 'silent')).toEqual([]);
      expect(figures.acceptedShare).toBeGreaterThanOrEqual(0.85);
    },
    600_000,
  );
});
