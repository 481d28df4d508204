import { describe, expect, test } from 'vitest';
import type { MrzFormat } from '../../../agent/contract/vocabulary/document.ts';
import { emitMrz, type MrzFields } from '../../../agent/contract/vocabulary/mrz/emit-mrz.ts';
import { inspectDocument } from '../../../agent/domain/inspect-document.ts';
import { canExpireAt, isCitizenship, mayState, sameState, stateName } from '../../../agent/domain/issuing-states.ts';
import { NATIONAL_QUIRKS, type NationalQuirk, QUIRK_IDS } from '../../../agent/domain/national-quirks.ts';
import { parseMrz } from '../../../agent/domain/parse-mrz.ts';
import { documentObservation, mrzReading, PACK, TODAY } from '../../support/visits.ts';

const PERSON: MrzFields = {
  documentCode: 'P',
  issuingState: 'SWE',
  nationality: 'SWE',
  surname: 'Testsson',
  givenNames: 'Kim',
  documentNumber: 'AB1234567',
  birthDate: '1980-05-17',
  expiryDate: '2031-01-31',
  sex: 'F',
};

function emitted(format: MrzFormat, fields: Partial<MrzFields>): readonly string[] {
  const made = emitMrz({ ...PERSON, ...fields }, format);
  if (!made.ok) throw new Error(`${made.fault.where}: ${made.fault.detail}`);
  return made.value;
}

const read = (format: MrzFormat, fields: Partial<MrzFields>) => parseMrz(format, emitted(format, fields), TODAY);

function checksOf(format: MrzFormat, fields: Partial<MrzFields>): Record<string, string> {
  const mrz = mrzReading(format, emitted(format, fields));
  const checks = inspectDocument(documentObservation({ mrz }), 0, { pack: PACK, purpose: 'id06-card', today: TODAY });
  return Object.fromEntries(checks.map(({ id, result }) => [id, result]));
}

describe('the table of quirks', () => {
  test.each(QUIRK_IDS)('%s says who deviates, in what, and where that is known from', (id) => {
    const quirk: NationalQuirk = NATIONAL_QUIRKS[id];
    expect(quirk.deviates.length).toBeGreaterThan(10);
    expect(quirk.source.length).toBeGreaterThan(10);
    for (const issuer of quirk.issuers ?? []) expect(stateName(issuer), issuer).not.toBeNull();
  });
});

describe('state codes', () => {
  test('a German card says D<<, which is the DEU of an order and nobody else', () => {
    const card = read('TD1', { documentCode: 'ID', issuingState: 'D', nationality: 'D', documentNumber: 'L01X00T47' });
    expect(card).toMatchObject({ issuingState: 'D', nationality: 'D', type: 'identity-card', problems: [] });
    expect(sameState(card.nationality, 'DEU')).toBe(true);
    expect(sameState(card.nationality, 'DNK')).toBe(false);
  });

  test('Kosovo is one state under the three codes in use, and not under the code of the former mission', () => {
    const permit = read('TD1', {
      documentCode: 'AR',
      issuingState: 'D',
      nationality: 'XXK',
      documentNumber: 'Y01X00T47',
    });
    expect(permit.type).toBe('residence-permit');
    for (const code of ['RKS', 'XKX']) expect(sameState(permit.nationality, code), code).toBe(true);
    expect(sameState('UNK', 'RKS')).toBe(false);
  });

  test('stateless people, refugees and officials of organisations have no citizenship in the MRZ', () => {
    for (const code of ['XXA', 'XXB', 'XXC', 'XXX', 'XOM', 'UNO', 'UNA', 'EUE', 'XPO']) {
      expect(stateName(code), code).not.toBeNull();
      expect(isCitizenship(code), code).toBe(false);
    }
    for (const code of ['SWE', 'D', 'RKS', 'GBD', 'UKR']) expect(isCitizenship(code), code).toBe(true);
    expect(read('TD3', { nationality: 'XXB' })).toMatchObject({ nationality: 'XXB', problems: [] });
  });

  test('a British overseas citizen is no citizen of the United Kingdom, and has a British document', () => {
    expect(sameState('GBO', 'GBR')).toBe(false);
    expect(mayState('GBR', 'GBN')).toBe(true);
    expect(checksOf('TD3', { issuingState: 'GBR', nationality: 'GBD' })['MRZ-05']).toBe('successful');
    expect(checksOf('TD3', { issuingState: 'FRA', nationality: 'GBD' })['MRZ-05']).toBe('undetermined');
  });

  test('no document of a state that is gone can still run', () => {
    expect(canExpireAt('YUG', '2013-06-01')).toBe(true);
    expect(canExpireAt('YUG', '2031-01-31')).toBe(false);
    expect(canExpireAt('SRB', '2031-01-31')).toBe(true);
    expect(checksOf('TD3', { issuingState: 'SUN' })['MRZ-04']).toBe('undetermined');
    expect(checksOf('TD3', { issuingState: 'LVA' })['MRZ-04']).toBe('successful');
  });
});

