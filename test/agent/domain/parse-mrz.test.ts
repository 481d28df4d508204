import fc from 'fast-check';
import { parse } from 'mrz';
import { describe, expect, test } from 'vitest';
import { MRZ_LAYOUT, type MrzFormat } from '../../../agent/contract/vocabulary/document.ts';
import { BLIND_CLASSES, checkDigit, isBlindPair } from '../../../agent/domain/check-digit.ts';
import { readBirthDate, readExpiryDate } from '../../../agent/domain/mrz-dates.ts';
import { parseMrz } from '../../../agent/domain/parse-mrz.ts';
import { composeMrz } from '../../../drivers/simulation/document/mrz-lines.ts';
import { TODAY } from '../../support/visits.ts';

const letters = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), minLength: min, maxLength: max });
const alphanumeric = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'), minLength: min, maxLength: max });
const date = (from: number, to: number) =>
  fc
    .date({ min: new Date(Date.UTC(from, 0, 1)), max: new Date(Date.UTC(to, 11, 31)), noInvalidDate: true })
    .map((day) => day.toISOString().slice(2, 10).replace(/-/g, ''));

const holder = fc.record({
  primary: letters(1, 12),
  secondary: letters(1, 8),
  documentNumber: alphanumeric(9, 9),
  nationality: fc.constantFrom('SWE', 'POL', 'UKR', 'LTU'),
  issuer: fc.constantFrom('SWE', 'POL', 'FIN'),
  birth: date(1940, 2005),
  sex: fc.constantFrom<'M' | 'F' | '<'>('M', 'F', '<'),
  expiry: date(2027, 2036),
});

describe('the published ICAO specimens', () => {
  test('the TD3 passport of Doc 9303-4 reads field by field with every check digit valid', () => {
    const mrz = parseMrz(
      'TD3',
      ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
      TODAY,
    );
    expect(mrz).toMatchObject({
      type: 'passport',
      issuingState: 'UTO',
      documentNumber: 'L898902C3',
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      nationality: 'UTO',
      sex: 'F',
      optional: 'ZE184226B',
      birthDate: { iso: '1974-08-12' },
      expiryDate: { iso: '2012-04-15' },
      digits: { number: 'valid', birth: 'valid', expiry: 'valid', optional: 'valid', composite: 'valid' },
    });
  });

  test('the TD1 card of Doc 9303-5, the TD2 card of 9303-6 and the visas of 9303-7 are read, visas without a composite digit', () => {
    const td1 = parseMrz(
      'TD1',
      ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'],
      TODAY,
    );
    expect(td1.digits).toMatchObject({ number: 'valid', birth: 'valid', expiry: 'valid', composite: 'valid' });
    const td2 = parseMrz(
      'TD2',
      ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'],
      TODAY,
    );
    expect(td2.digits.composite).toBe('valid');
    const visa = parseMrz(
      'MRV-A',
      ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<'],
      TODAY,
    );
    expect(visa).toMatchObject({
      type: 'visa',
      nationality: 'XXX',
      digits: { number: 'valid', birth: 'valid', composite: 'absent' },
    });
  });

  test('a Belgian card whose number is longer than nine characters keeps the whole number', () => {
    const mrz = parseMrz(
      'TD1',
      ['IDBEL590335801485120100200<<<<', '8512017F0901015BEL<<<<<<<<<<<7', 'REINARTZ<<ULRIKE<KATIA<E<<<<<<'],
      TODAY,
    );
    expect(mrz.digits.birth).toBe('valid');
    const long = parseMrz(
      'TD1',
      ['IDBEL000590448<301085<<<<<<<<<', '8502016F0901015BEL<<<<<<<<<<<8', 'ROOVERS<<JOHANNA<<<<<<<<<<<<<<'],
      TODAY,
    );
    expect(long.longNumber).toBe(true);
    expect(long.documentNumber).toBe('00059044830108');
  });

  test('the old French card has its names in two lines', () => {
    const mrz = parseMrz(
      'FRA-ID',
      ['IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<', '9409923102854CORINNE<<<<<<<6512068F4'],
      TODAY,
    );
    expect(mrz).toMatchObject({ surname: 'BERTHIER', givenNames: 'CORINNE', type: 'identity-card', expiryDate: null });
    expect(mrz.digits).toMatchObject({ number: 'valid', birth: 'valid', composite: 'valid' });
  });
});

