import { MRZ_LINES, type MrzFormat } from '../contract/vocabulary/document.ts';
import { nextMisplaced } from '../contract/vocabulary/mrz/allowed-characters.ts';
import { fieldsOf, LAYOUTS, type Place } from '../contract/vocabulary/mrz/layouts.ts';
import { stateName } from './issuing-states.ts';
import type { MrzDocument, MrzProblem } from './mrz-document.ts';

/**
 * What does not conform to the layout (ICAO Doc 9303-3 §4 and §5, 9303-4…7 §4.2), or null when nothing. `wrong` is what the scan of
 * the lines found.
 */
export function findProblems(
  document: MrzDocument,
  lines: readonly string[],
  wrong: number,
): readonly MrzProblem[] | null {
  if (wrong === 0 && isConformant(document)) return null;
  const { format, places, digits } = document;
  const found: MrzProblem[] = [];
  const at = (kind: MrzProblem['kind'], field: MrzProblem['field'], place: Place | null | undefined) => {
    if (place) found.push({ kind, field, line: place.line, column: place.column, length: place.length });
  };
  MRZ_LINES[format].forEach((length, line) => {
    const text = lines[line];
    const place = { line, column: 0, length: text?.length ?? 0 };
    if (text === undefined) at('line-missing', 'line', place);
    else if (text.length !== length) at('line-length', 'line', place);
  });
  if (lines.length > MRZ_LINES[format].length)
    at('line-surplus', 'line', { line: MRZ_LINES[format].length, column: 0, length: 0 });
  misplacedCharacters(format, lines, found);
  for (const rule of LAYOUTS[format].checks)
    if (digits[rule.name] === 'invalid') at('check-digit', 'check-digit', { ...rule.digit, length: 1 });
  if (document.birthDate.state === 'impossible') at('impossible-date', 'birthDate', places.birthDate);
  if (document.expiryDate?.state === 'impossible') at('impossible-date', 'expiryDate', places.expiryDate);
  if (!stateName(document.issuingState)) at('unknown-state', 'issuingState', places.issuingState);
  if (places.nationality && !stateName(document.nationality)) at('unknown-state', 'nationality', places.nationality);
  if (!isKnownCode(format, document.documentCode)) at('unknown-code', 'documentCode', places.documentCode);
  if (document.nameForm === 'irregular' || document.nameForm === 'empty')
    at('irregular-names', LAYOUTS[format].names ? 'names' : 'surname', LAYOUTS[format].names ?? places.surname);
  return found;
}

/** The way of every good document: no object is made. */
function isConformant(document: MrzDocument): boolean {
  const { format, digits } = document;
  return (
    digits.number !== 'invalid' &&
    digits.birth !== 'invalid' &&
    digits.expiry !== 'invalid' &&
    digits.optional !== 'invalid' &&
    digits.composite !== 'invalid' &&
    document.birthDate.state !== 'impossible' &&
    document.expiryDate?.state !== 'impossible' &&
    document.nameForm !== 'irregular' &&
    document.nameForm !== 'empty' &&
    isKnownCode(format, document.documentCode) &&
    stateName(document.issuingState) !== null &&
    (document.places.nationality === null || stateName(document.nationality) !== null)
  );
}

/** Document codes: 9303-4 §4.2.2.1 (P), -5 and -6 §4.2.2.1 (A, C, I, second letter not V), -7 §4.2.2.1 (V), and the national layouts. */
function isKnownCode(format: MrzFormat, code: string): boolean {
  const first = code.charAt(0);
  switch (format) {
    case 'TD1':
    case 'TD2':
      return (first === 'A' || first === 'C' || first === 'I') && code.charAt(1) !== 'V';
    case 'TD3':
      return first === 'P';
    case 'MRV-A':
    case 'MRV-B':
      return first === 'V';
    case 'FRA-ID':
      return code === 'ID';
    case 'FRA-DL':
      return first === 'D' || first === 'A' || first === 'B';
    case 'CHE-DL':
      return code === 'FA';
  }
}

/** Which field each position belongs to, `line * 100 + column`. */
const OWNERS: ReadonlyMap<string, ReadonlyMap<number, MrzProblem['field']>> = new Map(
  Object.entries(LAYOUTS).map(([format, layout]) => {
    const owners = new Map<number, MrzProblem['field']>();
    const own = ({ line, column, length }: Place, field: MrzProblem['field']) => {
      for (let c = column; c < column + length; c++) owners.set(line * 100 + c, field);
    };
    for (const [name, field] of fieldsOf(layout)) own(field, name);
    for (const field of layout.separators ?? []) own(field, 'separator');
    for (const { digit } of layout.checks) own({ ...digit, length: 1 }, 'check-digit');
    return [format, owners];
  }),
);

function misplacedCharacters(format: MrzFormat, lines: readonly string[], found: MrzProblem[]): void {
  let next = nextMisplaced(format, lines, 0, 0);
  while (next >= 0) {
    const line = Math.floor(next / 100);
    const column = next % 100;
    if (column < (lines[line]?.length ?? 0)) {
      const field = OWNERS.get(format)?.get(next) ?? 'line';
      found.push({ kind: 'character', field, line, column, length: 1 });
    }
    next = nextMisplaced(format, lines, line, column + 1);
  }
}