describe('document numbers', () => {
  test('a Belgian card has twelve digits, the last two a check of their own', () => {
    const fields = { documentCode: 'ID', issuingState: 'BEL', nationality: 'BEL' };
    const card = read('TD1', { ...fields, documentNumber: '591191706458' });
    expect(card).toMatchObject({
      documentNumber: '591191706458',
      longNumber: true,
      issuerNumber: 'valid',
      problems: [],
    });
    expect(card.digits).toMatchObject({ number: 'valid', composite: 'valid' });
    expect(checksOf('TD1', { ...fields, documentNumber: '591191706458' })['MRZ-12']).toBe('successful');
    // Every digit of the MRZ holds, and yet it is no number of that issuer.
    expect(checksOf('TD1', { ...fields, documentNumber: '591191706459' })).toMatchObject({
      'MRZ-07': 'successful',
      'MRZ-12': 'failed',
    });
    expect(read('TD1', { ...fields, documentNumber: '000001103271' }).issuerNumber).toBe('valid');
  });

  test('a Belgian card keeps its number when the filler counts as a place in the digit', () => {
    const [first = '', ...rest] = emitted('TD1', {
      documentCode: 'ID',
      issuingState: 'BEL',
      nationality: 'BEL',
      documentNumber: '591191706458',
    });
    const states = [...'0123456789'].map(
      (digit) => parseMrz('TD1', [`${first.slice(0, 18)}${digit}${first.slice(19)}`, ...rest], TODAY).digits.number,
    );
    expect(states.filter((state) => state === 'valid')).toHaveLength(2);
  });

  test('a Portuguese card has a digit over letters', () => {
    const fields = { documentCode: 'I', issuingState: 'PRT', nationality: 'PRT' };
    expect(read('TD1', { ...fields, documentNumber: '000000000ZZ4' })).toMatchObject({
      issuerNumber: 'valid',
      quirks: ['portuguese-card-number'],
      problems: [],
    });
    expect(read('TD1', { ...fields, documentNumber: '000000000ZZ5' }).issuerNumber).toBe('invalid');
  });

  test('a long number of another issuer is not judged by these rules', () => {
    expect(read('TD1', { documentCode: 'I', documentNumber: 'HVC8N3QW7ZE1' })).toMatchObject({
      longNumber: true,
      issuerNumber: 'absent',
      quirks: [],
    });
  });

  test('a letter O in a German number was misread', () => {
    const fields = { issuingState: 'D', nationality: 'D' };
    expect(checksOf('TD3', { ...fields, documentNumber: 'C01X00T47' })['MRZ-02']).toBe('successful');
    const wrong = { ...fields, documentNumber: 'C01XO0T47' };
    expect(checksOf('TD3', wrong)['MRZ-02']).toBe('undetermined');
    expect(read('TD3', wrong)).toMatchObject({ issuerNumber: 'invalid', digits: { number: 'valid' }, problems: [] });
    // Temporary documents have a letter and digits, and are not meant.
    expect(read('TD3', { ...fields, documentNumber: 'A1234567' }).issuerNumber).toBe('absent');
  });
});

describe('document codes', () => {
  test.each([
    ['RP of Estonia is a residence permit', 'TD1', 'EST', 'RP', 'residence-permit'],
    ['AC is the certificate of a crew member', 'TD1', 'FIN', 'AC', 'other'],
    ['IT of Germany is a temporary identity card', 'TD1', 'D', 'IT', 'identity-card'],
    ['PN of Russia does not travel', 'TD3', 'RUS', 'PN', 'other'],
    ['PN of nobody else is special', 'TD3', 'NOR', 'PN', 'passport'],
  ] as const)('%s', (_, format, issuingState, documentCode, type) => {
    const document = read(format, { documentCode, issuingState, documentNumber: 'X12345678' });
    expect(document.type).toBe(type);
    expect(document.problems).toEqual([]);
  });

  test('RP of a state that does not use it stays a fault of the MRZ', () => {
    const document = read('TD1', { documentCode: 'RP', issuingState: 'FIN' });
    expect(document.problems.map(({ kind }) => kind)).toContain('unknown-code');
  });
});

describe('dates and digits', () => {
  test.each([
    ['the day is unknown', '1980-05'],
    ['only the year is known', '1980'],
    ['nothing is known', ''],
  ])('of a birth %s: nothing is made up, and every digit holds', (_, birthDate) => {
    const passport = read('TD3', { birthDate, issuingState: 'AFG', nationality: 'AFG' });
    expect(passport.birthDate).toMatchObject({ iso: null, state: 'partly-unknown' });
    expect(passport.digits).toMatchObject({ birth: 'valid', composite: 'valid' });
    expect(checksOf('TD3', { birthDate, issuingState: 'AFG', nationality: 'AFG' })['MRZ-13']).toBe('successful');
  });

  test('the digit of an empty optional field is a filler with some issuers and a zero with others', () => {
    const [upper = '', lower = ''] = emitted('TD3', { issuingState: 'IND', nationality: 'IND' });
    const withZero = `${lower.slice(0, 42)}0${lower.slice(43)}`;
    expect(parseMrz('TD3', [upper, lower], TODAY).digits).toMatchObject({ optional: 'absent', composite: 'valid' });
    expect(parseMrz('TD3', [upper, withZero], TODAY).digits).toMatchObject({ optional: 'valid', composite: 'valid' });
  });

  test('the French card of 1988 has its composite digit over both lines and no expiry date', () => {
    const card = read('FRA-ID', { documentCode: 'ID', issuingState: 'FRA', documentNumber: '880692310285' });
    expect(card).toMatchObject({ type: 'identity-card', nationality: 'FRA', expiryDate: null, problems: [] });
    expect(card.digits).toMatchObject({ number: 'valid', birth: 'valid', composite: 'valid' });
  });
});
