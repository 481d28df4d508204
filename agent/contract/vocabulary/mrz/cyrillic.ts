/**
 * MRZ spellings of upper-case Cyrillic letters, ICAO Doc 9303-3 §6, table B: the recommended one first, then the spellings of the
 * national exceptions and those that issuers print beside the table (Bulgarian Ъ→A, Serbian Ђ→DJ, Russian Ь as nothing, Ukrainian
 * Г→GH after З). The letters of Central Asia at the end are missing from the table; their spellings are those of Kazakh, Kyrgyz and
 * Tajik passports.
 */
export const CYRILLIC: ReadonlyMap<string, readonly string[]> = new Map([
  ['А', ['A']],
  ['Б', ['B']],
  ['В', ['V']],
  ['Г', ['G', 'H', 'GH']],
  ['Ґ', ['G']],
  ['Ғ', ['G', 'GJ']],
  ['Ѓ', ['G', 'GJ']],
  ['Д', ['D']],
  ['Ђ', ['D', 'DJ']],
  ['Е', ['E']],
  ['Ё', ['E', 'IO']],
  ['Є', ['IE', 'YE']],
  ['Ж', ['ZH', 'Z']],
  ['З', ['Z']],
  ['Ѕ', ['DZ']],
  ['И', ['I', 'Y']],
  ['І', ['I']],
  ['Ї', ['I', 'YI']],
  ['Й', ['I', 'Y']],
  ['Ј', ['J']],
  ['К', ['K']],
  ['Ќ', ['K', 'KJ']],
  ['Л', ['L']],
  ['Љ', ['LJ']],
  ['М', ['M']],
  ['Н', ['N']],
  ['Њ', ['NJ']],
  ['О', ['O']],
  ['П', ['P']],
  ['Р', ['R']],
  ['С', ['S']],
  ['Т', ['T']],
  ['Ћ', ['C']],
  ['Һ', ['C']],
  ['У', ['U']],
  ['Ў', ['U']],
  ['Ѫ', ['U']],
  ['Ф', ['F']],
  ['Х', ['KH', 'H']],
  ['Ц', ['TS', 'C']],
  ['Ч', ['CH', 'C']],
  ['Џ', ['DZ', 'DJ']],
  ['Ш', ['SH', 'S']],
  ['Щ', ['SHCH', 'SHT']],
  ['Ъ', ['IE', 'A', '']],
  ['Ы', ['Y']],
  ['Ь', ['', 'Y']],
  ['Ѣ', ['IE']],
  ['Э', ['E']],
  ['Ю', ['IU', 'YU']],
  ['Я', ['IA', 'YA']],
  ['Ѵ', ['Y']],
  ['Ә', ['A', 'AE', 'E']],
  ['Қ', ['K', 'Q']],
  ['Ң', ['N', 'NG']],
  ['Ө', ['O', 'OE']],
  ['Ұ', ['U']],
  ['Ү', ['U', 'UE']],
  ['Ҳ', ['H', 'KH']],
  ['Ҷ', ['J']],
  ['Ӣ', ['I']],
  ['Ӯ', ['U']],
]);

interface NationalSpellings {
  readonly anywhere: Readonly<Record<string, string>>;
  /** At the beginning of a name component. */
  readonly first?: Readonly<Record<string, string>>;
}

/**
 * The exceptions of table B by issuing state. Ѓ→GJ is printed in the table beside Ғ; both are kept. The table gives Serbian Г as H,
 * which no Serbian document shows, so that exception stands among the spellings to recognise and not here.
 */
export const NATIONAL_CYRILLIC: ReadonlyMap<string, NationalSpellings> = new Map<string, NationalSpellings>([
  ['UKR', { anywhere: { Г: 'H', И: 'Y' }, first: { Є: 'YE', Ї: 'YI', Й: 'Y', Ю: 'YU', Я: 'YA' } }],
  ['BLR', { anywhere: { Г: 'H', Ё: 'IO' } }],
  ['BGR', { anywhere: { Щ: 'SHT' } }],
  ['SRB', { anywhere: { Ж: 'Z', Х: 'H', Ц: 'C', Ч: 'C', Ш: 'S' } }],
  ['MKD', { anywhere: { Ѓ: 'GJ', Ғ: 'GJ', Ќ: 'KJ', Х: 'H', Ц: 'C', Џ: 'DJ' } }],
]);
