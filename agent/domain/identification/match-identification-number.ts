import type { CardOrder } from '../../contract/order.ts';
import type { DocumentType, FieldMatch } from '../../contract/vocabulary/document.ts';
import type { CheckResult } from '../../contract/vocabulary/verdict.ts';
import type { MrzDocument } from '../mrz-document.ts';
import type { IdentificationNumber } from './identification-number.ts';
import { readIdentificationNumber, schemesOf } from './read-identification-number.ts';

type Ordered = Pick<CardOrder, 'identificationNumber' | 'birthDate'>;

/**
 * Compares the ordered identification number with the one in the optional data of the MRZ, both in normal form. `not_available`: the
 * order or the MRZ has none, or the two are numbers of different registers (a Swedish coordination number beside the number of the
 * holder's own state), which nobody can compare. `today` is `YYYY-MM-DD`.
 */
export function matchIdentificationNumber(order: Ordered, mrz: MrzDocument, today: string): FieldMatch {
  const printed = readPrintedNumber(mrz, today);
  const text = order.identificationNumber ?? '';
  if (printed === null || text.trim() === '') return 'not_available';
  const ordered = readIdentificationNumber(text, mrz.issuingState, today);
  if (ordered.ok && ordered.value.normal === printed.normal) return 'exact';
  if (ordered.ok && agreesWithBirth(ordered.value, order.birthDate)) {
    return registerOf(ordered.value) === registerOf(printed) ? 'different' : 'not_available';
  }
  const swedish = readIdentificationNumber(text, 'SWE', today);
  const foreign = mrz.issuingState !== 'SWE' && swedish.ok && agreesWithBirth(swedish.value, order.birthDate);
  return foreign ? 'not_available' : 'different';
}

/**
 * The identification number in the optional data (Doc 9303-4 §4.2.2.2, 9303-5 and -6 §4.2.2): what the issuing state's scheme reads
 * there, if the birth date in it is that of the MRZ. Which issuers print it is not published, and a check digit alone fits one text in
 * ten by chance, so a number that tells no birth date is not taken for one.
 */
export function readPrintedNumber(mrz: MrzDocument, today: string): IdentificationNumber | null {
  const birth = mrz.birthDate.iso;
  if (birth === null || mrz.optional === '' || schemesOf(mrz.issuingState).length === 0) return null;
  const words = mrz.optional.split(' ').filter((word) => word !== '');
  // The hyphen of a number is printed as a filler.
  for (const text of [...words, words.join('-'), words.join('')]) {
    const read = readIdentificationNumber(text, mrz.issuingState, today);
    if (read.ok && read.value.birthDates.includes(birth)) return read.value;
  }
  return null;
}

/**
 * The result of check MRZ-19: whether the national number in the MRZ follows its scheme. It can fail only where the issuer is known
 * to print the number, as Sweden does in passports and identity cards; elsewhere other optional data is nobody's fault.
 */
export function judgePrintedNumber(mrz: MrzDocument, today: string): CheckResult {
  if (readPrintedNumber(mrz, today) !== null) return 'successful';
  const digits = mrz.optional.replace(/\D/g, '').length;
  if (!PRINTED_IN[mrz.issuingState]?.includes(mrz.type) || digits < 10) return 'not_supported';
  const sound = mrz.digits.optional !== 'invalid' && mrz.digits.composite !== 'invalid' && mrz.birthDate.iso !== null;
  return sound ? 'failed' : 'undetermined';
}

/** Whether nothing in the number speaks against the birth date. */
export const agreesWithBirth = ({ birthDates }: IdentificationNumber, birthDate: string): boolean =>
  birthDates.length === 0 || birthDates.includes(birthDate);

/** Personal and coordination numbers of one state stand in one register: a person has one of them. */
const registerOf = ({ scheme }: IdentificationNumber): string =>
  scheme.startsWith('SWE') || scheme.startsWith('NOR') ? scheme.slice(0, 3) : scheme;

const PRINTED_IN: Readonly<Record<string, readonly DocumentType[]>> = { SWE: ['passport', 'identity-card'] };
