/**
 * Letters by their MRZ spellings, first the recommended one: ICAO Doc 9303-3 §6, table A. `Ø→O` is added because Nordic issuers
 * print it, `Đ→DJ` because South Slavic ones do.
 */
const TABLE_A: readonly (readonly [spellings: string, letters: string])[] = [
  ['A', 'ÀÁÂÃĀĂĄ'],
  ['AE A', 'Ä'],
  ['AA A', 'Å'],
  ['AE', 'Æ'],
  ['C', 'ÇĆĈĊČ'],
  ['D', 'ÐĎ'],
  ['D DJ', 'Đ'],
  ['E', 'ÈÉÊËĒĔĖĘĚ'],
  ['G', 'ĜĞĠĢ'],
  ['H', 'ĤĦ'],
  ['I', 'ÌÍÎÏĨĪĬĮİı'],
  ['IJ', 'Ĳ'],
  ['J', 'Ĵ'],
  ['K', 'Ķ'],
  ['L', 'ĹĻĽĿŁ'],
  ['N', 'ŃŅŇŊ'],
  ['N NXX', 'Ñ'],
  ['O', 'ÒÓÔÕŌŎŐ'],
  ['OE O', 'ÖØ'],
  ['OE', 'Œ'],
  ['R', 'ŔŖŘ'],
  ['S', 'ŚŜŞŠ'],
  ['SS', 'ẞß'],
  ['T', 'ŢŤŦ'],
  ['TH', 'Þ'],
  ['U', 'ÙÚÛŨŪŬŮŰŲ'],
  ['UE UXX U', 'Ü'],
  ['W', 'Ŵ'],
  ['Y', 'ÝŶŸ'],
  ['Z', 'ŹŻŽ'],
];

/** Letters that table A leaves out and living names contain: Azerbaijani schwa, Greenlandic kra, African and Croatian letters. */
const BEYOND_TABLE_A: readonly (readonly [spellings: string, letters: string])[] = [
  ['E A', 'Ə'],
  ['Q', 'ĸ'],
  ['B', 'Ɓ'],
  ['D', 'Ɗ'],
  ['K', 'Ƙ'],
  ['N', 'Ɲ'],
  ['Y', 'Ƴ'],
  ['LJ', 'ǈǇ'],
  ['NJ', 'ǋǊ'],
  ['DZ', 'ǅǄǲǱ'],
];

/** MRZ spellings of upper-case Latin letters with marks, the recommended one first. Plain letters and other marks are not listed. */
export const LATIN: ReadonlyMap<string, readonly string[]> = new Map(
  [...TABLE_A, ...BEYOND_TABLE_A].flatMap(([spellings, letters]) =>
    [...letters].map((letter) => [letter, spellings.split(' ')] as const),
  ),
);
