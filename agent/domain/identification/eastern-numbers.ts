import { birthDays } from './birth-days.ts';
import { mod11And10Digit, weighDigits } from './check-sums.ts';
import type { NumberScheme } from './identification-number.ts';

/**
 * Romanian cod numeric personal: sex and century, YYMMDD, county, serial, check digit by modulus 11 (ten is written 1). The first
 * digits 7, 8 and 9 stand for residents and foreigners and leave the century open; 9 leaves the sex open too.
 * Source: OUG nr. 97/2005; HG nr. 1375/2006, annex.
 */
const ROMANIAN: NumberScheme = {
  id: 'ROU-cnp',
  states: ['ROU'],
  form: /^([1-9])(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})(\d)$/,
  read([first, yy, month, day, county, serial, check], today) {
    const sign = Number(first);
    const centuries = sign <= 2 ? [1900] : sign <= 4 ? [1800] : sign <= 6 ? [2000] : [1900, 2000];
    const birthDates = centuries.flatMap((year) => birthDays(year + Number(yy), Number(month), Number(day), today));
    if (birthDates.length === 0) return 'birth-date';
    if (county === '00' || serial === '000') return 'never-issued';
    const digits = `${first}${yy}${month}${day}${county}${serial}`;
    const remainder = weighDigits(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    if ((remainder === 10 ? 1 : remainder) !== Number(check)) return 'check-digit';
    return { normal: digits + check, birthDates, sex: sign === 9 ? null : sign % 2 === 1 ? 'M' : 'F' };
  },
};

/**
 * Bulgarian единен граждански номер (EGN): YYMMDD (month + 20 in the 1800s, + 40 in the 2000s), three digits (the last even for men),
 * check digit by modulus 11. Source: Наредба № РД-02-20-9 от 21.05.2012; ГРАО.
 */
