import type { DocumentType, MrzFormat } from '../contract/vocabulary/document.ts';
import { continuationLength, type DigitState } from '../contract/vocabulary/mrz/judge-check.ts';
import { LAYOUTS, type Layout, type Place } from '../contract/vocabulary/mrz/layouts.ts';
import { NO_DATE, readBirthDate, readExpiryDate } from './mrz-dates.ts';
import type { MrzDocument, MrzProblem } from './mrz-document.ts';
import { readNames } from './mrz-names.ts';
import { findProblems } from './mrz-problems.ts';
import { FILLER, judgeScanned, PLANS, scanLines } from './mrz-scan.ts';
import { readAsIssued } from './read-as-issued.ts';

export type { DigitState, MrzDocument };

/**
 * Takes MRZ lines apart by the layout's field table (ICAO Doc 9303-4…7). Total: any text gives a document, whose check digits
 * and problems then say what is wrong; nothing is corrected. What an issuer is known to do otherwise is read as it means it. What a line is too short for reads as filler. `today` is
 * `YYYY-MM-DD` and settles the centuries. The npm package `mrz` supplies the state codes and judges this parser in the tests; it is
 * not used here because it refuses ICAO's own specimens and visas and throws on a missing filler.
 */
export function parseMrz(format: MrzFormat, lines: readonly string[], today: string): MrzDocument {
  const layout = LAYOUTS[format];
  const plan = PLANS[format];
  const places = PLACES[format];
  const { starts, rules } = plan;
  const wrong = scanLines(plan, lines, SYMBOLS);
  const documentCode = textAt(lines, layout.documentCode, starts);
  const issuingState = textAt(lines, layout.issuingState, starts);
  const announced = layout.longNumber !== undefined && rules.number !== null && SYMBOLS[rules.number.digit] === FILLER;
  const more = announced ? continuationLength(format, lines) : 0;
  const names = readNames(layout, lines, SYMBOLS, starts);
  const document: MrzDocument = {
    format,
    documentCode,
    type: documentType(format, documentCode),
    issuingState,
    documentNumber: readNumber(layout, lines, more, starts),
    longNumber: more > 0,
    surname: names.surname,
    givenNames: names.givenNames,
    nameForm: names.form,
    namesTruncated: names.truncated,
    nationality: layout.nationalsOnly ? issuingState : textAt(lines, layout.nationality, starts),
    birthDate: layout.birthDate
      ? readBirthDate(lines[layout.birthDate.line] ?? '', today, layout.birthDate.column)
      : NO_DATE,
    sex: layout.sex ? (lines[layout.sex.line] ?? '').charAt(layout.sex.column) || '<' : '',
    expiryDate: layout.expiryDate
      ? readExpiryDate(lines[layout.expiryDate.line] ?? '', today, layout.expiryDate.column)
      : null,
    optional: readOptional(layout, lines, more, starts),
    digits: {
      number: judgeScanned(format, rules.number, SYMBOLS, wrong, lines),
      birth: judgeScanned(format, rules.birth, SYMBOLS, wrong, lines),
      expiry: judgeScanned(format, rules.expiry, SYMBOLS, wrong, lines),
      optional: judgeScanned(format, rules.optional, SYMBOLS, wrong, lines),
      composite: judgeScanned(format, rules.composite, SYMBOLS, wrong, lines),
    },
    issuerNumber: 'absent',
    quirks: NO_QUIRKS,
    places: {
      documentCode: places.documentCode,
      issuingState: places.issuingState,
      documentNumber: places.documentNumber,
      numberContinuation: more > 0 && layout.longNumber ? { ...layout.longNumber, length: more } : null,
      surname: names.surnameAt,
      givenNames: names.givenNamesAt,
      nationality: places.nationality,
      birthDate: places.birthDate,
      sex: places.sex,
      expiryDate: places.expiryDate,
      optional: places.optional,
    },
    problems: NO_PROBLEMS,
  };
  const problems = findProblems(document, lines, wrong);
  return readAsIssued(problems === null ? document : { ...document, problems });
}

