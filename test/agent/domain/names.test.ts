import { describe, expect, test } from 'vitest';
import { transliterate } from '../../../agent/contract/vocabulary/mrz/transliteration.ts';
import { matchName } from '../../../agent/domain/match-names.ts';
import { parseMrz } from '../../../agent/domain/parse-mrz.ts';
import { TODAY } from '../../support/visits.ts';

const passport = (names: string) =>
  parseMrz('TD3', [`P<SWE${names}`.padEnd(44, '<'), 'L898902C36SWE7408122F3204153ZE184226B<<<<<16'], TODAY);
const card = (names: string) =>
  parseMrz('TD1', ['I<SWE59000002<8198703142391<<<', '8703145M1701027SWE<<<<<<<<<<<8', names.padEnd(30, '<')], TODAY);

describe('the name on the order and the name in the MRZ', () => {
  test.each([
    ['Eriksson', 'Anna Maria', 'ERIKSSON<<ANNA<MARIA', 'exact'],
    ['ERIKSSON', 'ANNA MARIA', 'ERIKSSON<<ANNA<MARIA', 'exact'],
    ['Sjöberg', 'Åke', 'SJOEBERG<<AAKE', 'transliteration_equal'],
    ['Sjöberg', 'Åke', 'SJOBERG<<AKE', 'transliteration_equal'],
    ['Müller', 'Jürgen', 'MUELLER<<JUERGEN', 'transliteration_equal'],
    ['Großmann', 'Eva', 'GROSSMANN<<EVA', 'transliteration_equal'],
    ['Łukaszewicz', 'Paweł', 'LUKASZEWICZ<<PAWEL', 'transliteration_equal'],
    ['Kowalska-Nowak', 'Anna', 'KOWALSKA<NOWAK<<ANNA', 'exact'],
    ["O'Sullivan", 'Lauren', 'OSULLIVAN<<LAUREN', 'exact'],
    ['Ткаченко', 'Мар’яна', 'TKACHENKO<<MARIANA', 'transliteration_equal'],
    ['Đorđević', 'Željko', 'DORDEVIC<<ZELJKO', 'transliteration_equal'],
    ['Şahin', 'Çiğdem', 'SAHIN<<CIGDEM', 'transliteration_equal'],
    ['Žukauskienė', 'Rūta', 'ZUKAUSKIENE<<RUTA', 'transliteration_equal'],
    ['Bērziņš', 'Jānis', 'BERZINS<<JANIS', 'transliteration_equal'],
    ['Maria', 'Eriksson Anna', 'ERIKSSON<<ANNA<MARIA', 'different'],
    ['Eriksson', 'Maria Anna', 'ERIKSSON<<ANNA<MARIA', 'different'],
    ['Eriksson', 'Anna', 'ERIKSSON<<ANNA<MARIA', 'different'],
    ['Erikson', 'Anna Maria', 'ERIKSSON<<ANNA<MARIA', 'different'],
    ['', 'Suharto', 'SUHARTO', 'exact'],
  ] as const)('%s, %s against %s is %s', (surname, givenNames, mrz, expected) => {
    expect(matchName({ surname, givenNames }, passport(mrz))).toBe(expected);
  });

  test('a name cut at the end of the field is equal as far as it is printed, but only when the field is full', () => {
    const ordered = { surname: 'Martin', givenNames: 'Christelle Helene Laure' };
    expect(matchName(ordered, card('MARTIN<<CHRISTELLE<HELENE<LAUR'))).toBe('truncated_equal');
    expect(matchName(ordered, card('MARTIN<<CHRISTELLE<HELENE<LA'))).toBe('different');
    expect(
      matchName({ surname: 'Martin', givenNames: 'Christelle Helene Mona' }, card('MARTIN<<CHRISTELLE<HELENE<LAUR')),
    ).toBe('different');
  });
});

describe('a name too long for its field matches what ICAO shows of it', () => {
  const ordered = { surname: 'Bennelong Wooloomooloo Warrandyte Warnambool', givenNames: 'Dingo Potoroo' };
  test.each([
    'BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI',
    'BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO',
    'BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO',
  ])('%s', (mrz) => {
    expect(matchName(ordered, passport(mrz))).toBe('truncated_equal');
  });

  test.each(['NILAVADHANANANDA<<CHAYAPA<DE<K', 'NILAVADHANANANDA<<CHAYAPA<DEJT'])('%s on a card', (mrz) => {
    const long = { surname: 'Nilavadhanananda', givenNames: 'Chayapa Dejthamrong Krasuang' };
    expect(matchName(long, card(mrz))).toBe('truncated_equal');
  });

  test('but a surname that had room is not taken for cut', () => {
    const martinsson = { surname: 'Martinsson', givenNames: 'Christelle Helene Laure' };
    expect(matchName(martinsson, card('MARTIN<<CHRISTELLE<HELENE<LAUR'))).toBe('different');
  });
});

test('the recommended spellings are those of Doc 9303-3 section 6', () => {
  expect(transliterate('Ångström')).toBe('AANGSTROEM');
  expect(transliterate('Björn-Åke')).toBe('BJOERN<AAKE');
  expect(transliterate("D'Artagnan")).toBe('DARTAGNAN');
  expect(transliterate('Щербакова')).toBe('SHCHERBAKOVA');
});
