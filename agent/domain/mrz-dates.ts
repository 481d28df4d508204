/** A date of the MRZ: two-digit year as printed, parts possibly unknown (`<<`), Doc 9303-3 §4.8. */
export interface MrzDate {
  /** `YYYY-MM-DD` when every part is known and the calendar has the day. */
  readonly iso: string | null;
  readonly state: 'known' | 'partly-unknown' | 'impossible';
}

/** Birth date: the latest century in which the date is not after `today`. */
export function readBirthDate(text: string, today: string): MrzDate {
  return readDate(text, (yy) => {
    const thisCentury = 2000 + yy;
    return `${thisCentury}-${text.slice(2, 4)}-${text.slice(4, 6)}` <= today ? thisCentury : thisCentury - 100;
  });
}

/** Expiry date: 20yy, unless that lies more than fifty years ahead (documents issued in the twentieth century). */
export function readExpiryDate(text: string, today: string): MrzDate {
  return readDate(text, (yy) => (2000 + yy > Number(today.slice(0, 4)) + 50 ? 1900 + yy : 2000 + yy));
}

function readDate(text: string, yearOf: (twoDigits: number) => number): MrzDate {
  if (!/^[0-9<]{6}$/.test(text)) return { iso: null, state: 'impossible' };
  if (text.includes('<') || text.slice(2, 4) === '00' || text.slice(4, 6) === '00') {
    const unknown = /^([0-9]{2}|<<)(<<|00|0[1-9]|1[0-2])(<<|00|0[1-9]|[12][0-9]|3[01])$/.test(text);
    return { iso: null, state: unknown ? 'partly-unknown' : 'impossible' };
  }
  const year = yearOf(Number(text.slice(0, 2)));
  const month = Number(text.slice(2, 4));
  const day = Number(text.slice(4, 6));
  if (month > 12 || day > daysIn(year, month)) return { iso: null, state: 'impossible' };
  return { iso: `${year}-${text.slice(2, 4)}-${text.slice(4, 6)}`, state: 'known' };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
