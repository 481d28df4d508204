import type { FieldMatch } from '../contract/vocabulary/document.ts';
import type { MrzDocument } from './parse-mrz.ts';
import { canBeginAs, canBeWrittenAs } from './transliteration.ts';

/**
 * Compares the ordered name with the MRZ name, word order included: both identifiers must agree.
 * `exact`: the same Latin letters. `transliteration_equal`: equal after Doc 9303-3 §6. `truncated_equal`: the MRZ field is full
 * and the ordered name begins with what is printed (§4.6). A name of one part stands in the primary identifier alone.
 */
export function matchName(ordered: { surname: string; givenNames: string }, mrz: MrzDocument): FieldMatch {
  if (!mrz.surname && !mrz.givenNames) return 'not_available';
  const parts = ordered.surname.trim() ? [ordered.surname, ordered.givenNames] : [ordered.givenNames, ''];
  const results = [
    matchPart(parts[0] ?? '', mrz.surname, mrz.namesTruncated && !mrz.givenNames),
    matchPart(parts[1] ?? '', mrz.givenNames, mrz.namesTruncated),
  ];
  return WORST_FIRST.find((result) => results.includes(result)) ?? 'exact';
}

const WORST_FIRST: readonly FieldMatch[] = ['different', 'truncated_equal', 'transliteration_equal'];

function matchPart(ordered: string, printed: string, cut: boolean): FieldMatch {
  const mrz = printed.replace(/ /g, '<');
  const latin = /^[A-Za-z\s'’-]*$/.test(ordered);
  const plain = ordered
    .trim()
    .toUpperCase()
    .replace(/['’]/g, '')
    .replace(/[\s-]+/g, '<');
  if (latin && plain === mrz) return 'exact';
  if (canBeWrittenAs(ordered, mrz)) return 'transliteration_equal';
  if (cut && (mrz === '' || canBeginAs(ordered, mrz) || abbreviates(ordered, mrz))) return 'truncated_equal';
  return 'different';
}

/** Truncation may also shorten single names to their beginnings (Doc 9303-4 §4.2.3): each printed word begins an ordered one. */
function abbreviates(ordered: string, mrz: string): boolean {
  const words = ordered.trim().split(/[\s-]+/);
  const printed = mrz.split('<');
  return (
    printed.length <= words.length &&
    printed.every((word, index) => word !== '' && canBeginAs(words[index] ?? '', word))
  );
}
