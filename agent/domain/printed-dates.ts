/**
 * The dates a piece of print may mean, as `YYYY-MM-DD`; empty when it is no date. Reads the forms documents print (Doc 9303-3 §3.8
 * and the states' own): `12 AUG 1974`, `12 AUG/AOÛT 74`, `AUG 12 1974`, `12.08.1974`, `12/08/74`, `1974-08-12`, `120874`,
 * `12081974`. Where day and month may be exchanged or the century is not printed, all readings that exist in the calendar come
 * back. Letters that print like digits count as digits between digits (O, D, I, L, Z, S, B): a date of the MRZ has its own digit.
 */
export function readPrintedDate(text: string): readonly string[] {
  const groups = groupsOf(text);
  const months = groups.map(monthsOf);
  const named = months.findIndex((found) => found.length > 0);
  if (named < 0) return numericDates(groups.map(digitsOf));
  const month = months.filter((found) => found.length > 0).reduce((both, found) => common(both, found));
  // A second month name may be in a script or language that is not known here: letters beside a known one are passed over.
  const numbers = groups.filter((group, index) => /[0-9]/.test(group) && months[index]?.length === 0).map(digitsOf);
  const [first, second, ...more] = numbers;
  if (!first || !second || more.length > 0) return [];
  const found = month.flatMap((m) => [...datesOf(second, m, first), ...datesOf(first, m, second)]);
  return [...new Set(found)];
}

/** Letters and digits that belong together; marks are taken off, `12AUG1974` comes apart. */
const groupsOf = (text: string): readonly string[] =>
  text
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([0-9])([A-Z]{3})/g, '$1 $2')
    .replace(/([A-Z]{3})([0-9])/g, '$1 $2')
    .split(/[^A-Z0-9]+/)
    .filter((group) => group !== '');

/** The group as digits, or null when it is none. */
function digitsOf(group: string): string | null {
  if (!/[0-9]/.test(group)) return null;
  const digits = group
    .replace(/[OD]/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/Z/g, '2')
    .replace(/S/g, '5')
    .replace(/B/g, '8');
  return /^[0-9]+$/.test(digits) ? digits : null;
}

function numericDates(groups: readonly (string | null)[]): readonly string[] {
  const [a, b, c, ...more] = groups;
  if (a && !b && groups.length === 1) {
    const parts =
      a.length === 8
        ? [
            [2, 2, 4],
            [4, 2, 2],
          ]
        : a.length === 6
          ? [[2, 2, 2]]
          : [];
    return [...new Set(parts.flatMap((lengths) => ordered(cut(a, lengths))))];
  }
  return a && b && c && more.length === 0 ? ordered([a, b, c]) : [];
}

function cut(text: string, lengths: readonly number[]): string[] {
  const ends = lengths.map((_, index) => lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0));
  return ends.map((end, index) => text.slice(end - (lengths[index] ?? 0), end));
}

/** Day, month, year in the three orders in use. */
function ordered(parts: readonly string[]): readonly string[] {
  const [a = '', b = '', c = ''] = parts;
  if (a.length === 4) return datesOf(a, Number(b), c);
  const found = [...datesOf(c, Number(b), a), ...datesOf(c, Number(a), b)];
  return [...new Set(c.length === 2 ? [...found, ...datesOf(a, Number(b), c)] : found)];
}

function datesOf(year: string | null, month: number, day: string | null): readonly string[] {
  if (!year || !day || day.length > 2 || (year.length !== 2 && year.length !== 4)) return [];
  const years = year.length === 4 ? [Number(year)] : [1900 + Number(year), 2000 + Number(year)];
  return years.flatMap((y) => {
    const iso = `${y}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
    const real = y >= 1900 && new Date(`${iso}T00:00:00Z`).toJSON()?.slice(0, 10) === iso;
    return real ? [iso] : [];
  });
}

const common = (a: readonly number[], b: readonly number[]) => a.filter((month) => b.includes(month));

/** Months whose name in some language begins like the word, 1…12; several where languages differ (Polish and Croatian `LIP`). */
function monthsOf(group: string): readonly number[] {
  if (group.length < 3 || /[0-9]{2}/.test(group)) return [];
  return MONTHS.flatMap((names, index) =>
    names.some((name) => name.startsWith(group) || (name.length >= 3 && group.startsWith(name))) ? [index + 1] : [],
  );
}

/**
 * Beginnings of month names without marks: English, French, German, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Finnish,
 * Estonian, Latvian, Lithuanian, Polish, Czech, Slovak, Slovene, Croatian, Hungarian, Romanian, Turkish.
 */
const MONTHS: readonly (readonly string[])[] = [
  ['JAN', 'JAENNER', 'ENE', 'GEN', 'GENN', 'TAM', 'JAAN', 'SAU', 'STY', 'LED', 'SIJ', 'IAN', 'OCA', 'OCAK'],
  ['FEB', 'FEV', 'FEVR', 'HEL', 'VEEB', 'VAS', 'LUT', 'UNO', 'VELJ', 'SUB', 'SUBAT'],
  ['MAR', 'MARS', 'MRZ', 'MAER', 'MAART', 'MRT', 'MAALIS', 'KOV', 'BRE', 'OZU'],
  ['APR', 'AVR', 'ABR', 'HUH', 'BAL', 'KWI', 'DUB', 'TRA', 'NIS', 'NISAN'],
  ['MAY', 'MAI', 'MAJ', 'MAG', 'MEI', 'TOU', 'GEG', 'KVE', 'SVI', 'MAIJ', 'MAG', 'MAYIS'],
  ['JUN', 'JUIN', 'GIU', 'KES', 'JUUN', 'BIR', 'CZE', 'CER', 'CVN', 'LIP', 'IUN', 'HAZ'],
  ['JUL', 'JUIL', 'LUG', 'HEI', 'JUUL', 'LIE', 'LIP', 'CVC', 'CERVENEC', 'SRP', 'IUL', 'TEM'],
  ['AUG', 'AOU', 'AOUT', 'AGO', 'ELO', 'RUGP', 'SIE', 'SRP', 'KOL', 'AVG', 'AGU'],
  ['SEP', 'SEPT', 'SET', 'SYY', 'RUGS', 'WRZ', 'ZAR', 'RUJ', 'SZE', 'EYL'],
  ['OCT', 'OKT', 'OUT', 'OTT', 'LOK', 'SPA', 'PAZ', 'RIJ', 'LIS', 'EKI'],
  ['NOV', 'MARRAS', 'LAP', 'LIS', 'STU', 'NOE', 'KAS', 'KASIM'],
  ['DEC', 'DEZ', 'DES', 'DIC', 'JOU', 'DETS', 'GRU', 'PRO', 'ARA', 'GRD'],
];
