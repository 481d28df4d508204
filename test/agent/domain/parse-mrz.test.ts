import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'mrz';
import { describe, expect, test } from 'vitest';
import { MRZ_LINES, type MrzFormat } from '../../../agent/contract/vocabulary/document.ts';
import { BLIND_CLASSES, checkDigit, isBlindPair } from '../../../agent/contract/vocabulary/mrz/check-digit.ts';
import { issuingState, sameState, stateName } from '../../../agent/domain/issuing-states.ts';
import { readBirthDate, readExpiryDate } from '../../../agent/domain/mrz-dates.ts';
import { parseMrz } from '../../../agent/domain/parse-mrz.ts';
import { readMrzText } from '../../../agent/domain/read-mrz-text.ts';
import { fuzzParser } from '../../../scripts/bench-mrz/fuzz-text.ts';
import { ICAO_SPECIMENS, NATIONAL_SPECIMENS } from '../../support/mrz-specimens.ts';
import { emitted, fieldsFor } from '../../support/random-mrz-fields.ts';
import { TODAY } from '../../support/visits.ts';

const FORMATS = Object.keys(MRZ_LINES) as MrzFormat[];

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
    expect(long.places.numberContinuation).toEqual({ line: 0, column: 15, length: 6 });
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

test.each([...ICAO_SPECIMENS, ...NATIONAL_SPECIMENS])(
  'the published specimen in %s conforms in everything',
  (format, lines) => {
    expect(parseMrz(format, lines, TODAY).problems).toEqual([]);
  },
);

