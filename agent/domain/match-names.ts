import type { FieldMatch } from '../contract/vocabulary/document.ts';
import { LAYOUTS } from '../contract/vocabulary/mrz/layouts.ts';
import {
  canBeginAs,
  canBeWrittenAs,
  letterWithoutSpelling,
  longestSpelling,
  transliterate,
} from '../contract/vocabulary/mrz/transliteration.ts';
import { truncateName } from '../contract/vocabulary/mrz/truncate-name.ts';
import type { MrzDocument } from './parse-mrz.ts';

/**
 * Compares the ordered name with the MRZ name, word order included: both identifiers must agree.
 * `exact`: the same Latin letters. `transliteration_equal`: equal after Doc 9303-3 §6. `truncated_equal`: the MRZ field is full, the
 * ordered name does not fit it, and what is printed is what the issuer may have left of it (Doc 9303-4, -5, -6 and -7 §4.2.3).
 * `not_available`: the MRZ has no name, or the order has a letter that no table spells, so that nothing can be said. A name of one
 * part stands in the primary identifier alone, wherever the order has it.
 */
export function matchName(ordered: { surname: string; givenNames: string }, mrz: MrzDocument): FieldMatch {
  if (!mrz.surname && !mrz.givenNames) return 'not_available';
  const [surname, givenNames] = hasLetters(ordered.surname)
    ? [ordered.surname, ordered.givenNames]
    : [ordered.givenNames, ''];
  if (letterWithoutSpelling(`${surname} ${givenNames}`) !== null) return 'not_available';
  const layout = LAYOUTS[mrz.format];
  const parts = [matchPart(surname, mrz.surname)];
  if (layout.names || layout.givenNames) parts.push(matchPart(givenNames, mrz.givenNames));
  const result = WORST_FIRST.find((match) => parts.includes(match)) ?? 'exact';
  return result === 'different' && isTruncationOf(surname, givenNames, mrz) ? 'truncated_equal' : result;
}

const hasLetters = (name: string): boolean => /\p{L}/u.test(name);

const WORST_FIRST: readonly FieldMatch[] = ['different', 'truncated_equal', 'transliteration_equal'];

function matchPart(ordered: string, printed: string): FieldMatch {
  const mrz = fillers(printed);
  if (plainLatin(ordered) === mrz) return 'exact';
  return canBeWrittenAs(ordered, mrz) ? 'transliteration_equal' : 'different';
}

/** The MRZ form of a name in plain Latin letters, null for one with other letters: those are transliterated. */
function plainLatin(name: string): string | null {
  const letters = name.normalize('NFKC').toUpperCase();
  const unchanged = /^[A-Z]*$/.test(letters.replace(/[^\p{L}\p{M}\p{N}]|\p{Lm}/gu, ''));
  return unchanged && !/[ßıſ]/.test(name) ? transliterate(letters) : null;
}

/** Whether a full name field shows what may be left of a name that does not fit. */
function isTruncationOf(surname: string, givenNames: string, mrz: MrzDocument): boolean {
  if (!mrz.namesTruncated) return false;
  const { names, surname: primary, givenNames: secondary } = LAYOUTS[mrz.format];
  if (!names) {
    const cut = (ordered: string, printed: string, room: number | undefined) =>
      canBeWrittenAs(ordered, fillers(printed)) ||
      (room !== undefined && printed.length >= room && canBeginAs(ordered, fillers(printed)));
    return (
      cut(surname, mrz.surname, primary?.length) && (!secondary || cut(givenNames, mrz.givenNames, secondary.length))
    );
  }
  const [first, second] = [fillers(mrz.surname), fillers(mrz.givenNames)];
  const recommended = transliterate(surname, mrz.issuingState);
  const emitted = truncateName(recommended, transliterate(givenNames, mrz.issuingState), names.length);
  if (emitted === (second === '' ? first : `${first}<<${second}`)) return recommended !== first || second !== '';
  const longest = recommended.length + 2 + transliterate(givenNames, mrz.issuingState).length;
  if (longest <= names.length) return false;
  const whole = canBeWrittenAs(surname, first);
  // The primary identifier gives way only where it leaves no room for the secondary one.
  if (!whole && longestSpelling(surname, first) + 3 <= names.length) return false;
  return (whole || isShortened(surname, first)) && isShortened(givenNames, second);
}

/** Each printed component begins the ordered one in its place; components at the end may be missing. */
function isShortened(ordered: string, mrz: string): boolean {
  if (mrz === '' || canBeginAs(ordered, mrz)) return true;
  const words = ordered.trim().split(/[\s\-,]+/);
  const printed = mrz.split('<');
  return (
    printed.length <= words.length &&
    printed.every((word, index) => word !== '' && canBeginAs(words[index] ?? '', word))
  );
}

const fillers = (printed: string): string => printed.replace(/ /g, '<');
