import { birthDays } from './birth-days.ts';
import { mod11And10Digit, weighDigits } from './check-sums.ts';
import type { NumberScheme, NumberSchemeId } from './identification-number.ts';

/** What PESEL adds to the month, by century. */
const PESEL_CENTURIES: Readonly<Record<number, number>> = { 0: 1900, 20: 2000, 40: 2100, 60: 2200, 80: 1800 };

/**
 * Polish PESEL: YYMMDD with the century in the month, four digits (the last odd for men), check digit with weights 1-3-7-9.
 * Source: Ustawa z 24 września 2010 o ewidencji ludności, art. 15; gov.pl "Czym jest numer PESEL".
 */
const POLISH: NumberScheme = {
  id: 'POL-pesel',
  states: ['POL'],
  form: /^(\d\d)(\d\d)(\d\d)(\d{3})(\d)(\d)$/,
  read([yy, month, day, serial, sex, check], today) {
    const century = PESEL_CENTURIES[Number(month) - (Number(month) % 20)] as number;
    const birthDates = birthDays(century + Number(yy), Number(month) % 20, Number(day), today);
    if (birthDates.length === 0) return 'birth-date';
    const digits = `${yy}${month}${day}${serial}${sex}${check}`;
    if (weighDigits(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 !== 0) return 'check-digit';
    return { normal: digits, birthDates, sex: Number(sex) % 2 === 1 ? 'M' : 'F' };
  },
};

/**
 * Czech and Slovak rodné číslo: YYMMDD/SSS with nine digits until 1953 (no check digit), YYMMDD/SSSC with ten since, divisible by
 * 11; until 1985 a remainder of ten of the first nine was written 0. Month + 50 for women; the Czech Republic adds 20 more when a day
 * is used up. Sources: zákon č. 133/2000 Sb. § 13; zákon NR SR č. 301/1995 Z. z. § 2 and § 4.
 */
const rodneCislo = (id: NumberSchemeId, state: string, mayAddTwenty: boolean): NumberScheme => ({
  id,
  states: [state],
  form: /^(\d\d)(\d\d)(\d\d)[/-]?(\d{3})(\d?)$/,
  read([yy = '', month, day, serial, check = ''], today) {
    const short = Number(yy);
    const year = check === '' ? (short > 53 ? 1800 : 1900) + short : (short > 53 ? 1900 : 2000) + short;
    const female = Number(month) > 50;
    const rest = Number(month) - (female ? 50 : 0);
    const real = mayAddTwenty && year >= 2004 && rest > 20 ? rest - 20 : rest;
    const birthDates = birthDays(year, real, Number(day), today);
    if (birthDates.length === 0) return 'birth-date';
    const nine = `${yy}${month}${day}${serial}`;
    const written0 = Number(nine) % 11 === 10 && check === '0' && year <= 1985;
    if (check !== '' && Number(nine + check) % 11 !== 0 && !written0) return 'check-digit';
    return { normal: `${yy}${month}${day}/${serial}${check}`, birthDates, sex: female ? 'F' : 'M' };
  },
});

/**
 * German steuerliche Identifikationsnummer: eleven digits, check digit by ISO/IEC 7064 MOD 11,10; among the first ten one digit stands
 * twice or three times and the others at most once. It tells neither date nor sex, and no document carries it: Germany has no
 * identification number of persons. Source: § 139b Abgabenordnung; Bundeszentralamt für Steuern.
 */
const GERMAN: NumberScheme = {
  id: 'DEU-steuer-id',
  states: ['DEU', 'D'],
  form: /^([1-9]\d)[/-]?(\d{3})[/-]?(\d{3})[/-]?(\d{2})(\d)$/,
  read(parts) {
    const digits = parts.join('');
    const ten = digits.slice(0, 10);
    const counts = [...new Set(ten)].map((digit) => ten.split(digit).length - 1).filter((count) => count > 1);
    if (counts.length !== 1 || (counts[0] as number) > 3 || /(\d)\1\1/.test(ten)) return 'never-issued';
    if (mod11And10Digit(ten) !== Number(digits.charAt(10))) return 'check-digit';
    return { normal: digits, birthDates: [], sex: null };
  },
};

/**
 * Irish Personal Public Service number: seven digits, check letter by modulus 23, since 2013 a second letter A or H that counts nine
 * times; an old W, T or X counts nothing. Source: Social Welfare Consolidation Act 2005 s. 262; Revenue, "PPS number format".
 */
const IRISH: NumberScheme = {
  id: 'IRL-ppsn',
  states: ['IRL'],
  form: /^(\d{7})-?([A-W])([AHTWX]?)$/,
  read([digits = '', check, second = '']) {
    const extra = second === 'A' ? 9 : second === 'H' ? 72 : 0;
    const remainder = (weighDigits(digits, [8, 7, 6, 5, 4, 3, 2]) + extra) % 23;
    if ('WABCDEFGHIJKLMNOPQRSTUV'.charAt(remainder) !== check) return 'check-digit';
    return { normal: digits + check + second, birthDates: [], sex: null };
  },
};

/** Poland, Czechia, Slovakia, Germany and Ireland. */
export const CENTRAL_NUMBERS: readonly NumberScheme[] = [
  POLISH,
  rodneCislo('CZE-rodne-cislo', 'CZE', true),
  rodneCislo('SVK-rodne-cislo', 'SVK', false),
  GERMAN,
  IRISH,
];
