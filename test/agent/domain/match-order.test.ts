import { describe, expect, test } from 'vitest';
import type { CardOrder } from '../../../agent/contract/order.ts';
import { emitMrz, type MrzFields } from '../../../agent/contract/vocabulary/mrz/emit-mrz.ts';
import { checkOrder } from '../../../agent/domain/check-order.ts';
import { judgePrintedNumber } from '../../../agent/domain/identification/match-identification-number.ts';
import { matchOrder } from '../../../agent/domain/match-order.ts';
import { parseMrz } from '../../../agent/domain/parse-mrz.ts';

const TODAY = '2026-11-22';

const ORDER: CardOrder = {
  reference: 'ORDER-K1',
  purpose: 'id06-card',
  surname: 'Wróbelczyk',
  givenNames: 'Łucja',
  birthDate: '1944-05-14',
  nationality: 'POL',
  identificationNumber: '44051401359',
  state: 'open',
};

function passport(more: Partial<MrzFields> = {}) {
  const lines = emitMrz(
    {
      documentCode: 'P',
      issuingState: 'POL',
      nationality: 'POL',
      surname: 'Wróbelczyk',
      givenNames: 'Łucja',
      documentNumber: 'ZX0000107',
      birthDate: '1944-05-14',
      expiryDate: '2031-01-01',
      sex: 'F',
      optional: '44051401359',
      ...more,
    },
    'TD3',
  );
  if (!lines.ok) throw new Error(JSON.stringify(lines.fault));
  return parseMrz('TD3', lines.value, TODAY);
}

function compare(order: Partial<CardOrder>, document = passport(), certain = true) {
  const checks = matchOrder({ ...ORDER, ...order }, document, certain, 0, TODAY);
  return (id: string) => {
    const { result, match } = checks.find((check) => check.id === id) ?? {};
    return `${match}: ${result}`;
  };
}

describe('an order against the document', () => {
  test('that is in order agrees in every field', () => {
    const field = compare({});
    expect(field('ORD-02')).toBe('exact: successful');
    expect(field('ORD-03')).toBe('transliteration_equal: successful');
    expect(field('ORD-04')).toBe('exact: successful');
    expect(field('ORD-05')).toBe('exact: successful');
  });

  test.each([
    ['ORD-02', { identificationNumber: '44051401458' }],
    ['ORD-03', { givenNames: 'Łucyna' }],
    ['ORD-04', { birthDate: '1944-05-15' }],
    ['ORD-05', { nationality: 'CZE' }],
  ] as const)('fails in %s alone when %j is ordered', (id, order) => {
    const field = compare(order);
    for (const other of ['ORD-02', 'ORD-03', 'ORD-04', 'ORD-05'])
      expect(field(other)).toMatch(other === id ? /^different: failed$/ : /: successful$/);
    expect(compare(order, passport(), false)(id)).toBe('different: undetermined');
  });

  test('has day and month exchanged', () => {
    const document = passport({ birthDate: '1944-04-05', optional: '' });
    expect(compare({ birthDate: '1944-05-04' }, document)('ORD-04')).toBe('different: failed');
  });

  test('cannot compare a birth day the document does not know', () => {
    expect(compare({}, passport({ birthDate: '1944', optional: '' }))('ORD-04')).toBe('not_available: not_performed');
  });

  test('knows Germany and Kosovo by each of their codes', () => {
    const german = passport({ issuingState: 'D', nationality: 'D', optional: '' });
    expect(compare({ nationality: 'DEU' }, german)('ORD-05')).toBe('exact: successful');
    const kosovar = passport({ issuingState: 'RKS', nationality: 'RKS', optional: '' });
    expect(compare({ nationality: 'XKX' }, kosovar)('ORD-05')).toBe('exact: successful');
  });
});

