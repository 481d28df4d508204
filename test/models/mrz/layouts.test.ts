import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MrzFormat } from '../../../agent/contract/vocabulary/document.ts';
import { MRZ_LINES } from '../../../agent/contract/vocabulary/document.ts';
import { failingChecks, LAYOUTS, misplaced } from '../../../models/mrz/layouts.ts';
import { ICAO_SPECIMENS, NATIONAL_SPECIMENS } from '../../support/mrz-specimens.ts';

const FORMATS = Object.keys(MRZ_LINES) as MrzFormat[];

describe('layouts', () => {
  test.each(FORMATS)('%s describes every position of every line', (format) => {
    expect(LAYOUTS[format].classes.map((row) => row.length)).toEqual(MRZ_LINES[format]);
  });

  test.each([...ICAO_SPECIMENS, ...NATIONAL_SPECIMENS])('the specimen of the standard in %s holds', (format, lines) => {
    expect(failingChecks(format, lines)).toEqual([]);
    expect(misplaced(format, lines)).toBe(0);
  });

  test('a document number longer than nine characters holds with its continuation', () => {
    const lines = [
      'I<UTOD23145890<7349<<<<<<<<<<<',
      '3407127M9507122UTO<<<<<<<<<<<2',
      'STEVENSON<<PETER<JOHN<<<<<<<<<',
    ];
    expect(failingChecks('TD1', lines)).toEqual([]);
    expect(failingChecks('TD1', [lines[0]?.replace('7349', '7348') ?? '', ...lines.slice(1)]).length).toBeGreaterThan(
      0,
    );
  });

  test('one exchanged digit in a covered field never goes unseen', () => {
    const [format, lines] = ICAO_SPECIMENS[0];
    const data = lines[1] ?? '';
    const covered = [...Array(9).keys(), 13, 14, 15, 16, 17, 18, 21, 22, 23, 24, 25, 26];
    fc.assert(
      fc.property(fc.constantFrom(...covered), fc.integer({ min: 1, max: 9 }), (at, add) => {
        const c = data[at] ?? '';
        if (!/\d/.test(c)) return;
        const changed = data.slice(0, at) + ((Number(c) + add) % 10) + data.slice(at + 1);
        expect(failingChecks(format, [lines[0] ?? '', changed]).length).toBeGreaterThan(0);
      }),
    );
  });
});
