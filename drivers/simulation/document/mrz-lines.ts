import type { SpecimenFormat } from './specimen-document.ts';

/** Fields of a machine-readable zone. Names are already in MRZ form (`ANNA<MARIA`), dates are `YYMMDD`. */
export interface MrzFields {
  /** One or two characters: `P`, `I`, `AR`, `V` … */
  readonly documentCode: string;
  readonly issuer: string;
  readonly primary: string;
  readonly secondary: string;
  /** TD1 and TD2 carry numbers longer than nine characters into the optional data (9303-5 and -6 §4.2.2, note j). */
  readonly documentNumber: string;
  readonly nationality: string;
  readonly birth: string;
  readonly sex: 'F' | 'M' | '<';
  readonly expiry: string;
  readonly optional?: string;
  /** Second optional field of TD1, eleven characters. */
  readonly optional2?: string;
}

/**
 * Writes the lines of a machine-readable zone with their check digits: TD3 (ICAO Doc 9303-4 §4.2.2), TD1 (9303-5 §4.2.2),
 * TD2 (9303-6 §4.2.2), visas (9303-7 §4.2.2 and §7.2.2; a visa has no composite digit). A name too long for its field is cut.
 */
export function composeMrz(format: SpecimenFormat, fields: MrzFields): readonly string[] {
  switch (format) {
    case 'TD1':
      return composeTd1(fields);
    case 'TD2':
      return composeTd2(fields);
    case 'TD3':
      return composeTd3(fields);
    case 'MRV-A':
      return composeVisa(fields, 44);
    case 'MRV-B':
      return composeVisa(fields, 36);
  }
}

/** Check digit of ICAO Doc 9303-3 §4.9: weights 7, 3, 1 repeating, modulo 10; digits as they are, A–Z = 10–35, `<` = 0. */
export function checkDigit(text: string): string {
  const weights = [7, 3, 1] as const;
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += characterValue(text[i] as string) * (weights[i % 3] as number);
  return String(sum % 10);
}

function characterValue(character: string): number {
  if (character === '<') return 0;
  const value = Number.parseInt(character, 36);
  if (Number.isNaN(value)) throw new RangeError(`not a character of the machine-readable zone: ${character}`);
  return value;
}

function composeTd3(f: MrzFields): readonly string[] {
  if (f.documentNumber.length > 9) throw new RangeError('a passport number has at most nine characters');
  const number = withDigit(fill(f.documentNumber, 9));
  const birth = withDigit(f.birth);
  const expiry = withDigit(f.expiry);
  const personal = fill(f.optional ?? '', 14);
  // §4.2.2.2: the digit of an empty personal number may be `<`.
  const optional = personal + (/^<+$/.test(personal) ? '<' : checkDigit(personal));
  const composite = checkDigit(number + birth + expiry + optional);
  return [head(f, 44), number + fill(f.nationality, 3) + birth + f.sex + expiry + optional + composite];
}

function composeTd2(f: MrzFields): readonly string[] {
  const { number, optional } = numberAndOptional(f, 7);
  const birth = withDigit(f.birth);
  const expiry = withDigit(f.expiry);
  const composite = checkDigit(number + birth + expiry + optional);
  return [head(f, 36), number + fill(f.nationality, 3) + birth + f.sex + expiry + optional + composite];
}

function composeTd1(f: MrzFields): readonly string[] {
  const { number, optional } = numberAndOptional(f, 15);
  const upper = fill(f.documentCode, 2) + fill(f.issuer, 3) + number + optional;
  const birth = withDigit(f.birth);
  const expiry = withDigit(f.expiry);
  const optional2 = fill(f.optional2 ?? '', 11);
  const composite = checkDigit(upper.slice(5) + birth + expiry + optional2);
  const middle = birth + f.sex + expiry + fill(f.nationality, 3) + optional2 + composite;
  return [upper, middle, fill(name(f), 30)];
}

function composeVisa(f: MrzFields, length: 44 | 36): readonly string[] {
  if (f.documentNumber.length > 9) throw new RangeError('a visa number has at most nine characters');
  const lower =
    withDigit(fill(f.documentNumber, 9)) + fill(f.nationality, 3) + withDigit(f.birth) + f.sex + withDigit(f.expiry);
  return [head(f, length), fill(lower + (f.optional ?? ''), length)];
}

/** Number with digit, and the optional field behind it. A long number leaves `<` for its digit and goes on in the field. */
function numberAndOptional(f: MrzFields, optionalLength: number): { number: string; optional: string } {
  const given = f.optional ?? '';
  if (f.documentNumber.length <= 9) {
    return { number: withDigit(fill(f.documentNumber, 9)), optional: fill(given, optionalLength) };
  }
  const rest = `${f.documentNumber.slice(9)}${checkDigit(f.documentNumber)}<`;
  if (rest.length > optionalLength) throw new RangeError('document number does not fit');
  return { number: `${f.documentNumber.slice(0, 9)}<`, optional: fill(rest + given, optionalLength) };
}

const head = (f: MrzFields, length: number) => fill(fill(f.documentCode, 2) + fill(f.issuer, 3) + name(f), length);
const name = (f: MrzFields) => (f.secondary === '' ? f.primary : `${f.primary}<<${f.secondary}`);
const withDigit = (text: string) => text + checkDigit(text);
const fill = (text: string, length: number) => text.padEnd(length, '<').slice(0, length);
