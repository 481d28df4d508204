import type { DocumentType, MrzFormat } from '../contract/vocabulary/document.ts';
import { checkDigit } from './check-digit.ts';
import { type MrzDate, readBirthDate, readExpiryDate } from './mrz-dates.ts';
import { LAYOUTS, type Layout, type Slot } from './mrz-fields.ts';

/** State of one check digit. `absent`: the layout has none, or the field it guards is empty and carries `<`. */
export type DigitState = 'valid' | 'invalid' | 'absent';

/** The fields of an MRZ as printed, without judging whether they are true. */
export interface MrzDocument {
  readonly format: MrzFormat;
  readonly documentCode: string;
  readonly type: DocumentType;
  readonly issuingState: string;
  readonly documentNumber: string;
  readonly longNumber: boolean;
  /** Primary and secondary identifier in MRZ letters, single spaces for fillers. */
  readonly surname: string;
  readonly givenNames: string;
  /** The name field is filled to its last place, so the name may go on (Doc 9303-3 §4.6). */
  readonly namesTruncated: boolean;
  readonly nationality: string;
  readonly birthDate: MrzDate;
  readonly sex: string;
  readonly expiryDate: MrzDate | null;
  readonly optional: string;
  readonly digits: {
    readonly number: DigitState;
    readonly birth: DigitState;
    readonly expiry: DigitState;
    readonly optional: DigitState;
    readonly composite: DigitState;
  };
}

/**
 * Takes MRZ lines apart by the layout's field table (ICAO Doc 9303-4…7). Total: any text gives a document, whose check digits
 * then say what is wrong. The npm package `mrz` supplies the state codes and judges this parser in the tests; it is not used
 * here because it refuses ICAO's own specimens and visas and throws on a missing filler.
 */
export function parseMrz(format: MrzFormat, lines: readonly string[], today: string): MrzDocument {
  const layout = LAYOUTS[format];
  const text = (slot: Slot | undefined) =>
    slot ? (lines[slot.line] ?? '').padEnd(slot.at + slot.length, '<').slice(slot.at, slot.at + slot.length) : '';
  const number = readNumber(layout, text);
  const names = readNames(layout, text);
  const documentCode = trim(text(layout.documentCode));
  const expiry = text(layout.expiryDate);
  const optional = layout.optional.map(text).join('');
  return {
    format,
    documentCode,
    type: documentType(format, documentCode),
    issuingState: trim(text(layout.issuingState)),
    documentNumber: number.value,
    longNumber: number.long,
    ...names,
    nationality: layout.nationality ? trim(text(layout.nationality)) : trim(text(layout.issuingState)),
    birthDate: readBirthDate(text(layout.birthDate), today),
    sex: text(layout.sex),
    expiryDate: layout.expiryDate ? readExpiryDate(expiry, today) : null,
    optional: trim(optional),
    digits: {
      number: number.digit,
      birth: judge(text(layout.birthDate), text(layout.birthDateCheck)),
      expiry: layout.expiryDate ? judge(expiry, text(layout.expiryDateCheck)) : 'absent',
      optional: layout.optionalCheck ? judgeOptional(optional, text(layout.optionalCheck)) : 'absent',
      composite: layout.composite
        ? judge(layout.composite.over.map(text).join(''), text(layout.composite.check))
        : 'absent',
    },
  };
}

const trim = (text: string) => text.replace(/<+$/, '').replace(/</g, ' ').trim();

const judge = (field: string, digit: string): DigitState => (checkDigit(field) === digit ? 'valid' : 'invalid');

function judgeOptional(field: string, digit: string): DigitState {
  if (/^<*$/.test(field) && digit === '<') return 'absent';
  return judge(field, digit);
}

function readNumber(layout: Layout, text: (slot: Slot | undefined) => string) {
  const printed = text(layout.documentNumber);
  const digit = text(layout.documentNumberCheck);
  const rest = text(layout.longNumber);
  const end = rest.indexOf('<');
  if (digit === '<' && layout.longNumber && end >= 2) {
    const whole = printed + rest.slice(0, end - 1);
    return { value: whole.replace(/<+$/, ''), long: true, digit: judge(whole, rest.charAt(end - 1)) };
  }
  return { value: printed.replace(/<+$/, ''), long: false, digit: judge(printed, digit) };
}

function readNames(layout: Layout, text: (slot: Slot | undefined) => string) {
  if (!layout.names) {
    const given = text(layout.givenNames);
    return {
      surname: trim(text(layout.surname)),
      givenNames: trim(given),
      namesTruncated: !text(layout.surname).endsWith('<') || !given.endsWith('<'),
    };
  }
  const field = text(layout.names);
  const split = field.indexOf('<<');
  const primary = split < 0 ? field : field.slice(0, split);
  const secondary = split < 0 ? '' : field.slice(split + 2);
  return { surname: trim(primary), givenNames: trim(secondary), namesTruncated: !field.endsWith('<') };
}

function documentType(format: MrzFormat, code: string): DocumentType {
  if (format === 'MRV-A' || format === 'MRV-B' || code.startsWith('V')) return 'visa';
  if (code.startsWith('P')) return 'passport';
  if (code === 'AR' || code === 'IR' || code === 'RP' || code === 'IT') return 'residence-permit';
  if (format === 'FRA-ID') return 'identity-card';
  return /^[IAC]/.test(code) ? 'identity-card' : 'other';
}
