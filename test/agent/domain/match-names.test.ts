import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MrzFormat } from '../../../agent/contract/vocabulary/document.ts';
import { emitMrz } from '../../../agent/contract/vocabulary/mrz/emit-mrz.ts';
import { longestSpelling, transliterate } from '../../../agent/contract/vocabulary/mrz/transliteration.ts';
import { matchName } from '../../../agent/domain/match-names.ts';
import type { MrzDocument } from '../../../agent/domain/mrz-document.ts';
import { parseMrz } from '../../../agent/domain/parse-mrz.ts';
import { TODAY } from '../../support/visits.ts';

interface Name {
  readonly surname: string;
  readonly givenNames: string;
}

const FORMATS: readonly MrzFormat[] = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B'];
const ISSUERS = ['SWE', 'UKR', 'BLR', 'BGR', 'SRB', 'MKD', 'RUS', 'EGY'];

function documentOf({ surname, givenNames }: Name, format: MrzFormat, issuingState = 'SWE'): MrzDocument {
  const lines = emitMrz(
    {
      documentCode: format === 'TD3' ? 'P' : format.startsWith('MRV') ? 'V' : 'I',
      issuingState,
      nationality: issuingState,
      surname,
      givenNames,
      documentNumber: 'X1234567',
      birthDate: '1985-03-04',
      expiryDate: '2031-03-04',
      sex: 'F',
    },
    format,
  );
  if (!lines.ok) throw new Error(JSON.stringify(lines.fault));
  return parseMrz(format, lines.value, TODAY);
}

const words = (letters: string, most: number) =>
  fc
    .array(fc.string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 12 }), {
      minLength: 1,
      maxLength: most,
    })
    .filter((parts) => parts.every((part) => !/^ь+$/.test(part)))
    .chain((parts) => fc.constantFrom(' ', '-').map((join) => parts.join(join)));
const names = (letters: string) => fc.record({ surname: words(letters, 2), givenNames: words(letters, 3) });

const PLAIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SCRIPTS: Readonly<Record<string, string>> = {
  plain: PLAIN,
  northern: 'abdeghiklmnorstvåäöøæþðéüß',
  'west Slavic': 'aceiklmnorstuyząćęłńóśźżáčďěňřšťůž',
  Baltic: 'aeiklmnorstuāčēģīķļņšūžąęėįųõäöü',
  southern: 'abcdeilmnorstuñçãõêéíàèìòùăâîșțşţ',
  Turkish: 'abcçdeğhıiklmnoöprsştuüvyz',
  Ukrainian: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  Serbian: 'абвгдђежзијклљмнњопрстћуфхцчџш',
  Kazakh: 'аәбгғдеёжзийкқлмнңоөпрстуұүфхһшыі',
  Arabic: 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
};

const EQUAL = ['exact', 'transliteration_equal', 'truncated_equal'];
const aFormat = fc.constantFrom(...FORMATS);

describe('a name always agrees with the MRZ that is made from it', () => {
  test.each(Object.keys(SCRIPTS))('%s letters, in every layout, by every issuer', (script) => {
    fc.assert(
      fc.property(names(SCRIPTS[script] as string), aFormat, fc.constantFrom(...ISSUERS), (name, format, issuer) => {
        expect(EQUAL).toContain(matchName(name, documentOf(name, format, issuer)));
      }),
    );
  });

  test('and plain letters that fit agree exactly, however they are typed', () => {
    const typed = fc.constantFrom(
      (text: string) => text.toLowerCase(),
      (text: string) => ` ${text} `,
      (text: string) => text.replaceAll(' ', '  '),
      (text: string) => text.normalize('NFD'),
    );
    fc.assert(
      fc.property(names(PLAIN), aFormat, typed, ({ surname, givenNames }, format, type) => {
        const document = documentOf({ surname, givenNames }, format);
        fc.pre(!document.namesTruncated);
        expect(matchName({ surname: type(surname), givenNames: type(givenNames) }, document)).toBe('exact');
      }),
    );
  });
});

describe('another name never agrees', () => {
  const changed = fc.record({
    part: fc.constantFrom('surname' as const, 'givenNames' as const),
    at: fc.nat(40),
    by: fc.integer({ min: 1, max: 25 }),
  });

  function oneLetterChanged(name: Name, { part, at, by }: { part: keyof Name; at: number; by: number }): Name {
    const letters = [...name[part]];
    const places = letters.flatMap((letter, place) => (PLAIN.includes(letter) ? [place] : []));
    const place = places[at % places.length] as number;
    letters[place] = PLAIN.charAt((PLAIN.indexOf(letters[place] as string) + by) % 26);
    return { ...name, [part]: letters.join('') };
  }

  test('by one changed letter', () => {
    fc.assert(
      fc.property(names(PLAIN), aFormat, changed, (name, format, change) => {
        const document = documentOf(name, format);
        fc.pre(!document.namesTruncated);
        expect(matchName(oneLetterChanged(name, change), document)).toBe('different');
      }),
    );
  });

  test('by one changed letter among marked ones', () => {
    fc.assert(
      fc.property(names(`${PLAIN}ÅÄÖÜÉÑŁŠŽß`), aFormat, changed, (name, format, change) => {
        fc.pre(/[A-Z]/.test(name[change.part]));
        const document = documentOf(name, format);
        fc.pre(!document.namesTruncated);
        expect(matchName(oneLetterChanged(name, change), document)).toBe('different');
      }),
    );
  });

  test('by one changed letter where the cut field still shows it', () => {
    fc.assert(
      fc.property(names(PLAIN), changed, (name, change) => {
        const document = documentOf(name, 'TD1');
        const other = oneLetterChanged(name, { ...change, part: 'surname' });
        fc.pre(document.namesTruncated && document.surname === transliterate(name.surname).replaceAll('<', ' '));
        expect(matchName(other, document)).toBe('different');
      }),
    );
  });

  test('by identifiers exchanged', () => {
    fc.assert(
      fc.property(names(PLAIN), aFormat, ({ surname, givenNames }, format) => {
        const document = documentOf({ surname, givenNames }, format);
        fc.pre(!document.namesTruncated && transliterate(surname) !== transliterate(givenNames));
        expect(matchName({ surname: givenNames, givenNames: surname }, document)).toBe('different');
      }),
    );
  });

  test('by a given name more or less', () => {
    fc.assert(
      fc.property(names(PLAIN), words(PLAIN, 1), aFormat, (name, more, format) => {
        const longer = { ...name, givenNames: `${name.givenNames} ${more}` };
        const document = documentOf(longer, format);
        fc.pre(!document.namesTruncated);
        expect(matchName(name, document)).toBe('different');
        expect(matchName(longer, documentOf(name, 'TD3').namesTruncated ? document : documentOf(name, 'TD3'))).toBe(
          documentOf(name, 'TD3').namesTruncated ? 'exact' : 'different',
        );
      }),
    );
  });
});

test('agreement of plain names does not depend on which of the two is ordered and which is printed', () => {
  const short = names('ABC').filter(({ surname, givenNames }) => surname.length + givenNames.length < 26);
  fc.assert(
    fc.property(short, short, (one, other) => {
      expect(matchName(one, documentOf(other, 'TD3'))).toBe(matchName(other, documentOf(one, 'TD3')));
    }),
  );
});

test('the longest spelling counts what the beginning has already settled', () => {
  expect(longestSpelling('Mäkelä')).toBe(8);
  expect(longestSpelling('Mäkelä', 'MAK')).toBe(7);
  expect(longestSpelling('Mäkelä', 'MAKELA')).toBe(7);
  expect(longestSpelling('Mäkelä', 'X')).toBe(8);
});
