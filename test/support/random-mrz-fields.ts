import fc from 'fast-check';
import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { emitMrz, type MrzFields } from '../../agent/contract/vocabulary/mrz/emit-mrz.ts';

export const letters = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength: min, maxLength: max });
export const alphanumeric = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'), minLength: min, maxLength: max });

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

const day = (from: number, to: number) =>
  fc
    .date({ min: new Date(Date.UTC(from, 0, 1)), max: new Date(Date.UTC(to, 11, 31)), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
const state = fc.constantFrom('SWE', 'POL', 'UKR', 'FIN', 'LTU', 'EST', 'ROU', 'D');
const name = fc.array(letters(1, 9), { minLength: 1, maxLength: 2 }).map((parts) => parts.join(' '));

const CODES: Readonly<Record<MrzFormat, string>> = {
  TD1: 'I',
  TD2: 'ID',
  TD3: 'P',
  'MRV-A': 'V',
  'MRV-B': 'VC',
  'FRA-ID': 'ID',
  'FRA-DL': 'D1',
  'CHE-DL': 'FA',
};
const LONGEST_OPTIONAL: Readonly<Record<MrzFormat, number>> = {
  TD1: 15,
  TD2: 7,
  TD3: 14,
  'MRV-A': 16,
  'MRV-B': 8,
  'FRA-ID': 6,
  'FRA-DL': 0,
  'CHE-DL': 0,
};

/** People and documents that fit the layout whole: nothing is truncated, numbers have at most nine characters. */
export const fieldsFor = (format: MrzFormat): fc.Arbitrary<MrzFields> =>
  fc.record({
    documentCode: fc.constant(CODES[format]),
    issuingState: format.startsWith('FRA') ? fc.constant('FRA') : format === 'CHE-DL' ? fc.constant('CHE') : state,
    nationality: state,
    surname: format === 'FRA-DL' ? letters(1, 7) : name.filter((text) => text.length <= 14),
    givenNames: format === 'FRA-DL' ? fc.constant('') : name.filter((text) => text.length <= 12),
    documentNumber:
      format === 'CHE-DL'
        ? digits(12)
        : // The French card's number begins with the year and month of issue.
          format === 'FRA-ID'
          ? fc.tuple(digits(2), fc.constantFrom('01', '07', '12'), digits(8)).map((parts) => parts.join(''))
          : alphanumeric(9, 9),
    birthDate: day(1940, 2005),
    expiryDate: day(2027, 2036),
    sex: format.startsWith('FRA') ? fc.constantFrom('F' as const, 'M' as const) : fc.constantFrom('F', 'M', 'X'),
    optional: alphanumeric(0, LONGEST_OPTIONAL[format]).map((text) => (format === 'CHE-DL' ? 'AAA001D' : text)),
  });

/** The emitted lines; a refusal is a failure of the test. */
export function emitted(fields: MrzFields, format: MrzFormat): readonly string[] {
  const result = emitMrz(fields, format);
  if (!result.ok) throw new Error(`${result.fault.where}: ${result.fault.detail}`);
  return result.value;
}
