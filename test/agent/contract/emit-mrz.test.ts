import fc from 'fast-check';
import { parse } from 'mrz';
import { describe, expect, test } from 'vitest';
import { emitMrz, type MrzFields } from '../../../agent/contract/vocabulary/mrz/emit-mrz.ts';
import { letterWithoutSpelling, transliterate } from '../../../agent/contract/vocabulary/mrz/transliteration.ts';
import { truncateName } from '../../../agent/contract/vocabulary/mrz/truncate-name.ts';
import { ICAO_SPECIMENS, NATIONAL_SPECIMENS } from '../../support/mrz-specimens.ts';
import { alphanumeric, emitted, fieldsFor } from '../../support/random-mrz-fields.ts';

const ANNA: MrzFields = {
  documentCode: 'P',
  issuingState: 'UTO',
  nationality: 'UTO',
  surname: 'Eriksson',
  givenNames: 'Anna Maria',
  documentNumber: 'L898902C3',
  birthDate: '1974-08-12',
  sex: 'F',
  expiryDate: '2012-04-15',
};
const visa = {
  documentCode: 'V',
  documentNumber: 'L8988901C',
  nationality: 'XXX',
  birthDate: '1940-09-07',
  expiryDate: '1996-12-10',
};

describe('lines of a machine-readable zone', () => {
  test("ICAO's specimens come out as printed in Doc 9303", () => {
    const [td3, td1, long, td2, mrva, mrvb] = ICAO_SPECIMENS.map(([, lines]) => lines);
    expect(emitted({ ...ANNA, optional: 'ZE184226B' }, 'TD3')).toEqual(td3);
    expect(emitted({ ...ANNA, documentCode: 'I', documentNumber: 'D23145890' }, 'TD1')).toEqual(td1);
    expect(emitted({ ...ANNA, documentCode: 'I', documentNumber: 'D23145890' }, 'TD2')).toEqual(td2);
    const peter = {
      surname: 'Stevenson',
      givenNames: 'Peter John',
      documentNumber: 'D23145890734',
      birthDate: '1934-07-12',
      expiryDate: '1995-07-12',
    };
    expect(emitted({ ...ANNA, ...peter, documentCode: 'I', sex: 'M' }, 'TD1')).toEqual(long);
    expect(emitted({ ...ANNA, ...visa, optional: '6ZE184226B' }, 'MRV-A')).toEqual(mrva);
    expect(emitted({ ...ANNA, ...visa }, 'MRV-B')).toEqual(mrvb);
  });

  test('the French card and the two driving licences come out as their published specimens', () => {
    const [card, french, swiss] = NATIONAL_SPECIMENS.map(([, lines]) => lines);
    const common = {
      issuingState: 'FRA',
      surname: 'Berthier',
      givenNames: 'Corinne',
      birthDate: '1965-12-06',
      sex: 'F' as const,
    };
    expect(emitted({ ...common, documentCode: 'ID', documentNumber: '940992310285' }, 'FRA-ID')).toEqual(card);
    const martin = {
      documentCode: 'D1',
      surname: 'Martin',
      givenNames: '',
      documentNumber: '13AA00002',
      expiryDate: '2018-12-31',
    };
    expect(emitted({ issuingState: 'FRA', ...martin }, 'FRA-DL')).toEqual(french);
    const fabienne = {
      documentCode: 'FA',
      surname: 'Marchand',
      givenNames: 'Fabienne',
      documentNumber: '305142128097',
      birthDate: '1980-01-26',
      optional: 'AAA001D',
    };
    expect(emitted({ issuingState: 'CHE', ...fabienne }, 'CHE-DL')).toEqual(swiss);
  });

  test.each([
    ['TD2', 14],
    ['TD1', 22],
  ] as const)('%s carries a long document number into the optional data', (format, longest) => {
    fc.assert(
      fc.property(fieldsFor(format), alphanumeric(10, longest), (given, documentNumber) => {
        const read = parse([...emitted({ ...given, documentNumber, optional: '' }, format)]);
        expect(read.valid).toBe(true);
        expect(read.fields.documentNumber).toBe(documentNumber);
      }),
      { numRuns: 100 },
    );
  });

  test('unknown parts of a date and an unspecified sex are fillers', () => {
    const [, lower = ''] = emitted({ ...ANNA, birthDate: '1974', sex: 'X' }, 'TD3');
    expect(lower.slice(13, 21)).toBe('74<<<<9<'.replace('9', lower.charAt(19)));
    expect(emitted({ ...ANNA, expiryDate: '' }, 'TD3')[1]?.slice(21, 28)).toBe('<<<<<<0');
  });

  test.each<[keyof MrzFields, Partial<MrzFields>, RegExp]>([
    ['surname', { surname: 'Παπαδόπουλος' }, /Greek letter U\+03A0/],
    ['givenNames', { givenNames: '小明' }, /U\+5C0F.*Latin, Cyrillic or Arabic/],
    ['givenNames', { givenNames: 'Henrik 3' }, /numeral.*Roman/],
    ['surname', { surname: '', givenNames: 'Suharto' }, /as the surname/],
    ['documentNumber', { documentNumber: '1234567890' }, /at most 9/],
    ['documentNumber', { documentNumber: 'Å1' }, /letters and digits/],
    ['birthDate', { birthDate: '1974-02-31' }, /calendar/],
    ['optional', { optional: '123456789012345' }, /at most 14/],
    ['optional2', { optional2: 'X' }, /no such field/],
    ['nationality', { nationality: 'Utopia' }, /ICAO code/],
  ])('%s that cannot be written is refused with the remedy', (where, change, remedy) => {
    const result = emitMrz({ ...ANNA, ...change }, 'TD3');
    expect(result.ok ? null : result.fault).toMatchObject({ code: 'input.invalid', where });
    expect(result.ok ? '' : result.fault.detail).toMatch(remedy);
  });
});

