import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emitMrz, type MrzFields } from '../../../agent/contract/vocabulary/mrz/emit-mrz.ts';
import { transliterate } from '../../../agent/contract/vocabulary/mrz/transliteration.ts';
import { compareMrzNames } from '../../../agent/domain/compare-mrz-names.ts';
import { inspectTwoDocuments, type ReadDocument } from '../../../agent/domain/inspect-two-documents.ts';
import { type MrzDocument, parseMrz } from '../../../agent/domain/parse-mrz.ts';
import { TODAY } from '../../support/visits.ts';

const HOLDER: MrzFields = {
  documentCode: 'P',
  issuingState: 'UKR',
  nationality: 'UKR',
  surname: 'Shevchenko',
  givenNames: 'Oksana',
  documentNumber: 'FX1234567',
  birthDate: '1990-03-14',
  expiryDate: '2031-05-01',
  sex: 'F',
};
const ON_PERMIT = { documentCode: 'IR', issuingState: 'SWE', documentNumber: 'RP0012345', expiryDate: '2027-08-01' };

function read(format: 'TD1' | 'TD3', fields: Partial<MrzFields>): MrzDocument {
  const made = emitMrz({ ...HOLDER, ...(format === 'TD1' ? ON_PERMIT : {}), ...fields }, format);
  if (!made.ok) throw new Error(`${made.fault.where}: ${made.fault.detail}`);
  return parseMrz(format, made.value, TODAY);
}

const permitOf = (fields: Partial<MrzFields> = {}, more: Partial<ReadDocument> = {}): ReadDocument => ({
  role: 'residence-permit',
  mrz: read('TD1', fields),
  accepted: true,
  ...more,
});
const passportOf = (fields: Partial<MrzFields> = {}, more: Partial<ReadDocument> = {}): ReadDocument => ({
  role: 'identity-document',
  mrz: read('TD3', fields),
  accepted: true,
  ...more,
});

function inspect(permit: ReadDocument, passport: ReadDocument, today = TODAY): Record<string, string> {
  return Object.fromEntries(inspectTwoDocuments([permit, passport], today).map(({ id, result }) => [id, result]));
}

describe('a permit and a passport of one holder', () => {
  test('agree in everything that both state', () => {
    expect(inspect(permitOf(), passportOf())).toEqual({
      'XDC-01': 'successful',
      'XDC-02': 'successful',
      'XDC-03': 'successful',
      'XDC-04': 'successful',
      'XDC-05': 'not_performed',
      'XDC-06': 'successful',
      'XDC-07': 'not_performed',
      'XDC-08': 'successful',
      'XDC-09': 'not_supported',
    });
  });

  test.each([
    ['the name', { surname: 'Shevchuk' }, 'XDC-01'],
    ['a given name, as siblings do', { givenNames: 'Oksanka' }, 'XDC-01'],
    ['the order of the names', { surname: 'Oksana', givenNames: 'Shevchenko' }, 'XDC-01'],
    ['the birth date', { birthDate: '1990-03-15' }, 'XDC-02'],
    ['day and month', { birthDate: '1990-04-13' }, 'XDC-02'],
    ['the sex', { sex: 'M' as const }, 'XDC-03'],
    ['the nationality', { nationality: 'MDA' }, 'XDC-04'],
  ])(
    'that differ in %s fail there and nowhere else, and are undetermined while one reading does not stand',
    (_, differing, id) => {
      const passport = passportOf(differing);
      expect(
        Object.entries(inspect(permitOf(), passport))
          .filter(([, result]) => result === 'failed')
          .map(([failed]) => failed),
      ).toEqual([id]);
      expect(inspect(permitOf({}, { accepted: false }), passport)[id]).toBe('undetermined');
      expect(inspect(permitOf(), { ...passport, accepted: false })[id]).toBe('undetermined');
    },
  );

  test('are not compared where one of them was not read', () => {
    expect(inspect(permitOf({}, { mrz: null, accepted: false }), passportOf())).toMatchObject({
      'XDC-01': 'not_performed',
      'XDC-04': 'not_performed',
      'XDC-06': 'undetermined',
      'XDC-08': 'not_performed',
    });
    expect(inspectTwoDocuments([passportOf()], TODAY)).toEqual([]);
  });

  test('leave a birth date undetermined that one of them knows in part only', () => {
    expect(inspect(permitOf({ birthDate: '1990-01-01' }), passportOf({ birthDate: '1990' }))['XDC-02']).toBe(
      'undetermined',
    );
  });

  test('leave undetermined what no citizenship can be compared with, and take two codes of one state for one', () => {
    expect(inspect(permitOf({ nationality: 'XXA' }), passportOf({ nationality: 'XXA' }))['XDC-04']).toBe('successful');
    expect(inspect(permitOf({ nationality: 'XXA' }), passportOf({ nationality: 'XXB' }))['XDC-04']).toBe(
      'undetermined',
    );
    expect(inspect(permitOf({ nationality: 'SYR' }), passportOf({ nationality: 'UNO' }))['XDC-04']).toBe(
      'undetermined',
    );
    expect(inspect(permitOf({ nationality: 'XXK' }), passportOf({ nationality: 'RKS' }))['XDC-04']).toBe('successful');
  });

  test('take an unspecified sex on one of them for no difference', () => {
    expect(inspect(permitOf({ sex: 'X' }), passportOf())['XDC-03']).toBe('successful');
  });

  test.each([
    ['the day before it ends', '2027-07-31', 'successful'],
    ['on its last day', '2027-08-01', 'successful'],
    ['the day after', '2027-08-02', 'failed'],
  ])('say whether the permit is valid %s', (_, today, result) => {
    expect(inspect(permitOf(), passportOf(), today)['XDC-06']).toBe(result);
  });

  test('presented the other way round are no success of the order of presentation, and no failure', () => {
    const swapped = inspectTwoDocuments([passportOf(), permitOf()], TODAY).find(({ id }) => id === 'XDC-08');
    expect(swapped?.result).toBe('undetermined');
    const twice = permitOf({}, { role: 'identity-document' });
    expect(inspect(permitOf(), twice)['XDC-08']).toBe('undetermined');
  });

  test('share the number of the passport where the permit prints it', () => {
    expect(inspect(permitOf({ optional: 'FX1234567' }), passportOf())['XDC-09']).toBe('successful');
    expect(inspect(permitOf({}, { words: ['ANM', 'Passport/FX1234567'] }), passportOf())['XDC-09']).toBe('successful');
    expect(inspect(permitOf({}, { words: ['FX12345678'] }), passportOf())['XDC-09']).toBe('not_supported');
  });
});