describe('against the npm package mrz, another implementation', () => {
  test.each<['TD1' | 'TD2' | 'TD3', string]>([
    ['TD1', 'ID'],
    ['TD2', 'ID'],
    ['TD3', 'P<'],
  ])('%s documents agree in every field and both call them valid', (format, code) => {
    fc.assert(
      fc.property(holder, (person) => {
        const lines = composeMrz(format, { ...person, documentCode: code.replace('<', '') });
        const theirs = parse([...lines]);
        const ours = parseMrz(format, lines, TODAY);
        expect(theirs.valid).toBe(true);
        expect(ours.documentNumber).toBe(theirs.documentNumber ?? theirs.fields.documentNumber);
        expect(ours.surname).toBe(theirs.fields.lastName);
        expect(ours.givenNames).toBe(theirs.fields.firstName);
        expect(ours.birthDate.iso?.slice(2).replace(/-/g, '')).toBe(theirs.fields.birthDate);
        expect(Object.values(ours.digits)).not.toContain('invalid');
      }),
      { numRuns: 200 },
    );
  });

  test('one wrong character is noticed by a check digit unless the two are of one blind class', () => {
    fc.assert(
      fc.property(
        holder,
        fc.nat(8),
        fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
        (person, at, wrong) => {
          const lines = composeMrz('TD3', { ...person, documentCode: 'P' });
          const second = lines[1] as string;
          const right = second[at] as string;
          fc.pre(right !== wrong);
          const broken = parseMrz(
            'TD3',
            [lines[0] as string, second.slice(0, at) + wrong + second.slice(at + 1)],
            TODAY,
          );
          expect(broken.digits.number === 'invalid').toBe(!isBlindPair(right, wrong));
        },
      ),
    );
  });
});

test('any text of any length gives a document and never throws', () => {
  const formats = Object.keys(MRZ_LAYOUT) as MrzFormat[];
  fc.assert(
    fc.property(
      fc.constantFrom(...formats),
      fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 5 }),
      (format, lines) => {
        expect(parseMrz(format, lines, TODAY).format).toBe(format);
      },
    ),
  );
});

describe('dates', () => {
  test('the 31st of February does not exist, the 29th only in leap years', () => {
    expect(readBirthDate('900231', TODAY).state).toBe('impossible');
    expect(readBirthDate('000229', TODAY)).toEqual({ iso: '2000-02-29', state: 'known' });
    expect(readBirthDate('010229', TODAY).state).toBe('impossible');
  });

  test('a birth date lies in the past and an expiry date in reach', () => {
    expect(readBirthDate('270101', TODAY).iso).toBe('1927-01-01');
    expect(readBirthDate('260101', TODAY).iso).toBe('2026-01-01');
    expect(readExpiryDate('330101', TODAY).iso).toBe('2033-01-01');
    expect(readExpiryDate('980104', TODAY).iso).toBe('1998-01-04');
  });

  test('an unknown day is partly unknown, letters are impossible', () => {
    expect(readBirthDate('74<<<<', TODAY).state).toBe('partly-unknown');
    expect(readBirthDate('7408OO', TODAY).state).toBe('impossible');
  });
});

test('blind classes partition the MRZ alphabet and are exactly the pairs no check digit sees', () => {
  const alphabet = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<'];
  expect([...BLIND_CLASSES.join('')].sort()).toEqual([...alphabet].sort());
  for (const a of alphabet)
    for (const b of alphabet) if (a !== b) expect(isBlindPair(a, b), a + b).toBe(checkDigit(a) === checkDigit(b));
});
