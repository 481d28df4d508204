import { birthDays } from './birth-days.ts';
import { weighDigits } from './check-sums.ts';
import type { NumberScheme, NumberSchemeId } from './identification-number.ts';

/**
 * Estonian isikukood and Lithuanian asmens kodas: century and sex (odd for men), YYMMDD, three digits, check digit by two rounds of
 * modulus 11. Sources: EVS 585:2007 "Isikukood. Struktuur"; Lietuvos Respublikos gyventojų registro įstatymas, art. 8.
 */
const withCenturyDigit = (id: NumberSchemeId, state: string): NumberScheme => ({
  id,
  states: [state],
  form: /^([1-8])(\d\d)(\d\d)(\d\d)(\d{3})(\d)$/,
  read([first, yy, month, day, serial, check], today) {
    const year = 1800 + 100 * Math.floor((Number(first) - 1) / 2) + Number(yy);
    const birthDates = birthDays(year, Number(month), Number(day), today);
    if (birthDates.length === 0) return 'birth-date';
    const digits = `${first}${yy}${month}${day}${serial}`;
    const once = weighDigits(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    const twice = weighDigits(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
    if ((once < 10 ? once : twice % 10) !== Number(check)) return 'check-digit';
    return { normal: digits + check, birthDates, sex: Number(first) % 2 === 1 ? 'M' : 'F' };
  },
});

/**
 * Latvian personas kods. Until 2017-06-30: DDMMYY, century 0–2, serial, check digit by modulus 11. Since 2017-07-01: 32–39 and nine
 * digits that tell neither date nor sex; no check digit is published for them. Source: Fizisko personu reģistra likums, art. 6.
 */
const LATVIAN: NumberScheme = {
  id: 'LVA-personas-kods',
  states: ['LVA'],
  form: /^(\d\d)(\d\d)(\d\d)-?(\d)(\d{3})(\d)$/,
  read([day = '', month = '', yy = '', century, serial, check], today) {
    const normal = `${day}${month}${yy}-${century}${serial}${check}`;
    if (day >= '32' && day <= '39') return { normal, birthDates: [], sex: null };
    if (Number(century) > 2) return 'birth-date';
    const birthDates = birthDays(1800 + 100 * Number(century) + Number(yy), Number(month), Number(day), today);
    if (birthDates.length === 0) return 'birth-date';
    const sum = weighDigits(`${day}${month}${yy}${century}${serial}`, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
    if (((1101 - sum) % 11) % 10 !== Number(check)) return 'check-digit';
    return { normal, birthDates, sex: null };
  },
};

/** Estonia, Latvia and Lithuania. */
export const BALTIC_NUMBERS: readonly NumberScheme[] = [
  withCenturyDigit('EST-isikukood', 'EST'),
  LATVIAN,
  withCenturyDigit('LTU-asmens-kodas', 'LTU'),
];
