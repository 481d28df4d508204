import { birthDays } from './birth-days.ts';
import { luhnDigit, weighDigits } from './check-sums.ts';
import type { NumberScheme } from './identification-number.ts';

/**
 * Swedish personnummer and samordningsnummer (day + 60): YYMMDD-NNNC or YYYYMMDD-NNNC, Luhn over the last ten digits, ninth digit odd
 * for men. `+` for the hyphen from the year the person turns 100. Source: Folkbokföringslag (1991:481) §§ 18, 18 a; Skatteverket
 * SKV 704 and SKV 707. Normal form YYYYMMDD-NNNN.
 */
const SWEDISH: NumberScheme = {
  id: 'SWE-personnummer',
  states: ['SWE'],
  form: /^(\d\d)?(\d\d)(\d\d)(\d\d)([-+]?)(\d{3})(\d)$/,
  read([century = '', yy = '', month = '', day = '', sign, serial = '', check], today) {
    if (century !== '' && century < '18') return 'form';
    const thisYear = Number(today.slice(0, 4));
    const latest = thisYear - ((thisYear - Number(yy)) % 100);
    const year = century !== '' ? Number(century + yy) : sign === '+' ? latest - 100 : latest;
    const coordination = Number(day) > 60;
    const birthDates = birthDays(year, Number(month), Number(day) - (coordination ? 60 : 0), today);
    if (birthDates.length === 0) return 'birth-date';
    if (luhnDigit(yy + month + day + serial) !== Number(check)) return 'check-digit';
    return {
      scheme: coordination ? 'SWE-samordningsnummer' : 'SWE-personnummer',
      normal: `${year}${month}${day}-${serial}${check}`,
      birthDates,
      sex: Number(serial) % 2 === 1 ? 'M' : 'F',
    };
  },
};

const FINNISH_CENTURIES: Readonly<Record<string, number>> = {
  '+': 1800,
  ...Object.fromEntries([...'-YXWVU'].map((sign) => [sign, 1900])),
  ...Object.fromEntries([...'ABCDEF'].map((sign) => [sign, 2000])),
};

/**
 * Finnish henkilötunnus: DDMMYY, sign of the century, individual number 002–899 (odd for men; 900–999 stand for no person), check
 * character by mod 31. Source: Valtioneuvoston asetus väestötietojärjestelmästä 128/2010 § 2, the signs of 690/2022. The sign tells
 * two persons apart, so it stays in the normal form.
 */
const FINNISH: NumberScheme = {
  id: 'FIN-henkilotunnus',
  states: ['FIN'],
  form: /^(\d\d)(\d\d)(\d\d)([-+A-FU-Y])(\d{3})([0-9A-Y])$/,
  read([day, month, yy, sign = '', serial = '', check], today) {
    const year = (FINNISH_CENTURIES[sign] as number) + Number(yy);
    const birthDates = birthDays(year, Number(month), Number(day), today);
    if (birthDates.length === 0) return 'birth-date';
    if (serial < '002' || serial > '899') return 'never-issued';
    const remainder = Number(`${day}${month}${yy}${serial}`) % 31;
    if ('0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(remainder) !== check) return 'check-digit';
    const sex = Number(serial) % 2 === 1 ? 'M' : 'F';
    return { normal: `${day}${month}${yy}${sign}${serial}${check}`, birthDates, sex };
  },
};

/**
 * Danish personnummer (CPR): DDMMYY-SSSS, last digit odd for men, the seventh digit with the year gives the century. No check digit:
 * numbers that fail the old modulus 11 are issued since 2007. Source: CPR-loven § 3; CPR-kontoret, "Personnummeret i CPR".
 */
const DANISH: NumberScheme = {
  id: 'DNK-personnummer',
  states: ['DNK', 'GRL', 'FRO'],
  form: /^(\d\d)(\d\d)(\d\d)-?(\d{4})$/,
  read([day, month, yy, serial = ''], today) {
    const seventh = Number(serial.charAt(0));
    const short = Number(yy);
    const recent = seventh === 4 || seventh === 9 ? short <= 36 : seventh >= 5 && short <= 57;
    const old = seventh >= 5 && seventh <= 8 && short >= 58;
    const birthDates = birthDays(short + (recent ? 2000 : old ? 1800 : 1900), Number(month), Number(day), today);
    if (birthDates.length === 0) return 'birth-date';
    return { normal: `${day}${month}${yy}-${serial}`, birthDates, sex: Number(serial) % 2 === 1 ? 'M' : 'F' };
  },
};

/**
 * Norwegian fødselsnummer and D-nummer (day + 40): DDMMYY, individual number that gives the century, two check digits by modulus 11;
 * ninth digit odd for men. Source: Folkeregisterforskriften §§ 2-2-1 to 2-2-5; Skatteetaten on the individual numbers. Numbers with
 * 40, 65 or 80 added to the month stand for no person (help numbers and test data) and are refused.
 */
const NORWEGIAN: NumberScheme = {
  id: 'NOR-fodselsnummer',
  states: ['NOR', 'SJM'],
  form: /^(\d\d)(\d\d)(\d\d)-?(\d{3})(\d\d)$/,
  read([day = '', month = '', yy = '', serial = '', checks = ''], today) {
    const d = Number(day) > 40;
    const year = norwegianYear(Number(serial), Number(yy));
    if (Number(month) > 40) return 'never-issued';
    const birthDates = year === null ? [] : birthDays(year, Number(month), Number(day) - (d ? 40 : 0), today);
    if (birthDates.length === 0) return 'birth-date';
    const digits = day + month + yy + serial + checks;
    const first = weighDigits(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11;
    const second = weighDigits(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11;
    if (first !== 0 || second !== 0) return 'check-digit';
    const sex = Number(serial) % 2 === 1 ? 'M' : 'F';
    return { scheme: d ? 'NOR-d-nummer' : 'NOR-fodselsnummer', normal: digits, birthDates, sex };
  },
};

function norwegianYear(serial: number, yy: number): number | null {
  if (serial < 500) return 1900 + yy;
  if (yy < 40) return 2000 + yy;
  if (serial < 750 && yy >= 54) return 1800 + yy;
  return serial >= 900 ? 1900 + yy : null;
}

/** Sweden, Finland, Denmark and Norway. */
export const NORTHERN_NUMBERS: readonly NumberScheme[] = [SWEDISH, FINNISH, DANISH, NORWEGIAN];
