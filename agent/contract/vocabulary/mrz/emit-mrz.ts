import { failed, fault, ok, type Result } from '../../faults.ts';
import { MRZ_LINES, type MrzFormat } from '../document.ts';
import { isAllowed } from './allowed-characters.ts';
import { checkDigit } from './check-digit.ts';
import { type CheckRule, LAYOUTS, type Layout, type Place } from './layouts.ts';
import { letterWithoutSpelling, transliterate } from './transliteration.ts';
import { truncateName } from './truncate-name.ts';

/** What an MRZ is made from. A field the layout does not have is left out of account. */
export interface MrzFields {
  /** One or two characters: `P`, `I`, `AR`, `V` … */
  readonly documentCode: string;
  /** ICAO codes of Doc 9303-3 §5, one to three letters. */
  readonly issuingState: string;
  readonly nationality?: string;
  /** Names as written, in Latin, Cyrillic or Arabic letters. A name of one part is the surname; the given names are then empty. */
  readonly surname: string;
  readonly givenNames: string;
  /** TD1 and TD2 carry numbers longer than nine characters into the optional data. */
  readonly documentNumber: string;
  /** `YYYY-MM-DD`; `YYYY-MM`, `YYYY` or empty where the rest is unknown (Doc 9303-3 §4.8). */
  readonly birthDate?: string;
  readonly expiryDate?: string;
  /** `X` is printed as the filler. */
  readonly sex?: 'F' | 'M' | 'X';
  readonly optional?: string;
  /** Second optional field of TD1, eleven characters. */
  readonly optional2?: string;
}

/**
 * The lines of a conformant MRZ: transliterated (ICAO Doc 9303-3 §6), truncated (Doc 9303-4, -5, -6, -7 §4.2.3) and with every check
 * digit of the layout. Faults `input.invalid` name the field in `where` and the remedy in `detail`, never the value.
 */
export function emitMrz(fields: MrzFields, format: MrzFormat): Result<readonly string[]> {
  const layout = LAYOUTS[format];
  const sheet = new Sheet(format);
  for (const step of STEPS) {
    const refusal = step(fields, layout, sheet);
    if (refusal) return failed(fault('input.invalid', refusal));
  }
  for (const rule of layout.checks) sheet.check(rule);
  return ok(sheet.lines());
}

/** Which field is refused, and what would help. */
interface Refusal {
  readonly where: keyof MrzFields;
  readonly detail: string;
}

/** Writes its field on the sheet, or says why it cannot. */
type Step = (fields: MrzFields, layout: Layout, sheet: Sheet) => Refusal | null;

/** Lines of fillers to write fields on. */
class Sheet {
  readonly #rows: string[][];
  /** Columns the continuation of a long number took from the optional data. */
  taken = 0;

  constructor(format: MrzFormat) {
    this.#rows = MRZ_LINES[format].map((length) => new Array<string>(length).fill('<'));
  }