type FixedPlaces = Omit<MrzDocument['places'], 'surname' | 'givenNames' | 'numberContinuation'>;

/** Where the fields stand that are always in the same place. */
const PLACES = Object.fromEntries(
  (Object.keys(LAYOUTS) as MrzFormat[]).map((format): [MrzFormat, FixedPlaces] => {
    const layout = LAYOUTS[format];
    const bare = ({ line, column, length }: Place): Place => Object.freeze({ line, column, length });
    const bareOrNull = (place: Place | undefined) => (place ? bare(place) : null);
    return [
      format,
      {
        documentCode: bareOrNull(layout.documentCode),
        issuingState: bareOrNull(layout.issuingState),
        documentNumber: bare(layout.documentNumber),
        nationality: bareOrNull(layout.nationality),
        birthDate: bareOrNull(layout.birthDate),
        sex: bareOrNull(layout.sex),
        expiryDate: bareOrNull(layout.expiryDate),
        optional: layout.optional.map(bare),
      },
    ];
  }),
) as Readonly<Record<MrzFormat, FixedPlaces>>;

/** Scratch for one parse; a parse never waits, so there is only one at a time. */
const SYMBOLS = new Uint8Array(96);
const NO_PROBLEMS: readonly MrzProblem[] = Object.freeze([]);
const NO_QUIRKS: MrzDocument['quirks'] = Object.freeze([]);

/** A field without the fillers around it, each filler inside a space. */
function textAt(lines: readonly string[], place: Place | undefined, starts: readonly number[]): string {
  if (place === undefined) return '';
  return spaced(lines[place.line] ?? '', starts[place.line] as number, place.column, place.column + place.length);
}

/** Columns `from`…`to − 1` of the line that begins at `start` among the scanned characters. */
function spaced(line: string, start: number, from: number, to: number): string {
  let first = from;
  let end = to;
  while (end > first && SYMBOLS[start + end - 1] === FILLER) end--;
  while (first < end && SYMBOLS[start + first] === FILLER) first++;
  const text = line.slice(first, end);
  for (let at = first; at < end; at++) if (SYMBOLS[start + at] === FILLER) return text.replaceAll('<', ' ');
  return text;
}

function readNumber(layout: Layout, lines: readonly string[], more: number, starts: readonly number[]): string {
  const { line, column, length } = layout.documentNumber;
  const text = lines[line] ?? '';
  if (more > 0 && layout.longNumber) {
    const rest = layout.longNumber;
    return text.slice(column, column + length) + (lines[rest.line] ?? '').slice(rest.column, rest.column + more - 1);
  }
  let end = column + length;
  const start = starts[line] as number;
  while (end > column && SYMBOLS[start + end - 1] === FILLER) end--;
  return text.slice(column, end);
}

function readOptional(layout: Layout, lines: readonly string[], more: number, starts: readonly number[]): string {
  const [first, second] = layout.optional;
  if (first === undefined) return '';
  const from = first.column + more;
  const to = first.column + first.length;
  const line = lines[first.line] ?? '';
  if (second === undefined) return spaced(line, starts[first.line] as number, from, to);
  const joined = line.slice(from, to).padEnd(to - from, '<') + textOf(lines, second);
  return joined.replace(/^<+|<+$/g, '').replaceAll('<', ' ');
}

const textOf = (lines: readonly string[], { line, column, length }: Place): string =>
  (lines[line] ?? '').slice(column, column + length);

function documentType(format: MrzFormat, code: string): DocumentType {
  if (format === 'FRA-DL' || format === 'CHE-DL') return 'other';
  if (format === 'MRV-A' || format === 'MRV-B' || code.startsWith('V')) return 'visa';
  if (code.startsWith('P')) return 'passport';
  if (code === 'AR' || code === 'IR' || code === 'RP' || code === 'IT') return 'residence-permit';
  if (format === 'FRA-ID') return 'identity-card';
  const first = code.charAt(0);
  return first === 'I' || first === 'A' || first === 'C' ? 'identity-card' : 'other';
}