describe('names on two documents', () => {
  const named = (surname: string, givenNames: string, namesTruncated = false) => ({
    surname,
    givenNames,
    namesTruncated,
  });

  test.each([
    ['MUELLER', 'MULLER'],
    ['MUELLER', 'MUXXLLER'],
    ['SJOEBERG', 'SJOBERG'],
    ['AAKESSON', 'AKESSON'],
    ['MUNOZ', 'MUNXXOZ'],
  ])('%s and %s are spellings of one name', (a, b) => {
    expect(compareMrzNames(named(a, 'KIM'), named(b, 'KIM'))).toBe('transliteration_equal');
  });

  test.each([
    ['MULLER', 'MILLER'],
    ['ANNE', 'ANNA'],
    ['JANSSON', 'JANSON'],
    ['PETROV', 'PETROVA'],
  ])('%s and %s are two names, full field or not', (a, b) => {
    expect(compareMrzNames(named(a, 'KIM'), named(b, 'KIM'))).toBe('different');
  });

  test('cut at 30 places on the card match the 39 of the passport, as long as they go on alike', () => {
    const long = { surname: 'Balasubramaniam Venkataraman', givenNames: 'Ramachandran Krishnamurthy' };
    const [permit, passport] = [read('TD1', long), read('TD3', long)];
    expect(permit.namesTruncated && passport.namesTruncated).toBe(true);
    expect(compareMrzNames(permit, passport)).toBe('truncated_equal');
    const brother = read('TD3', { ...long, givenNames: 'Sivaramakrishnan Krishnamurthy' });
    expect(compareMrzNames(permit, brother)).toBe('different');
  });

  test('one is not taken for the beginning of the other where nothing was cut', () => {
    expect(compareMrzNames(named('ALI', 'OMAR'), named('ALIYEV', 'OMAR'))).toBe('different');
    expect(compareMrzNames(named('ALI', 'OMAR', true), named('ALIYEV', 'OMAR'))).toBe('truncated_equal');
  });

  test('of a document without a name are not available', () => {
    expect(compareMrzNames(named('', ''), named('ALI', 'OMAR'))).toBe('not_available');
  });

  const word = fc.stringMatching(/^[A-ZÅÄÖÜÑÉ][a-zåäöüñé]{2,9}$/);
  const names = fc.record({
    surname: fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' ')),
    givenNames: fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' ')),
  });

  test('of one person never differ between the card and the passport', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(compareMrzNames(read('TD1', name), read('TD3', name))).not.toBe('different');
      }),
    );
  });

  test('compare the same in both directions', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        const [one, other] = [read('TD1', a), read('TD3', b)];
        expect(compareMrzNames(one, other)).toBe(compareMrzNames(other, one));
      }),
    );
  });

  test('that fit and differ in one plain consonant are never taken for one', () => {
    const plain = fc.stringMatching(/^[BCDFGHJKLMPRSTVWZ]{3,8}$/);
    fc.assert(
      fc.property(plain, fc.nat(7), fc.constantFrom(...'BCDFGHJKLMPRSTVWZ'), (surname, at, letter) => {
        const place = at % surname.length;
        fc.pre(surname[place] !== letter);
        const other = surname.slice(0, place) + letter + surname.slice(place + 1);
        expect(compareMrzNames(named(transliterate(surname), 'KIM'), named(other, 'KIM'))).toBe('different');
      }),
    );
  });
});
