import { ARABIC, SHADDA, TEH_MARBUTA } from './arabic.ts';
import { CYRILLIC, NATIONAL_CYRILLIC } from './cyrillic.ts';
import { LATIN } from './latin.ts';

/**
 * Recommended MRZ spelling of a name, ICAO Doc 9303-3 §4.6 and §6: `Björn-Åke` → `BJOERN<AAKE`. Hyphens, commas and spaces become one
 * filler, apostrophes and full stops disappear. `issuer` (an ICAO state code) chooses the national exceptions for Cyrillic.
 * Letters without a spelling are left out; `letterWithoutSpelling` names them.
 */
export function transliterate(name: string, issuer = ''): string {
  const spelled = spellLetters(name, issuer).map((spellings) => spellings[0] ?? '');
  return spelled.join('').replace(/<+/g, '<').replace(/^<|<$/g, '');
}

/**
 * The first letter of `name` that no table of Doc 9303-3 §6 spells, or null. The tables cover Latin, Cyrillic and Arabic script;
 * there is none for Greek, Hebrew, Georgian and others, whose names the issuing state gives in Latin letters.
 */
export function letterWithoutSpelling(name: string): string | null {
  const letters = lettersOf(name);
  const at = spellLetters(name, '').findIndex((spellings) => spellings.length === 0);
  return at < 0 ? null : (letters[at] ?? null);
}

/** True when `name` can be written as `mrz` (letters and single `<`) by choosing one spelling for each letter. */
export function canBeWrittenAs(name: string, mrz: string): boolean {
  return walk(name, mrz, false);
}

/** True when some spelling of `name` begins with `mrz`: the MRZ field was cut there. */
export function canBeginAs(name: string, mrz: string): boolean {
  return walk(name, mrz, true);
}

/**
 * Characters of the longest spelling of a name that begins with `start`, fillers between its parts included; of the longest of all
 * when none begins so.
 */
export function longestSpelling(name: string, start = ''): number {
  const spelled = spellLetters(name, '');
  // Per place of `start` that is written so far, the most characters; at its end they go on alone.
  let written = new Map<number, number>([[0, 0]]);
  for (const spellings of spelled) {
    const next = new Map<number, number>();
    for (const [at, length] of written) {
      const rest = start.slice(at);
      for (const spelling of spellings) {
        if (!rest.startsWith(spelling) && !spelling.startsWith(rest)) continue;
        const to = Math.min(start.length, at + spelling.length);
        next.set(to, Math.max(next.get(to) ?? 0, length + spelling.length));
      }
    }
    written = next;
  }
  return written.get(start.length) ?? spelled.reduce((sum, some) => sum + Math.max(0, ...some.map((s) => s.length)), 0);
}

/** Compatibility forms (full width, ligatures, Arabic presentation forms) are taken apart; runs of separators become one. */
const lettersOf = (name: string): readonly string[] => [
  ...name
    .normalize('NFKC')
    .replace(/[\s\-‐‑‒–—−,،]+/g, ' ')
    .trim(),
];

/** Per letter, its spellings where it stands, the recommended one first; empty when no table knows it. */
function spellLetters(name: string, issuer: string): (readonly string[])[] {
  const letters = lettersOf(name);
  const national = NATIONAL_CYRILLIC.get(issuer);
  const spelled: (readonly string[])[] = [];
  for (const [at, letter] of letters.entries()) {
    const first = at === 0 || letters[at - 1] === ' ';
    const last = at === letters.length - 1 || letters[at + 1] === ' ';
    if (letter === TEH_MARBUTA) spelled.push(last ? ['XAH', 'XTA'] : ['XTA', 'XAH']);
    else if (letter === SHADDA) spelled.push([...(spelled[at - 1] ?? ['']).map(doubled), '']);
    else {
      const upper = 'ßıĸ'.includes(letter) ? letter : letter.toUpperCase();
      const chosen = (first ? national?.first?.[upper] : undefined) ?? national?.anywhere[upper];
      spelled.push(chosen === undefined ? spellingsOf(upper) : [chosen, ...spellingsOf(upper)]);
    }
  }
  return spelled;
}

/** The announcing X is not repeated: XDZ doubles to XDZDZ. */
const doubled = (spelling: string): string => (spelling.length > 1 ? spelling.replace(/^X/, '') : spelling);

function spellingsOf(upper: string): readonly string[] {
  if (/^[A-Z]$/.test(upper)) return [upper];
  if (upper === ' ') return ['<'];
  // Some issuers set a filler where Doc 9303-3 §4.6 leaves the apostrophe out: D'ANGELO as D<ANGELO.
  if (/^['’‘ʼʻʹʿʾ`´′]$/.test(upper)) return ['', '<'];
  if (/^["“”.·]$/.test(upper)) return [''];
  const known = LATIN.get(upper) ?? CYRILLIC.get(upper) ?? ARABIC.get(upper);
  if (known) return known;
  // A mark that no table lists (Vietnamese, Romanian comma below) is dropped, and one that stands alone means nothing.
  const base = upper.normalize('NFKD').replace(/\p{M}/gu, '');
  if (base === '') return [''];
  if (base === upper) return [];
  const parts = [...base].map(spellingsOf);
  return parts.every((spellings) => spellings.length > 0) ? [parts.map((spellings) => spellings[0]).join('')] : [];
}

function walk(name: string, mrz: string, mayEndEarly: boolean): boolean {
  let positions = new Set<number>([0]);
  for (const spellings of spellLetters(name, '')) {
    const next = new Set<number>();
    for (const at of positions) {
      if (mayEndEarly && at === mrz.length) return true;
      for (const spelling of spellings) {
        if (mrz.startsWith(spelling, at)) next.add(at + spelling.length);
        else if (mayEndEarly && spelling.startsWith(mrz.slice(at))) return true;
      }
    }
    if (next.size === 0) return false;
    positions = next;
  }
  return positions.has(mrz.length);
}