describe('against the npm package mrz, another implementation', () => {
  const THEIR_NAMES: Partial<Record<MrzFormat, string>> = {
    TD1: 'TD1',
    TD2: 'TD2',
    TD3: 'TD3',
    'FRA-ID': 'FRENCH_NATIONAL_ID',
    'FRA-DL': 'FRENCH_DRIVING_LICENSE',
    'CHE-DL': 'SWISS_DRIVING_LICENSE',
  };

  test.each(Object.entries(THEIR_NAMES) as [MrzFormat, string][])(
    '%s documents agree in every field and both call them valid',
    (format, theirName) => {
      fc.assert(
        fc.property(fieldsFor(format), (person) => {
          const lines = emitted(person, format);
          const theirs = parse([...lines]);
          const ours = parseMrz(format, lines, TODAY);
          expect(theirs.details.filter((detail) => !detail.valid)).toEqual([]);
          expect(ours.problems).toEqual([]);
          expect(theirs.format).toBe(theirName);
          expect(ours.documentNumber).toBe(theirs.documentNumber);
          expect(ours.documentCode).toBe(theirs.fields.documentCode);
          expect(ours.issuingState).toBe(theirs.fields.issuingState);
          expect(ours.surname).toBe(theirs.fields.lastName);
          expect(ours.givenNames).toBe(theirs.fields.firstName?.replace(/ +/g, ' ') ?? '');
          if (theirs.fields.nationality) expect(ours.nationality).toBe(theirs.fields.nationality);
          const short = (iso: string | null | undefined) => iso?.slice(2).replace(/-/g, '');
          if (theirs.fields.birthDate) expect(short(ours.birthDate.iso)).toBe(theirs.fields.birthDate);
          if (theirs.fields.expirationDate) expect(short(ours.expiryDate?.iso)).toBe(theirs.fields.expirationDate);
          if (theirs.fields.sex)
            expect(ours.sex).toBe({ male: 'M', female: 'F', nonspecified: '<' }[theirs.fields.sex as 'male']);
        }),
        { numRuns: 100 },
      );
    },
  );

  /** A passport with right check digits, whatever stands in the two fields. */
  function passportOf(birth: string, sex: string): readonly string[] {
    const birthAndDigit = birth + checkDigit(birth);
    const composite = checkDigit(`L898902C36${birthAndDigit}3204153<<<<<<<<<<<<<<<`);
    return [
      'P<SWEERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      `L898902C36SWE${birthAndDigit}${sex}3204153<<<<<<<<<<<<<<<${composite}`,
    ];
  }

  /** Where the two differ, and what the standard says. */
  const DIFFERENCES: readonly (readonly [why: string, format: MrzFormat, lines: readonly string[], ours: boolean])[] = [
    ['Utopia is a code of Doc 9303-3 section 5 part G', ...(ICAO_SPECIMENS[0] as (typeof ICAO_SPECIMENS)[0]), true],
    ['visas have no composite digit', ...(ICAO_SPECIMENS[4] as (typeof ICAO_SPECIMENS)[0]), true],
    ['the calendar has no 31st of February', 'TD3', passportOf('740231', 'F'), false],
    ['X is printed for the sex by some states', 'TD3', passportOf('740812', 'X'), true],
  ];
  test.each(DIFFERENCES)('%s', (_, format, lines, conformant) => {
    expect(parse([...lines]).valid).toBe(!conformant);
    expect(parseMrz(format, lines, TODAY).problems).toHaveLength(conformant ? 0 : 1);
  });

  test('one wrong character is noticed by a check digit unless the two are of one blind class', () => {
    fc.assert(
      fc.property(
        fieldsFor('TD3'),
        fc.nat(8),
        fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
        (person, at, wrong) => {
          const lines = emitted(person, 'TD3');
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

describe('what is emitted is read back', () => {
  test.each(FORMATS)('in %s, every field', (format) => {
    fc.assert(
      fc.property(fieldsFor(format), (person) => {
        const read = parseMrz(format, emitted(person, format), TODAY);
        expect(read.problems).toEqual([]);
        expect(read.documentNumber).toBe(person.documentNumber);
        expect(read.surname).toBe(person.surname);
        expect(read.givenNames).toBe(person.givenNames);
        expect(read.optional).toBe(person.optional);
        if (read.places.birthDate) expect(read.birthDate.iso).toBe(person.birthDate);
        if (read.expiryDate) expect(read.expiryDate.iso).toBe(person.expiryDate);
      }),
      { numRuns: 100 },
    );
  });
});

describe('where a field stands', () => {
  test('each field points at its text, the two identifiers each at their own', () => {
    const [format, lines] = ICAO_SPECIMENS[0];
    const { places } = parseMrz(format, lines, TODAY);
    const at = (place: { line: number; column: number; length: number } | null) =>
      place && (lines[place.line] ?? '').slice(place.column, place.column + place.length);
    expect(at(places.surname)).toBe('ERIKSSON');
    expect(at(places.givenNames)).toBe('ANNA<MARIA');
    expect(at(places.documentNumber)).toBe('L898902C3');
    expect(at(places.birthDate)).toBe('740812');
  });

  test('a foreign character, a wrong digit and a short line are named with their places', () => {
    const [, lines] = ICAO_SPECIMENS[0];
    const broken = [(lines[0] as string).replace('ANNA', 'AN1A'), (lines[1] as string).slice(0, 43)];
    expect(parseMrz('TD3', broken, TODAY).problems).toEqual([
      { kind: 'line-length', field: 'line', line: 1, column: 0, length: 43 },
      { kind: 'character', field: 'names', line: 0, column: 17, length: 1 },
      { kind: 'check-digit', field: 'check-digit', line: 1, column: 43, length: 1 },
    ]);
  });
});

describe('the name field', () => {
  const form = (names: string) => {
    const read = parseMrz(
      'TD3',
      [`P<UTO${names}`.padEnd(44, '<'), 'L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08'],
      TODAY,
    );
    return [read.surname, read.givenNames, read.nameForm, read.namesTruncated];
  };
  test.each([
    ['ERIKSSON<<ANNA<MARIA', ['ERIKSSON', 'ANNA MARIA', 'complete', false]],
    ['ARKFREITH', ['ARKFREITH', '', 'primary-only', false]],
    ['SATRIYA<SUDARPA', ['SATRIYA SUDARPA', '', 'primary-only', false]],
    ['PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR', ['PAPANDROPOULOUS', 'JONATHON WARREN TREVOR', 'complete', true]],
    ['ERIKSSON<<ANNA<<MARIA', ['ERIKSSON', 'ANNA MARIA', 'irregular', false]],
    ['<<ANNA', ['', 'ANNA', 'irregular', false]],
    ['', ['', '', 'empty', false]],
  ])('%s', (names, expected) => {
    expect(form(names)).toEqual(expected);
  });
});

describe('any text', () => {
  const [, lines] = ICAO_SPECIMENS[0];
  test.each([
    ['as it stands', lines.join('\n'), []],
    ['with blank lines and spaces round it', `\n  ${lines.join(' \r\n\t')}  \n\n`, ['space']],
    ['in small letters', lines.join('\n').toLowerCase(), ['case']],
    ['with typographic fillers', lines.join('\n').replace('ERIKSSON<<ANNA', 'ERIKSSON«ANNA'), ['foreign']],
    ['with a Cyrillic А in it', lines.join('\n').replace('MARIA', 'MАRIA'), ['foreign']],
    ['without its line break', lines.join(''), []],
    ['with a name line that lost its fillers', lines.join('\n').replace(/<+\n/, '\n'), ['length']],
    ['under other text', `Reisepass / passport 3\n${lines.join('\n')}\nsigned`, []],
  ])('%s gives the MRZ, and says what was changed', (_, text, kinds) => {
    const read = readMrzText(text, TODAY);
    if (!read.ok) throw new Error(read.fault.detail);
    expect(read.value.lines).toEqual(lines);
    expect([...new Set(read.value.changes.map((change) => change.kind))].filter((kind) => kind !== 'space')).toEqual(
      kinds.filter((kind) => kind !== 'space'),
    );
  });

  test('letters and digits are never exchanged', () => {
    const read = readMrzText(lines.join('\n').replace('7408122', '74O8122'), TODAY);
    expect(read.ok && read.value.document.birthDate.state).toBe('impossible');
  });

  test.each([...ICAO_SPECIMENS, ...NATIONAL_SPECIMENS])('the layout of %s is recognised', (format, specimen) => {
    const read = readMrzText(specimen.join('\n'), TODAY);
    expect(read.ok && read.value.document.format).toBe(format);
  });

  test('that holds no MRZ is a fault, not an exception', () => {
    for (const text of ['', 'hello', '\uD800\0', '<'.repeat(1_000_000), '\n'.repeat(100_000)])
      expect(readMrzText(text, TODAY).ok).toBe(false);
  });
});

test('any lines of any length give a document and never throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...FORMATS),
      fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 5 }),
      (format, lines) => {
        expect(parseMrz(format, lines, TODAY).format).toBe(format);
      },
    ),
  );
});

test('twenty thousand damaged MRZs neither throw nor pile up memory', () => {
  const result = fuzzParser(20_000, 20_261_122);
  expect(result.thrown).toEqual([]);
  expect(result.heapGrowthBytes).toBeLessThan(64 * 1024 * 1024);
});

describe('codes of Doc 9303-3 section 5', () => {
  test.each(
    'D GBD GBN GBO GBP GBS EUE UNO UNA UNK XBA XIM XCC XCE XCO XEC XPO XES XMP XOM XDC XXA XXB XXC XXX ANT NTZ UTO IAO RKS'.split(
      ' ',
    ),
  )('%s is known', (code) => {
    expect(stateName(code)).toBeTruthy();
  });

  test('former codes say until when they were issued and which state it is today', () => {
    expect(issuingState('ROM')).toMatchObject({ kind: 'former', issuedUntil: 2002, today: 'ROU' });
    expect(issuingState('ZAR')).toMatchObject({ kind: 'former', today: 'COD' });
    expect(sameState('D', 'DEU') && sameState('BUR', 'MMR') && sameState('XKX', 'RKS')).toBe(true);
    expect(sameState('GBN', 'GBR')).toBe(false);
    expect(issuingState('QQQ')).toBeNull();
  });
});

const SET = new URL('../../../../shared/mrz-set/truth.json', import.meta.url);
describe.skipIf(!existsSync(SET))('the printed documents of the picture set', () => {
  interface Entry {
    readonly file: string;
    readonly format: string;
    readonly lines: readonly string[];
    readonly checksPrinted: boolean;
  }
  const entries = (): readonly Entry[] => JSON.parse(readFileSync(SET, 'utf8'));
  const FORMAT_NAMES: Readonly<Record<string, MrzFormat>> = { MRVA: 'MRV-A', MRVB: 'MRV-B', FRAID: 'FRA-ID' };

  test('have an invalid check digit exactly where the list says that they were printed so', () => {
    for (const entry of entries()) {
      const format = FORMAT_NAMES[entry.format] ?? (entry.format as MrzFormat);
      const { digits } = parseMrz(format, entry.lines, TODAY);
      expect(Object.values(digits).includes('invalid'), entry.file).toBe(!entry.checksPrinted);
    }
  });

  test('are recognised in their layout from the bare text', () => {
    for (const entry of entries().filter(({ checksPrinted }) => checksPrinted)) {
      const read = readMrzText(entry.lines.join('\n'), TODAY);
      expect(read.ok && read.value.document.format, entry.file).toBe(FORMAT_NAMES[entry.format] ?? entry.format);
    }
  });
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
