import { canBeginAs, canBeWrittenAs } from '../contract/vocabulary/mrz/transliteration.ts';

/** Capital Latin letters and digits of a text; marks and everything else are taken off. */
export const latin = (text: string): string =>
  text
    .toUpperCase()
    .normalize('NFD')
    .replace(/[^A-Z0-9]/g, '');

/**
 * Whether a printed word is the written form of one MRZ name (Doc 9303-3 §6). The recogniser of the printed zone loses marks, so
 * a bare letter may stand for the marked one and its spelling: print read as `BJORN` is `BJOERN`. A long name may stand inside a
 * longer word (captions run into values); a cut one need only begin alike.
 */
export function isPrintOf(word: string, name: string, isCut: boolean): boolean {
  const bare = latin(word);
  const written = word.replace(/[^\p{L}\p{M}'’-]/gu, '');
  if (written === '') return false;
  if (bare === name || canBeWrittenAs(written, name) || marksLost(name).test(bare)) return true;
  if (isCut && (bare.startsWith(name) || canBeginAs(written, name))) return true;
  return name.length >= LEAST_INSIDE && bare.includes(name);
}

const LEAST_INSIDE = 4;

/** Spellings of marked letters in which the bare letter is what remains of the print. */
const marksLost = (name: string): RegExp =>
  new RegExp(
    `^${name
      .replace(/AE/g, 'AE?')
      .replace(/AA/g, 'AA?')
      .replace(/OE/g, 'OE?')
      .replace(/UE/g, 'UE?')
      .replace(/([UN])XX/g, '$1(?:XX)?')
      .replace(/SS/g, '(?:SS|B)')
      .replace(/TH/g, '(?:TH|P)')}$`,
  );
