import type { Layout, Place } from '../contract/vocabulary/mrz/layouts.ts';
import { FILLER } from './mrz-scan.ts';

/** The name of an MRZ and how it is laid out (Doc 9303-3 §4.6). */
export interface MrzNames {
  readonly surname: string;
  readonly givenNames: string;
  /**
   * `complete`: both identifiers; `primary-only`: no secondary identifier, which is how a name of one part is written;
   * `irregular`: fillers stand where none may (before the name, doubled a second time); `empty`: fillers only.
   */
  readonly form: 'complete' | 'primary-only' | 'irregular' | 'empty';
  /** A field is filled to its last place, so the name may go on. */
  readonly truncated: boolean;
  readonly surnameAt: Place;
  readonly givenNamesAt: Place | null;
}

/**
 * Reads the name field, or the two fields of the layouts that part them; what stands behind the first `<<` is secondary. `symbols`
 * are the scanned characters, `starts` says where each line begins among them.
 */
export function readNames(
  layout: Layout,
  lines: readonly string[],
  symbols: Uint8Array,
  starts: readonly number[],
): MrzNames {
  const { names, surname: primary, givenNames: secondary } = layout;
  if (names) return splitNames(lines[names.line] ?? '', names, symbols, starts[names.line] as number);
  if (!primary) throw new Error('a layout has a name field');
  const first = component(lines, primary, symbols, starts);
  if (!secondary) {
    const { text: surname, form, full } = first;
    return { surname, givenNames: '', form, truncated: full, surnameAt: bare(primary), givenNamesAt: null };
  }
  const second = component(lines, secondary, symbols, starts);
  return {
    surname: first.text,
    givenNames: second.text,
    form: first.form === 'primary-only' && second.form !== 'empty' ? 'complete' : first.form,
    truncated: first.full || second.full,
    surnameAt: bare(primary),
    givenNamesAt: bare(secondary),
  };
}

const bare = ({ line, column, length }: Place): Place => ({ line, column, length });

function component(lines: readonly string[], place: Place, symbols: Uint8Array, starts: readonly number[]) {
  const start = starts[place.line] as number;
  const from = start + place.column;
  const end = endOf(symbols, from, from + place.length);
  const text = words(lines[place.line] ?? '', symbols, start, from, end);
  const form: MrzNames['form'] = end === from ? 'empty' : symbols[from] === FILLER ? 'irregular' : 'primary-only';
  return { text, form, full: end === from + place.length };
}

function splitNames(line: string, field: Place, symbols: Uint8Array, start: number): MrzNames {
  const from = start + field.column;
  const end = endOf(symbols, from, from + field.length);
  const truncated = end === from + field.length;
  const gap = doubleFiller(symbols, from, end);
  const surname = words(line, symbols, start, from, gap);
  if (gap === end) {
    const form = end === from ? 'empty' : symbols[from] === FILLER ? 'irregular' : 'primary-only';
    const surnameAt = { line: field.line, column: field.column, length: end - from };
    return { surname, givenNames: '', form, truncated, surnameAt, givenNamesAt: null };
  }
  const second = gap + 2;
  const irregular = symbols[from] === FILLER || symbols[second] === FILLER || doubleFiller(symbols, second, end) < end;
  return {
    surname,
    givenNames: words(line, symbols, start, second, end),
    form: irregular ? 'irregular' : 'complete',
    truncated,
    surnameAt: { line: field.line, column: field.column, length: gap - from },
    givenNamesAt: { line: field.line, column: second - start, length: end - second },
  };
}

/** The place behind the last character that is no filler. */
function endOf(symbols: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && symbols[end - 1] === FILLER) end--;
  return end;
}

/** The place of the first two fillers in a row, `to` when there are none. */
function doubleFiller(symbols: Uint8Array, from: number, to: number): number {
  for (let at = from; at + 1 < to; at++) if (symbols[at] === FILLER && symbols[at + 1] === FILLER) return at;
  return to;
}

/** The components between single spaces. */
function words(line: string, symbols: Uint8Array, start: number, from: number, to: number): string {
  let text = '';
  let word = from;
  for (let at = from; at <= to; at++) {
    if (at < to && symbols[at] !== FILLER) continue;
    if (at > word) {
      const found = line.slice(word - start, at - start);
      text = text === '' ? found : `${text} ${found}`;
    }
    word = at + 1;
  }
  return text;
}
