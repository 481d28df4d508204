/** One character of a text that was replaced, added or left out to get an MRZ line. */
export interface TextChange {
  /** `case`: a small letter; `foreign`: a sign that stands for an MRZ character; `space`: left out; `length`: fillers at the end. */
  readonly kind: 'case' | 'foreign' | 'space' | 'length';
  /** Column in the line that came out. */
  readonly column: number;
  readonly from: string;
  readonly to: string;
}

/** Signs typed or recognised in place of fillers. */
const FILLERS: ReadonlyMap<string, string> = new Map([
  ['«', '<<'],
  ['≪', '<<'],
  ['《', '<<'],
  ['‹', '<'],
  ['˂', '<'],
  ['〈', '<'],
  ['⟨', '<'],
  ['＜', '<'],
  ['❮', '<'],
  ['ᐸ', '<'],
  ['＿', '<'],
  ['_', '<'],
]);

/** Capitals of Greek and Cyrillic that print like Latin ones. */
const LOOK_ALIKE: ReadonlyMap<string, string> = new Map(
  [...'ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХІЈЅ'].map((letter, at) => [letter, 'ABEZHIKMNOPTYXABEKMHOPCTYXIJS'.charAt(at)]),
);

/** One line of text in MRZ characters as far as that is certain; what is not stays as it is. */
export function normaliseMrzLine(line: string): { readonly text: string; readonly changes: readonly TextChange[] } {
  if (/^[A-Z0-9<]*$/.test(line)) return { text: line, changes: [] };
  const changes: TextChange[] = [];
  let text = '';
  const change = (kind: TextChange['kind'], from: string, to: string) => {
    changes.push({ kind, column: text.length, from, to });
    text += to;
  };
  for (const character of line.trim()) {
    if (/^[A-Z0-9<]$/.test(character)) text += character;
    else if (/^[\s\p{Cc}\p{Cf}]$/u.test(character)) change('space', character, '');
    else if (/^[a-z]$/.test(character)) change('case', character, character.toUpperCase());
    else {
      const to =
        FILLERS.get(character) ??
        LOOK_ALIKE.get(character) ??
        LOOK_ALIKE.get(character.toUpperCase()) ??
        fullWidth(character);
      if (to === null) text += character;
      else change('foreign', character, to);
    }
  }
  return { text, changes };
}

/** Full-width letters and digits of East Asian keyboards. */
function fullWidth(character: string): string | null {
  const plain = character.normalize('NFKC').toUpperCase();
  return plain !== character.toUpperCase() && /^[A-Z0-9]$/.test(plain) ? plain : null;
}
