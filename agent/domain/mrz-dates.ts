/** A date of the MRZ: two-digit year as printed, parts possibly unknown (`<<` or `00`), Doc 9303-3 §4.8. */
export interface MrzDate {
  /** `YYYY-MM-DD` when every part is known and the calendar has the day. */
  readonly iso: string | null;
  /** `absent`: the layout has no such date. */
  readonly state: 'known' | 'partly-unknown' | 'impossible' | 'absent';
}

/** Birth date at `at` of `text`: the latest century in which the date is not after `today` (`YYYY-MM-DD`). */
export function readBirthDate(text: string, today: string, at = 0): MrzDate {
  return readDate(text, at, today, true);
}

/** Expiry date: 20yy, unless that lies more than fifty years ahead (documents issued in the twentieth century). */
export function readExpiryDate(text: string, today: string, at = 0): MrzDate {
  return readDate(text, at, today, false);
}

export const NO_DATE: MrzDate = Object.freeze({ iso: null, state: 'absent' });
const IMPOSSIBLE: MrzDate = Object.freeze({ iso: null, state: 'impossible' });
const PARTLY_UNKNOWN: MrzDate = Object.freeze({ iso: null, state: 'partly-unknown' });

const FILLER = 60;
/** A pair of fillers, and a pair that is neither a number nor unknown. */
const UNKNOWN = -1;
const NONSENSE = -2;

const twoDigits = (n: number) => String(n).padStart(2, '0');
const YEARS: readonly string[] = Array.from({ length: 200 }, (_, year) => `${1900 + year}-`);
const DAYS: readonly string[] = Array.from({ length: 13 * 32 }, (_, i) => `${twoDigits(i >> 5)}-${twoDigits(i & 31)}`);

function readDate(text: string, at: number, today: string, birth: boolean): MrzDate {
  const yy = pair(text, at);
  const month = pair(text, at + 2);
  const day = pair(text, at + 4);
  if (yy === NONSENSE || month === NONSENSE || day === NONSENSE || month > 12 || day > 31) return IMPOSSIBLE;
  if (yy === UNKNOWN || month <= 0 || day <= 0) return PARTLY_UNKNOWN;
  const year = birth ? yearOfBirth(yy, month, day, today) : yearOfExpiry(yy, today);
  if (day > daysIn(year, month)) return IMPOSSIBLE;
  return { iso: (YEARS[year - 1900] as string) + DAYS[(month << 5) + day], state: 'known' };
}

/** Number of two digits; what the text is too short for counts as filler. */
function pair(text: string, at: number): number {
  const tens = at < text.length ? text.charCodeAt(at) : FILLER;
  const ones = at + 1 < text.length ? text.charCodeAt(at + 1) : FILLER;
  if (tens === FILLER && ones === FILLER) return UNKNOWN;
  return tens >= 48 && tens <= 57 && ones >= 48 && ones <= 57 ? (tens - 48) * 10 + ones - 48 : NONSENSE;
}

function yearOfBirth(yy: number, month: number, day: number, today: string): number {
  return (2000 + yy) * 10_000 + month * 100 + day <= dayNumber(today) ? 2000 + yy : 1900 + yy;
}

function yearOfExpiry(yy: number, today: string): number {
  return 2000 + yy > Math.floor(dayNumber(today) / 10_000) + 50 ? 1900 + yy : 2000 + yy;
}

let lastDay = '';
let lastNumber = 0;

/** `YYYY-MM-DD` as the number YYYYMMDD; the day rarely changes between two parses. */
function dayNumber(today: string): number {
  if (today !== lastDay) {
    lastNumber = (pair(today, 0) * 100 + pair(today, 2)) * 10_000 + pair(today, 5) * 100 + pair(today, 8);
    lastDay = today;
  }
  return lastNumber;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
