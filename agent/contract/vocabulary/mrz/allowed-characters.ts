import type { MrzFormat } from '../document.ts';
import { type CharacterClass, CLASSES } from './layouts.ts';

/** One bit a kind of character, so that a class is a mask. */
const LETTER = 1;
const DIGIT = 2;
const FILLER = 4;
/** Doc 9303 allows M, F and the filler; X is printed by some states. */
const SEX = 8;

const MASKS: Readonly<Record<CharacterClass, number>> = {
  letter: LETTER,
  digit: DIGIT,
  filler: FILLER,
  'letter-or-filler': LETTER | FILLER,
  'digit-or-filler': DIGIT | FILLER,
  sex: SEX,
  any: LETTER | DIGIT | FILLER,
};

/** Kinds of each character as bits, 0 outside the MRZ alphabet; codes above 127 have no entry. */
export const CHARACTER_KINDS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  const letter = character >= 'A' && character <= 'Z' ? LETTER : 0;
  const digit = character >= '0' && character <= '9' ? DIGIT : 0;
  return letter | digit | (character === '<' ? FILLER : 0) | ('MFX<'.includes(character) ? SEX : 0);
});

const ROWS: Readonly<Record<string, readonly Uint8Array[]>> = Object.fromEntries(
  Object.entries(CLASSES).map(([format, rows]) => [format, rows.map((row) => Uint8Array.from(row, (k) => MASKS[k]))]),
);

/** What each position of each line may hold, as a mask over `CHARACTER_KINDS`. */
export const classMasks = (format: MrzFormat): readonly Uint8Array[] => ROWS[format] as readonly Uint8Array[];

/** Whether a position of this class may hold the character; false for anything but one character of the MRZ alphabet. */
export function isAllowed(kind: CharacterClass, character: string): boolean {
  return character.length === 1 && ((CHARACTER_KINDS[character.charCodeAt(0)] ?? 0) & MASKS[kind]) !== 0;
}

/**
 * The next position from `line`, `column` on (reading order) whose character may not stand there, as `line * 100 + column`, or −1.
 * A position that the line is too short for is misplaced too.
 */
export function nextMisplaced(format: MrzFormat, lines: readonly string[], line: number, column: number): number {
  const rows = classMasks(format);
  let from = column;
  for (let at = line; at < rows.length; at++) {
    const row = rows[at] as Uint8Array;
    const text = lines[at] ?? '';
    for (let c = from; c < row.length; c++) {
      if (c >= text.length || ((CHARACTER_KINDS[text.charCodeAt(c)] ?? 0) & (row[c] as number)) === 0)
        return at * 100 + c;
    }
    from = 0;
  }
  return -1;
}

/** How many positions hold a character they may not hold. */
export function countMisplaced(format: MrzFormat, lines: readonly string[]): number {
  let count = 0;
  let next = nextMisplaced(format, lines, 0, 0);
  while (next >= 0) {
    count++;
    next = nextMisplaced(format, lines, Math.floor(next / 100), (next % 100) + 1);
  }
  return count;
}