const BULGARIAN: NumberScheme = {
  id: 'BGR-egn',
  states: ['BGR'],
  form: /^(\d\d)(\d\d)(\d\d)(\d{3})(\d)$/,
  read([yy, month, day, serial, check], today) {
    const coded = Number(month);
    const [year, real] = coded > 40 ? [2000, coded - 40] : coded > 20 ? [1800, coded - 20] : [1900, coded];
    const birthDates = birthDays(year + Number(yy), real, Number(day), today);
    if (birthDates.length === 0) return 'birth-date';
    const digits = `${yy}${month}${day}${serial}`;
    if ((weighDigits(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 !== Number(check)) return 'check-digit';
    return { normal: digits + check, birthDates, sex: Number(serial) % 2 === 0 ? 'M' : 'F' };
  },
};

const DAY_MS = 86_400_000;

/**
 * Ukrainian РНОКПП (taxpayer number): days since 1899-12-31, four digits (the last odd for men), check digit by modulus 11.
 * Source: Наказ Міністерства фінансів України № 822 of 29.09.2017. Documents carry another number (УНЗР).
 */
const UKRAINIAN: NumberScheme = {
  id: 'UKR-rnokpp',
  states: ['UKR'],
  form: /^(\d{5})(\d{4})(\d)$/,
  read([days = '', serial = '', check], today) {
    const birth = new Date(Date.UTC(1899, 11, 31) + Number(days) * DAY_MS).toISOString().slice(0, 10);
    if (days === '00000' || birth > today) return 'birth-date';
    const sum = weighDigits(days + serial, [-1, 5, 7, 9, 4, 6, 10, 5, 7]);
    if ((((sum % 11) + 11) % 11) % 10 !== Number(check)) return 'check-digit';
    return { normal: days + serial + check, birthDates: [birth], sex: Number(serial) % 2 === 1 ? 'M' : 'F' };
  },
};

/**
 * The Yugoslav matični broj (JMBG, EMŠO, ЕМБГ), still used by the successor states: DDMM and three digits of the year, region, serial
 * (000–499 for men), check digit by modulus 11. The region tells the republic of first registration, not the citizenship, so every
 * state accepts every region. Source: Zakon o jedinstvenom matičnom broju građana, Sl. list SFRJ 58/76, and its successors.
 */
const YUGOSLAV: NumberScheme = {
  id: 'YUG-jmbg',
  states: ['SRB', 'BIH', 'MNE', 'MKD', 'SVN', 'RKS', 'HRV'],
  form: /^(\d\d)(\d\d)(\d{3})(\d\d)(\d{3})(\d)$/,
  read([day, month, yyy = '', region, serial, check], today) {
    const year = (yyy >= '800' ? 1000 : 2000) + Number(yyy);
    const birthDates = birthDays(year, Number(month), Number(day), today);
    if (birthDates.length === 0) return 'birth-date';
    const digits = `${day}${month}${yyy}${region}${serial}`;
    const remainder = 11 - (weighDigits(digits, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
    if ((remainder > 9 ? 0 : remainder) !== Number(check)) return 'check-digit';
    return { normal: digits + check, birthDates, sex: Number(serial) < 500 ? 'M' : 'F' };
  },
};

/** Croatian osobni identifikacijski broj: eleven digits, ISO/IEC 7064 MOD 11,10. Source: Zakon o OIB-u, NN 60/2008. */
const CROATIAN: NumberScheme = {
  id: 'HRV-oib',
  states: ['HRV'],
  form: /^(\d{10})(\d)$/,
  read([ten = '', check]) {
    if (mod11And10Digit(ten) !== Number(check)) return 'check-digit';
    return { normal: ten + check, birthDates: [], sex: null };
  },
};

/**
 * Turkish T.C. kimlik numarası: eleven digits, the tenth and the eleventh check the others. Source: Nüfus Hizmetleri Kanunu 5490
 * art. 46; Nüfus ve Vatandaşlık İşleri.
 */
const TURKISH: NumberScheme = {
  id: 'TUR-kimlik',
  states: ['TUR'],
  form: /^([1-9]\d{8})(\d)(\d)$/,
  read([nine = '', tenth, eleventh]) {
    const odd = weighDigits(nine, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
    const even = weighDigits(nine, [0, 1, 0, 1, 0, 1, 0, 1]);
    const sound =
      (odd * 7 - even + 100) % 10 === Number(tenth) && (odd + even + Number(tenth)) % 10 === Number(eleventh);
    return sound ? { normal: nine + tenth + eleventh, birthDates: [], sex: null } : 'check-digit';
  },
};

/**
 * Kazakh individual identification number (ЖСН/ИИН): YYMMDD, century and sex, four digits, check digit by two rounds of modulus 11; a
 * number whose second round gives ten is not issued. Source: Law № 223-III of 12.01.2007 on national registers, art. 1 and 9.
 */
const KAZAKH: NumberScheme = {
  id: 'KAZ-iin',
  states: ['KAZ'],
  form: /^(\d\d)(\d\d)(\d\d)([1-6])(\d{4})(\d)$/,
  read([yy, month, day, sign, serial, check], today) {
    const year = 1800 + 100 * Math.floor((Number(sign) - 1) / 2) + Number(yy);
    const birthDates = birthDays(year, Number(month), Number(day), today);
    if (birthDates.length === 0) return 'birth-date';
    const digits = `${yy}${month}${day}${sign}${serial}`;
    const once = weighDigits(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
    const twice = weighDigits(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
    if ((once < 10 ? once : twice) !== Number(check)) return 'check-digit';
    return { normal: digits + check, birthDates, sex: Number(sign) % 2 === 1 ? 'M' : 'F' };
  },
};

/** Romania, Bulgaria, Ukraine, the Balkans, Turkey and Kazakhstan. */
export const EASTERN_NUMBERS: readonly NumberScheme[] = [
  ROMANIAN,
  BULGARIAN,
  UKRAINIAN,
  CROATIAN,
  YUGOSLAV,
  TURKISH,
  KAZAKH,
];
