import type { FieldMatch } from '../contract/vocabulary/document.ts';
import { LATIN } from '../contract/vocabulary/mrz/latin.ts';
import type { MrzDocument } from './mrz-document.ts';

type Named = Pick<MrzDocument, 'surname' | 'givenNames' | 'namesTruncated'>;

/**
 * Compares the names of two documents of one person, word order included. `exact`: the same letters. `transliteration_equal`: two
 * spellings that ICAO Doc 9303-3 §6 gives for one letter (MUELLER, MULLER and MUXXLLER for Müller). `truncated_equal`: a name field that
 * is filled to its last place shows what the other document has more of (9303-4, -5 and -6 §4.2.3), because a card has room for 30
 * characters and a passport for 39. Symmetric.
 */
export function compareMrzNames(a: Named, b: Named): FieldMatch {
  if (nameless(a) || nameless(b)) return 'not_available';
  if (a.surname === b.surname && a.givenNames === b.givenNames) return 'exact';
  if (spellsSame(a.surname, b.surname) && spellsSame(a.givenNames, b.givenNames)) return 'transliteration_equal';
  const left = (a.namesTruncated && isLeftOf(a, b)) || (b.namesTruncated && isLeftOf(b, a));
  return left || (a.namesTruncated && b.namesTruncated && areBothCut(a, b)) ? 'truncated_equal' : 'different';
}

const nameless = ({ surname, givenNames }: Named): boolean => surname === '' && givenNames === '';

/** Whether `cut` shows what truncation may leave of `whole`. */
function isLeftOf(cut: Named, whole: Named): boolean {
  return isShortened(cut.surname, whole.surname) && isShortened(cut.givenNames, whole.givenNames);
}

/** Both fields are full: each component may have lost its end in either document. */
function areBothCut(a: Named, b: Named): boolean {
  const agree = (one: string, other: string) => {
    const [first, second] = [words(one), words(other)];
    const shared = Math.min(first.length, second.length);
    return first.slice(0, shared).every((word, at) => begins(word, second[at] ?? '') || begins(second[at] ?? '', word));
  };
  return agree(a.surname, b.surname) && agree(a.givenNames, b.givenNames);
}

/** Each printed component begins the whole one in its place; components at the end may be missing, the first may not. */
function isShortened(cut: string, whole: string): boolean {
  const [printed, full] = [words(cut), words(whole)];
  if (printed.length === 0) return full.length === 0;
  return printed.length <= full.length && printed.every((word, at) => begins(word, full[at] ?? ''));
}

const words = (name: string): readonly string[] => (name === '' ? [] : name.split(' '));
const begins = (start: string, word: string): boolean => walk(start, word, true);
const spellsSame = (a: string, b: string): boolean => walk(a, b, false);

/**
 * Spellings of one letter that differ, each pair once in each direction. Two plain letters are two letters here: the E and A of the
 * Azerbaijani schwa would make ANNE and ANNA one name.
 */
const SPELLINGS: readonly (readonly [string, string])[] = [
  ...new Set(
    [...LATIN.values()].flatMap((spellings) =>
      spellings.flatMap((one) =>
        spellings.filter((other) => other !== one && one.length + other.length > 2).map((other) => `${one} ${other}`),
      ),
    ),
  ),
].map((pair) => pair.split(' ') as [string, string]);

/** Walks both texts at once, over equal characters and over two spellings of one letter. */
function walk(a: string, b: string, mayEndEarly: boolean): boolean {
  const reached = new Set<string>();
  const open: [number, number][] = [[0, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [i, j] = next;
    if (i === a.length && (mayEndEarly || j === b.length)) return true;
    const key = `${i} ${j}`;
    if (reached.has(key)) continue;
    reached.add(key);
    if (i < a.length && a[i] === b[j]) open.push([i + 1, j + 1]);
    for (const [one, other] of SPELLINGS)
      if (a.startsWith(one, i) && b.startsWith(other, j)) open.push([i + one.length, j + other.length]);
  }
  return false;
}