describe('names (Doc 9303-4, -5, -6, -7 section 4.2.3)', () => {
  test.each([
    ['Smith-Jones', 'Susie Margaret', 'SMITH<JONES<<SUSIE<MARGARET'],
    ["O'Connor", 'Enya Siobhan', 'OCONNOR<<ENYA<SIOBHAN'],
    ['Van der Muellen', 'Martin', 'VAN<DER<MUELLEN<<MARTIN'],
    ['Arkfreith', '', 'ARKFREITH'],
    ['Heng', 'Deborah, Ming Lo', 'HENG<<DEBORAH<MING<LO'],
    ['Papandropoulous', 'Jonathon Warren Trevor', 'PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR'],
  ])('%s, %s', (surname, givenNames, field) => {
    expect(emitted({ ...ANNA, surname, givenNames }, 'TD3')[0]?.slice(5)).toBe(field.padEnd(39, '<'));
  });

  const LONG = ['NILAVADHANANANDA', 'CHAYAPA<DEJTHAMRONG<KRASUANG'] as const;
  const LONGER = ['BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNAMBOOL', 'DINGO<POTOROO'] as const;
  test.each([
    [39, LONG, 'NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K'],
    [31, LONG, 'NILAVADHANANANDA<<CHAYAPA<DEJ<K'],
    [30, LONG, 'NILAVADHANANANDA<<CHAYAPA<DE<K'],
    [39, ['NILAVADHANANANDA', 'ARNPOL<PETCH<CHARONGUANG'], 'NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU'],
    [39, LONGER, 'BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI'],
    [31, LONGER, 'BENNELONG<WOOLOOMOOLOO<W<W<<D<P'],
    [30, LONGER, 'BENNELONG<WOOLOOMOOLOO<W<W<<DI'],
    [30, ['PAPANDROPOULOUS', 'JONATHON<ALEC'], 'PAPANDROPOULOUS<<JONATHON<ALEC'],
  ] as const)('in %i characters as ICAO truncates to initials', (length, [primary, secondary], field) => {
    expect(truncateName(primary, secondary, length)).toBe(field);
  });

  test('a truncated field is full, ends with a letter and keeps both identifiers', () => {
    const identifier = fc
      .array(fc.stringMatching(/^[A-Z]{1,20}$/), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join('<'));
    fc.assert(
      fc.property(identifier, identifier, fc.constantFrom(30, 31, 39), (primary, secondary, length) => {
        const field = truncateName(primary, secondary, length);
        expect(field).toHaveLength(length);
        expect(field).toMatch(/^[A-Z]+(<[A-Z]+)*<<[A-Z]+(<[A-Z]+)*<*$/);
        const letters = primary.length + secondary.length + 2;
        if (letters > length && primary.split('<').length + secondary.split('<').length < 4)
          expect(field).toMatch(/[A-Z]$/);
        if (letters <= length) expect(field).toBe(`${primary}<<${secondary}`.padEnd(length, '<'));
      }),
    );
  });
});

describe('transliteration (Doc 9303-3 section 6)', () => {
  test.each([
    ['Ångström Björn-Åke', '', 'AANGSTROEM<BJOERN<AAKE'],
    ['Þór Æsa Łukasz Đorđe Ñandú Strauß Ĳsbrand', '', 'THOR<AESA<LUKASZ<DORDE<NANDU<STRAUSS<IJSBRAND'],
    ['Nguyễn Văn Ơn', '', 'NGUYEN<VAN<ON'],
    ['Ștefănescu Țepeș', '', 'STEFANESCU<TEPES'],
    ['Щербакова', '', 'SHCHERBAKOVA'],
    ['Гнатюк Юрій Єва Яків', 'UKR', 'HNATIUK<YURII<YEVA<YAKIV'],
    ['Гнатюк Юрій', '', 'GNATIUK<IURII'],
    ['Щерев', 'BGR', 'SHTEREV'],
    ['Живковић Шиме', 'SRB', 'ZIVKOVIC<SIME'],
    ['Ѓорѓи Џамбаз', 'MKD', 'GJORGJI<DJAMBAZ'],
    ['Ёлкин Глеб', 'BLR', 'IOLKIN<HLEB'],
    ['عبّاس', '', 'EBBAS'],
    ['فضّة', '', 'FXDZDZXAH'],
    ['محمد', '', 'MXHMD'],
    ['ابو بكر محمد بن زكريا الرازي', '', 'ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY'],
  ])('%s (%s) is %s', (name, issuer, mrz) => {
    expect(transliterate(name, issuer)).toBe(mrz);
    expect(letterWithoutSpelling(name)).toBeNull();
  });
});
