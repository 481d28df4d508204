import fc from 'fast-check';
import { parse } from 'mrz';
import { describe, expect, test } from 'vitest';
import { checkDigit, composeMrz, type MrzFields } from '../../../../drivers/simulation/document/mrz-lines.ts';

const letters = (min: number, max: number) => fc.stringMatching(new RegExp(`^[A-Z]{${min},${max}}$`));
const signs = (min: number, max: number) => fc.stringMatching(new RegExp(`^[A-Z0-9]{${min},${max}}$`));
const name = fc.array(letters(1, 9), { minLength: 1, maxLength: 2 }).map((parts) => parts.join('<'));
const twoDigits = (max: number) => fc.integer({ min: 1, max }).map((n) => String(n).padStart(2, '0'));
const date = fc
  .tuple(fc.integer({ min: 0, max: 99 }), twoDigits(12), twoDigits(28))
  .map(([y, m, d]) => `${String(y).padStart(2, '0')}${m}${d}`);
const state = fc.constantFrom('SWE', 'POL', 'UKR', 'FIN', 'LTU', 'EST', 'ROU', 'D');

const fields = (documentCode: string, longestNumber: number, longestOptional: number): fc.Arbitrary<MrzFields> =>
  fc.record({
    documentCode: fc.constant(documentCode),
    issuer: state,
    primary: name,
    secondary: name,
    documentNumber: signs(1, longestNumber),
    nationality: state,
    birth: date,
    sex: fc.constantFrom('F', 'M', '<'),
    expiry: date,
    optional: signs(0, longestOptional),
  });

describe('lines of a machine-readable zone', () => {
  test("ICAO's specimens come out as printed in Doc 9303", () => {
    const anna = {
      issuer: 'UTO',
      primary: 'ERIKSSON',
      secondary: 'ANNA<MARIA',
      nationality: 'UTO',
      birth: '740812',
      sex: 'F',
      expiry: '120415',
    } as const;
    expect(
      composeMrz('TD3', { ...anna, documentCode: 'P', documentNumber: 'L898902C3', optional: 'ZE184226B' }),
    ).toEqual(['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']);
    expect(composeMrz('TD1', { ...anna, documentCode: 'I', documentNumber: 'D23145890' })).toEqual([
      'I<UTOD231458907<<<<<<<<<<<<<<<',
      '7408122F1204159UTO<<<<<<<<<<<6',
      'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
    ]);
    expect(composeMrz('TD2', { ...anna, documentCode: 'I', documentNumber: 'D23145890' })).toEqual([
      'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<',
      'D231458907UTO7408122F1204159<<<<<<<6',
    ]);
    expect(
      composeMrz('MRV-A', {
        ...anna,
        documentCode: 'V',
        documentNumber: 'L8988901C',
        nationality: 'XXX',
        birth: '400907',
        expiry: '961210',
        optional: '6ZE184226B',
      }),
    ).toEqual(['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<']);
    expect(
      composeMrz('MRV-B', {
        ...anna,
        documentCode: 'V',
        documentNumber: 'L8988901C',
        nationality: 'XXX',
        birth: '400907',
        expiry: '961210',
        optional: '6ZE184',
      }),
    ).toEqual(['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184<<']);
  });

  test.each([
    ['TD3', 'P', 9, 14],
    ['TD2', 'I', 9, 7],
    ['TD1', 'I', 9, 15],
  ] as const)('%s is valid to an independent parser, and says what went in', (format, code, number, optional) => {
    fc.assert(
      fc.property(fields(code, number, optional), (given) => {
        const lines = composeMrz(format, given);
        const read = parse([...lines]);
        expect(read.details.filter((detail) => !detail.valid)).toEqual([]);
        expect(read.format).toBe(format);
        expect(read.fields.documentNumber).toBe(given.documentNumber);
        expect(read.fields.birthDate).toBe(given.birth);
        expect(read.fields.lastName).toBe(given.primary.replaceAll('<', ' '));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['TD2', 14],
    ['TD1', 20],
  ] as const)('%s carries a long document number into the optional data', (format, longest) => {
    fc.assert(
      fc.property(fields('I', 9, 0), signs(10, longest), (given, documentNumber) => {
        const read = parse([...composeMrz(format, { ...given, documentNumber })]);
        expect(read.valid).toBe(true);
        expect(read.fields.documentNumber).toBe(documentNumber);
      }),
      { numRuns: 200 },
    );
  });

  test('every changed digit of a passport number is caught by the independent parser', () => {
    fc.assert(
      fc.property(fields('P', 9, 0), fc.nat({ max: 8 }), fc.integer({ min: 1, max: 9 }), (given, at, step) => {
        const lines = composeMrz('TD3', { ...given, documentNumber: '123456789' });
        const lower = lines[1] as string;
        const changed = lower.slice(0, at) + ((Number(lower[at]) + step) % 10) + lower.slice(at + 1);
        expect(parse([lines[0] as string, changed]).valid).toBe(false);
      }),
    );
  });

  test('what is no character of the zone, or does not fit, is a bug of the caller', () => {
    expect(() => checkDigit('Å')).toThrow(RangeError);
    const given = {
      documentCode: 'P',
      issuer: 'POL',
      primary: 'A',
      secondary: '',
      documentNumber: '1234567890',
      nationality: 'POL',
      birth: '880417',
      sex: 'F',
      expiry: '340305',
    } as const;
    expect(() => composeMrz('TD3', given)).toThrow(RangeError);
    expect(() => composeMrz('TD2', { ...given, documentNumber: '1'.repeat(15) })).toThrow(RangeError);
  });
});
