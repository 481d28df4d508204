import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';

type Random = () => number;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const STATES = (
  'SWE NOR DNK FIN ISL D<< GBR IRL FRA BEL NLD LUX CHE AUT ITA ESP PRT POL CZE SVK HUN ROU BGR GRC HRV SVN SRB BIH MKD ALB ' +
  'EST LVA LTU BLR UKR MDA RUS GEO ARM AZE TUR ISR IRN IRQ SYR LBN JOR EGY MAR DZA TUN NGA KEN ETH ZAF IND PAK BGD NPL CHN ' +
  'JPN KOR THA VNM PHL IDN AUS NZL USA CAN MEX COL PER BRA ARG CHL UTO XXA XXB EUE UNO RKS'
).split(' ');

/** Lines of an invented person's document in `format`, every check digit right (ICAO Doc 9303-3 §4.9, -4 to -7 §4.2.2). */
export function inventLines(format: MrzFormat, random: Random): readonly string[] {
  switch (format) {
    case 'TD1':
      return td1(random);
    case 'TD2':
      return twoLines(random, 36, pick(random, ['I<', 'ID', 'AC', 'C<', 'IR']), 7);
    case 'TD3':
      return twoLines(random, 44, pick(random, ['P<', 'P<', 'P<', 'PD', 'PP', 'PM']), 14);
    case 'MRV-A':
      return twoLines(random, 44, pick(random, ['V<', 'VC', 'VD']), null);
    case 'MRV-B':
      return twoLines(random, 36, pick(random, ['V<', 'VC', 'VD']), null);
    case 'FRA-ID':
      return frenchCard(random);
    case 'FRA-DL':
      return frenchLicence(random);
    case 'CHE-DL':
      return swissLicence(random);
  }
}

function td1(random: Random): string[] {
  const issuer = pick(random, STATES);
  const upper = pick(random, ['I<', 'ID', 'AC', 'C<', 'IR', 'AR']) + issuer + numberAndOptional(random, 15);
  const birth = withDigit(birthDate(random));
  const expiry = withDigit(expiryDate(random));
  const optional = optionalData(random, 11);
  const composite = checkDigit(upper.slice(5) + birth + expiry + optional);
  return [upper, birth + sex(random) + expiry + nationality(random, issuer) + optional + composite, names(random, 30)];
}

/** Passports, TD2 cards and visas; a visa (`optionalLength` null) has no composite digit and fills the line with optional data. */
function twoLines(random: Random, length: 36 | 44, code: string, optionalLength: number | null): string[] {
  // `IDFRA` on two lines of 36 is the French card of 1988, another layout.
  const issuer = pick(
    random,
    STATES.filter((state) => code !== 'ID' || state !== 'FRA'),
  );
  const upper = code + issuer + names(random, length - 5);
  const birth = withDigit(birthDate(random));
  const expiry = withDigit(expiryDate(random));
  const dates = birth + sex(random) + expiry;
  if (optionalLength === null) {
    const number = withDigit(documentNumber(random));
    const lower = number + nationality(random, issuer) + dates;
    return [upper, lower + optionalData(random, length - lower.length)];
  }
  const long = optionalLength === 7 ? numberAndOptional(random, 7) : null;
  const number = long?.slice(0, 10) ?? withDigit(documentNumber(random));
  const optional = long?.slice(10) ?? personalNumber(random, optionalLength);
  const composite = checkDigit(number + birth + expiry + optional);
  return [upper, number + nationality(random, issuer) + dates + optional + composite];
}

/** Number with its digit and the optional field; one in ten is longer than nine characters and goes on there. */
function numberAndOptional(random: Random, length: number): string {
  if (random() > 0.1) return withDigit(documentNumber(random)) + optionalData(random, length);
  const number = code(random, 10 + below(random, length - 3), 0.9);
  return `${number.slice(0, 9)}<${fill(`${number.slice(9)}${checkDigit(number)}<`, length)}`;
}

/** Fourteen characters of a passport with their digit, which may be the filler when the field is empty. */
function personalNumber(random: Random, length: number): string {
  const field = optionalData(random, length);
  return field + (/^<+$/.test(field) && random() < 0.6 ? '<' : checkDigit(field));
}

