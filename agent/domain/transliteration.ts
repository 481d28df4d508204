/**
 * Latin letters with marks and their MRZ spellings, ICAO Doc 9303-3 §6 table A, first the recommended one; the others are the
 * national alternatives that issuers also use (e.g. Å→AA or A).
 */
const LATIN: Readonly<Record<string, readonly string[]>> = {
  Ä: ['AE', 'A'],
  Å: ['AA', 'A'],
  Æ: ['AE'],
  Ö: ['OE', 'O'],
  Ø: ['OE', 'O'],
  Ü: ['UE', 'UXX', 'U'],
  ß: ['SS'],
  ẞ: ['SS'],
  Þ: ['TH'],
  Ð: ['D'],
  Đ: ['D'],
  Ł: ['L'],
  Ħ: ['H'],
  Ĳ: ['IJ'],
  Ŋ: ['N'],
  Œ: ['OE'],
  Ŧ: ['T'],
  ı: ['I'],
  İ: ['I'],
  ĸ: ['Q'],
  Ñ: ['N', 'NXX'],
  Ə: ['E'],
};

/** Cyrillic, ICAO Doc 9303-3 §6 table B, with the national spellings of Ukraine, Belarus, Serbia, Bulgaria and North Macedonia. */
const CYRILLIC: Readonly<Record<string, readonly string[]>> = {
  А: ['A'],
  Б: ['B'],
  В: ['V'],
  Г: ['G', 'H'],
  Ґ: ['G'],
  Д: ['D'],
  Е: ['E'],
  Ё: ['E', 'IO'],
  Ж: ['ZH', 'Z'],
  З: ['Z'],
  И: ['I', 'Y'],
  І: ['I'],
  Ї: ['I', 'YI'],
  Й: ['I', 'Y'],
  К: ['K'],
  Л: ['L'],
  М: ['M'],
  Н: ['N'],
  О: ['O'],
  П: ['P'],
  Р: ['R'],
  С: ['S'],
  Т: ['T'],
  У: ['U'],
  Ф: ['F'],
  Х: ['KH', 'H'],
  Ц: ['TS', 'C'],
  Ч: ['CH', 'C'],
  Ш: ['SH', 'S'],
  Щ: ['SHCH', 'SHT'],
  Ъ: ['IE', 'A', ''],
  Ы: ['Y'],
  Ь: ['', 'Y'],
  Э: ['E'],
  Ю: ['IU', 'YU'],
  Я: ['IA', 'YA'],
  Ў: ['U'],
  Ђ: ['D', 'DJ'],
  Ј: ['J'],
  Љ: ['LJ'],
  Њ: ['NJ'],
  Ћ: ['C'],
  Џ: ['DZ'],
  Є: ['IE', 'YE'],
  Ѓ: ['G', 'GJ'],
  Ќ: ['K', 'KJ'],
  Ѕ: ['DZ'],
  Ѣ: ['IE'],
};

/**
 * The MRZ spellings of one written letter, recommended first. Hyphen and space become a filler, the apostrophe disappears
 * (Doc 9303-3 §4.6). A letter no table knows has no spelling.
 */
export function mrzSpellings(letter: string): readonly string[] {
  const upper = letter === 'ß' ? letter : letter.toLocaleUpperCase('en');
  if (/^[A-Z]$/.test(upper)) return [upper];
  if (/^[\s\-‐‑–]$/.test(upper)) return ['<'];
  if (/^['’ʼ`´.,]$/.test(upper)) return [''];
  const known = LATIN[upper] ?? CYRILLIC[upper];
  if (known) return known;
  const base = upper.normalize('NFD').replace(/\p{M}/gu, '');
  return /^[A-Z]+$/.test(base) ? [base] : base.length === 1 && base !== upper ? mrzSpellings(base) : [];
}

/** Recommended MRZ spelling of a name: `Björn-Åke` → `BJOERN<AAKE`. Letters without a spelling are left out. */
export function transliterate(name: string): string {
  return fold([...name.normalize('NFC').trim()].map((letter) => mrzSpellings(letter)[0] ?? '').join(''));
}

/** True when `name` can be written as `mrz` (letters and single `<`) by choosing one spelling for each letter. */
export function canBeWrittenAs(name: string, mrz: string): boolean {
  return walk(name, mrz, (rest) => rest === '');
}

/** True when some spelling of `name` begins with `mrz`: the MRZ field was cut there. */
export function canBeginAs(name: string, mrz: string): boolean {
  return walk(name, mrz, () => true, true);
}

const fold = (text: string) => text.replace(/<+/g, '<').replace(/^<|<$/g, '');

function walk(name: string, mrz: string, end: (rest: string) => boolean, prefix = false): boolean {
  const letters = [...name.normalize('NFC').trim().replace(/\s+/g, ' ')];
  let positions = new Set<number>([0]);
  for (const letter of letters) {
    const next = new Set<number>();
    for (const at of positions) {
      if (prefix && at === mrz.length) return true;
      for (const spelling of mrzSpellings(letter)) {
        if (mrz.startsWith(spelling, at)) next.add(at + spelling.length);
        else if (prefix && spelling.startsWith(mrz.slice(at))) return true;
      }
    }
    if (next.size === 0) return false;
    positions = next;
  }
  return [...positions].some((at) => (prefix ? at === mrz.length : end(mrz.slice(at))));
}