  write(at: { readonly line: number; readonly column: number }, text: string): void {
    [...text].forEach((character, offset) => {
      (this.#rows[at.line] as string[])[at.column + offset] = character;
    });
  }

  /** Writes a check digit; the one over an empty optional field stays a filler, one that a long number moved stays where it is. */
  check(rule: CheckRule): void {
    const covered = rule.over.map(({ line, from, to }) => this.#rows[line]?.slice(from, to).join('') ?? '').join('');
    if (rule.filler === 'empty-field' && /^<*$/.test(covered)) return;
    if (rule.filler === 'long-number' && this.taken > 0) return;
    this.write(rule.digit, checkDigit(covered) ?? '<');
  }

  lines(): readonly string[] {
    return this.#rows.map((row) => row.join(''));
  }
}

const writeCode: Step = ({ documentCode }, layout, sheet) =>
  layout.documentCode
    ? writeText('documentCode', documentCode, layout.documentCode, sheet, 'give one or two letters, P or ID')
    : null;

const writeStates: Step = (fields, layout, sheet) => {
  const remedy = 'give the ICAO code of Doc 9303-3 section 5, one to three letters';
  const issuer = layout.issuingState
    ? writeText('issuingState', fields.issuingState, layout.issuingState, sheet, remedy)
    : null;
  if (issuer || !layout.nationality) return issuer;
  return writeText('nationality', fields.nationality ?? '', layout.nationality, sheet, remedy);
};

const writeNumber: Step = ({ documentNumber }, layout, sheet) => {
  const number = toMrzText(documentNumber);
  const { longNumber, documentNumber: place } = layout;
  const short = (detail: string): Refusal => ({ where: 'documentNumber', detail });
  if (number.length <= place.length || !longNumber) {
    return writeText('documentNumber', documentNumber, place, sheet, `give at most ${place.length} letters and digits`);
  }
  const digit = checkDigit(number);
  if (digit === null) return short('give letters A–Z and digits only');
  const rest = number.slice(place.length) + digit;
  if (rest.length >= longNumber.length) return short(`give at most ${place.length + longNumber.length - 2} characters`);
  sheet.write(place, number.slice(0, place.length));
  sheet.write(longNumber, rest);
  sheet.taken = rest.length + 1;
  return null;
};

const writeOptional: Step = (fields, layout, sheet) => {
  for (const [index, name] of (['optional', 'optional2'] as const).entries()) {
    const place = layout.optional[index];
    const text = fields[name] ?? '';
    if (!place) {
      if (text !== '') return { where: name, detail: 'this layout has no such field: leave it empty' };
      continue;
    }
    const taken = index === 0 && layout.longNumber ? sheet.taken : 0;
    const room = { ...place, column: place.column + taken, length: Math.max(0, place.length - taken) };
    const refusal = writeText(name, text, room, sheet, `give at most ${room.length} characters A–Z, 0–9`, true);
    if (refusal) return refusal;
  }
  return null;
};

const writeDates: Step = (fields, layout, sheet) => {
  for (const name of ['birthDate', 'expiryDate'] as const) {
    const place = layout[name];
    if (!place) continue;
    const text = shortDate(fields[name] ?? '');
    if (text === null)
      return { where: name, detail: 'give a day of the calendar as YYYY-MM-DD, or YYYY-MM, YYYY or nothing' };
    const refusal = writeText(name, text, place, sheet, 'this layout wants the whole date', true);
    if (refusal) return refusal;
  }
  return null;
};

const writeSex: Step = ({ sex }, layout, sheet) => {
  if (layout.sex && sex !== undefined && sex !== 'X') sheet.write(layout.sex, sex);
  return null;
};

const writeNames: Step = (fields, layout, sheet) => {
  for (const where of ['surname', 'givenNames'] as const) {
    const letter = letterWithoutSpelling(fields[where]);
    if (letter !== null) return { where, detail: remedyForLetter(letter) };
  }
  const primary = transliterate(fields.surname, fields.issuingState);
  const secondary = transliterate(fields.givenNames, fields.issuingState);
  if (primary === '') return { where: 'surname', detail: 'give the only name of the holder as the surname' };
  if (layout.names) sheet.write(layout.names, truncateName(primary, secondary, layout.names.length));
  if (layout.surname) sheet.write(layout.surname, truncateName(primary, '', layout.surname.length));
  if (layout.givenNames) {
    // The French card sets two fillers between given names, one stands for a hyphen.
    const apart = fields.givenNames
      .trim()
      .split(/[\s,]+/)
      .map((part) => transliterate(part))
      .join('<<');
    const cut = apart.slice(0, layout.givenNames.length);
    sheet.write(layout.givenNames, cut);
  }
  return null;
};

const STEPS: readonly Step[] = [writeCode, writeStates, writeNumber, writeOptional, writeDates, writeSex, writeNames];

function writeText(
  where: keyof MrzFields,
  given: string,
  place: Place & { readonly characters?: readonly Parameters<typeof isAllowed>[0][] },
  sheet: Sheet,
  detail: string,
  mayBeEmpty = false,
): Refusal | null {
  const text = toMrzText(given);
  if (text === '' && !mayBeEmpty) return { where, detail };
  const padded = text.padEnd(place.length, '<');
  const fits = [...padded].every((character, at) => isAllowed(place.characters?.[at] ?? 'any', character));
  if (text.length > place.length || (text !== '' && !fits)) return { where, detail };
  sheet.write(place, text);
  return null;
}

/** Spaces and signs of numbers become fillers (Doc 9303-4 §4.2.2.2). */
const toMrzText = (text: string): string =>
  text
    .trim()
    .toUpperCase()
    .replace(/[\s\-–./]/g, '<');

function remedyForLetter(letter: string): string {
  const code = `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (/\p{N}/u.test(letter)) return `${code} "${letter}" is a numeral: write it in Roman letters`;
  if (/\p{Script=Greek}/u.test(letter))
    return `no MRZ spelling for the Greek letter ${code} "${letter}": give the name in Latin letters as the issuing state writes it`;
  return `no MRZ spelling for ${code} "${letter}": give the name in Latin, Cyrillic or Arabic letters`;
}

/** `YYMMDD` with fillers for unknown parts, null when the calendar has no such day. */
function shortDate(iso: string): string | null {
  if (iso === '') return '<<<<<<';
  const [, year, month = '', day = ''] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(iso) ?? [];
  if (year === undefined) return null;
  const date = new Date(Date.UTC(Number(year), Number(month || 1) - 1, Number(day || 1)));
  const exists = date.getUTCMonth() === Number(month || 1) - 1 && date.getUTCDate() === Number(day || 1);
  return exists ? year.slice(2) + month.padEnd(2, '<') + day.padEnd(2, '<') : null;
}