/** French identity card of 1988: family name and office above; number, given names, birth date and sex below. */
function frenchCard(random: Random): string[] {
  const office = code(random, 2, 1);
  const upper = `IDFRA${fill(word(random, 3, 14), 25)}${office}${code(random, 1, 1)}${code(random, 3, 1)}`;
  const number = `${date(random, 0, 14).slice(0, 4)}${office}${code(random, 1, 1)}${code(random, 5, 1)}`;
  const given = [word(random, 3, 8), ...(random() < 0.5 ? [word(random, 3, 7)] : [])].join('<<');
  const lower = withDigit(number) + fill(given, 14) + withDigit(birthDate(random)) + pick(random, ['M', 'F']);
  return [upper, lower + checkDigit(upper + lower)];
}

/** French driving licence of 2013, one line: the number's digit covers the line up to it, the last one the whole line. */
function frenchLicence(random: Random): string[] {
  const head = `D1FRA${code(random, 2, 1)}${code(random, 2, 0)}${code(random, 5, 1)}`;
  const line = head + checkDigit(head) + expiryDate(random) + fill(word(random, 3, 8), 8);
  return [line + checkDigit(line)];
}

/** Swiss driving licence: a line of nine, register number with version, birth date, names; it has no check digit. */
function swissLicence(random: Random): string[] {
  const upper = `${code(random, 3, 0)}${code(random, 3, 1)}${pick(random, ['D', 'F', 'I', 'R'])}<<`;
  const middle = `FACHE${code(random, 12, 1)}<<${birthDate(random)}<<<<<`;
  return [upper, middle, names(random, 30)];
}

function names(random: Random, length: number): string {
  const list = (most: number) => Array.from({ length: 1 + below(random, most) }, () => word(random, 2, 11)).join('<');
  const primary = random() < 0.8 ? word(random, 2, 13) : list(2);
  return fill(random() < 0.04 ? primary : `${primary}<<${list(3)}`, length);
}

/** A pronounceable word, or, one in five, any letters at all: nothing here may be guessed from language. */
function word(random: Random, least: number, most: number): string {
  const length = least + below(random, most - least + 1);
  if (random() < 0.2) return code(random, length, 0);
  const vowelFirst = below(random, 2);
  return Array.from({ length }, (_, i) =>
    (i + vowelFirst) % 2 === 0 ? pick(random, [...'AEIOUY']) : pick(random, [...'BCDFGHJKLMNPRSTVWZKLMNRST']),
  ).join('');
}

function documentNumber(random: Random): string {
  const kind = random();
  if (kind < 0.4) return code(random, 9, 1);
  if (kind < 0.7) return code(random, 2, 0) + code(random, 7, 1);
  return fill(code(random, 6 + below(random, 4), 0.6), 9);
}

const optionalData = (random: Random, length: number): string =>
  random() < 0.5 ? fill('', length) : fill(code(random, 1 + below(random, length), 0.8), length);
const nationality = (random: Random, issuer: string): string => (random() < 0.8 ? issuer : pick(random, STATES));
const sex = (random: Random): string => pick(random, ['M', 'F', 'M', 'F', 'M', 'F', '<']);
const birthDate = (random: Random): string => date(random, 40, 100);
const expiryDate = (random: Random): string => date(random, 26, 36);

/** `YYMMDD`, a real day of a year from `from` up to but not `to`. */
const date = (random: Random, from: number, to: number): string =>
  [from + below(random, to - from), 1 + below(random, 12), 1 + below(random, 28)]
    .map((part) => String(part).padStart(2, '0'))
    .join('');

/** `length` characters, each a digit with probability `digitShare`, else a letter. */
const code = (random: Random, length: number, digitShare: number): string =>
  Array.from({ length }, () => pick(random, random() < digitShare ? [...DIGITS] : [...LETTERS])).join('');

/** Written here a second time on purpose: a fault of the product's own arithmetic must not hide in the texts that test it. */
function checkDigit(text: string): string {
  let sum = 0;
  for (const [i, c] of [...text].entries())
    sum += (c === '<' ? 0 : Number.parseInt(c, 36)) * ([7, 3, 1][i % 3] as number);
  return String(sum % 10);
}

const withDigit = (text: string): string => text + checkDigit(text);
const fill = (text: string, length: number): string => text.padEnd(length, '<').slice(0, length);
const below = (random: Random, n: number): number => Math.floor(random() * n);
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T;