describe('the identification number', () => {
  test.each([
    ['is written with a hyphen', { identificationNumber: '440514-01359' }, {}, 'exact'],
    ['is written with spaces', { identificationNumber: '440514 01359' }, {}, 'exact'],
    ['is another', { identificationNumber: '44051401458' }, {}, 'different'],
    ['is mistyped on the order', { identificationNumber: '44051401358' }, {}, 'different'],
    ['is not ordered', { identificationNumber: undefined }, {}, 'not_available'],
    ['is not in the MRZ', {}, { optional: '' }, 'not_available'],
    ['stands beside other optional data', {}, { optional: 'AB<44051401359' }, 'exact'],
    ['is no number of the scheme in the MRZ', {}, { optional: '44051401358' }, 'not_available'],
    ['belongs to another birth date', {}, { optional: '02070803628' }, 'not_available'],
    ['of the order is a Swedish coordination number', { identificationNumber: '440574-0004' }, {}, 'not_available'],
  ] as const)('%s', (_story, order, fields, match) => {
    const { identificationNumber, ...rest } = { ...ORDER, ...order };
    const asked = identificationNumber === undefined ? rest : { ...rest, identificationNumber };
    const checks = matchOrder(asked, passport(fields), true, 0, TODAY);
    const found = checks.find((check) => check.id === 'ORD-02')?.match;
    expect(found).toBe(match);
  });

  test('of a Swede is found in ten and in twelve digits, and the hyphen of a Latvian one as a filler', () => {
    const swede = { nationality: 'SWE', birthDate: '1967-09-19', identificationNumber: '670919-9530' };
    for (const optional of ['196709199530', '6709199530', '670919<9530']) {
      const document = passport({ issuingState: 'SWE', nationality: 'SWE', birthDate: '1967-09-19', optional });
      expect(compare(swede, document)('ORD-02'), optional).toBe('exact: successful');
    }
    const latvian = { nationality: 'LVA', birthDate: '1975-11-16', identificationNumber: '16117519997' };
    const document = passport({
      issuingState: 'LVA',
      nationality: 'LVA',
      birthDate: '1975-11-16',
      optional: '161175<19997',
    });
    expect(compare(latvian, document)('ORD-02')).toBe('exact: successful');
  });

  test('in a Swedish passport must follow its scheme; other optional data is nobody’s fault', () => {
    const swedish = (optional: string) =>
      passport({ issuingState: 'SWE', nationality: 'SWE', birthDate: '1967-09-19', optional });
    expect(judgePrintedNumber(swedish('196709199530'), TODAY)).toBe('successful');
    expect(judgePrintedNumber(swedish('196709199531'), TODAY)).toBe('failed');
    expect(judgePrintedNumber(swedish('196809199539'), TODAY)).toBe('failed');
    expect(judgePrintedNumber(swedish(''), TODAY)).toBe('not_supported');
    expect(judgePrintedNumber(passport({ optional: 'ZE184226B' }), TODAY)).toBe('not_supported');
    expect(judgePrintedNumber(passport(), TODAY)).toBe('successful');
  });
});

describe('an order that cannot be compared is refused by its field', () => {
  test.each([
    ['birthDate', { birthDate: undefined }],
    ['birthDate', { birthDate: '1985-02-30' }],
    ['birthDate', { birthDate: '1985-13-01' }],
    ['birthDate', { birthDate: '2026-11-23' }],
    ['nationality', { nationality: 'QQQ' }],
    ['nationality', { nationality: 'Polish' }],
    ['surname', { surname: '-', givenNames: ' ' }],
    ['surname', { surname: 'Παπαδράκος' }],
    ['givenNames', { givenNames: 'ნინო' }],
    ['identificationNumber', { identificationNumber: '44051401358' }],
    ['identificationNumber', { identificationNumber: '02070803628' }],
    ['identificationNumber', { identificationNumber: '' }],
    ['favouriteColour', { favouriteColour: 'green' }],
  ])('%s: %j', (where, change) => {
    const order = Object.fromEntries(
      Object.entries({ ...ORDER, ...change }).filter(([, value]) => value !== undefined),
    );
    const checked = checkOrder(order, TODAY);
    expect(checked).toMatchObject({ ok: false, fault: { code: 'input.invalid', where } });
  });

  test('no order at all', () => {
    expect(checkOrder(null, TODAY)).toMatchObject({ ok: false, fault: { code: 'input.invalid', where: 'order' } });
  });

  test('a good one comes back with its number in the one normal form', () => {
    expect(checkOrder({ ...ORDER, identificationNumber: '440514 01359' }, TODAY)).toEqual({ ok: true, value: ORDER });
    const swede = { ...ORDER, nationality: 'SWE', birthDate: '1967-09-19', identificationNumber: '6709199530' };
    const checked = checkOrder(swede, TODAY);
    expect(checked.ok && checked.value.identificationNumber).toBe('19670919-9530');
  });

  test('a foreigner may have a Swedish number', () => {
    const ukrainian = { ...ORDER, nationality: 'UKR', birthDate: '1970-10-03', identificationNumber: '701063-2391' };
    const checked = checkOrder(ukrainian, TODAY);
    expect(checked.ok && checked.value.identificationNumber).toBe('19701063-2391');
  });
});
