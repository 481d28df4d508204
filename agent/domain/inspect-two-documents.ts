import type { CheckRecord } from '../contract/record.ts';
import type { CheckId } from '../contract/vocabulary/checks.ts';
import type { DocumentRole, FieldMatch } from '../contract/vocabulary/document.ts';
import type { CheckResult } from '../contract/vocabulary/verdict.ts';
import { compareMrzNames } from './compare-mrz-names.ts';
import { isCitizenship, sameState } from './issuing-states.ts';
import type { MrzDocument } from './parse-mrz.ts';

/** A document as far as it was read; `words` are those of its printed zone. */
export interface ReadDocument {
  readonly role: DocumentRole;
  readonly mrz: MrzDocument | null;
  readonly accepted: boolean;
  readonly words?: readonly string[];
}

type Comparison = (permit: MrzDocument, passport: MrzDocument) => FieldMatch;

/**
 * Residence permit against passport (XDC-01…09): same holder, permit still valid, permit shown first. Empty for a one-document visit.
 * What differs fails only when both readings stand; what one of the documents does not state is undetermined, never equal.
 */
export function inspectTwoDocuments(documents: readonly ReadDocument[], today: string): readonly CheckRecord[] {
  const permit = documents.find((document) => document.role === 'residence-permit');
  const passport = documents.find((document) => document.role === 'identity-document');
  if (!permit || !passport) return [];
  const certain = permit.accepted && passport.accepted;
  const line = (id: CheckId, result: CheckResult, match?: FieldMatch): CheckRecord => ({
    id,
    result,
    by: 'machine',
    ...(match ? { match } : {}),
  });
  const compare = (id: CheckId, comparison: Comparison): CheckRecord => {
    if (!permit.mrz || !passport.mrz) return line(id, 'not_performed');
    const match = comparison(permit.mrz, passport.mrz);
    return line(id, resultOf(match, certain), match);
  };
  return [
    compare('XDC-01', compareMrzNames),
    compare('XDC-02', compareBirthDates),
    compare('XDC-03', compareSex),
    compare('XDC-04', compareNationalities),
    // No face is looked for on a permit: the passport's portrait is the reference.
    line('XDC-05', 'not_performed'),
    line('XDC-06', permitValidity(permit, today)),
    // Only the register knows what a permit allows.
    line('XDC-07', 'not_performed'),
    line('XDC-08', presentation(documents, permit, passport)),
    line('XDC-09', passportNumberOn(permit, passport)),
  ];
}

function resultOf(match: FieldMatch, certain: boolean): CheckResult {
  switch (match) {
    case 'exact':
    case 'transliteration_equal':
    case 'truncated_equal':
      return 'successful';
    case 'different':
      return certain ? 'failed' : 'undetermined';
    case 'not_available':
      return 'undetermined';
  }
}

/** A date of which parts are unknown (Doc 9303-3 §4.8) is not compared: a permit may fill in what the passport leaves open. */
const compareBirthDates: Comparison = (permit, passport) => {
  if (permit.birthDate.iso === null || passport.birthDate.iso === null) return 'not_available';
  if (permit.digits.birth === 'invalid' || passport.digits.birth === 'invalid') return 'not_available';
  return permit.birthDate.iso === passport.birthDate.iso ? 'exact' : 'different';
};

/** An unspecified sex, as German cards print it for everybody, says nothing against another document. */
const compareSex: Comparison = (permit, passport) => {
  const isStated = (sex: string) => /^[MF]$/.test(sex);
  if (permit.sex === passport.sex || !isStated(permit.sex) || !isStated(passport.sex)) return 'exact';
  return 'different';
};

const compareNationalities: Comparison = (permit, passport) => {
  if (permit.nationality !== '' && permit.nationality === passport.nationality) return 'exact';
  if (!isCitizenship(permit.nationality) || !isCitizenship(passport.nationality)) return 'not_available';
  return sameState(permit.nationality, passport.nationality) ? 'exact' : 'different';
};

function permitValidity({ mrz, accepted }: ReadDocument, today: string): CheckResult {
  if (!accepted || !mrz?.expiryDate?.iso || mrz.digits.expiry === 'invalid') return 'undetermined';
  return mrz.expiryDate.iso >= today ? 'successful' : 'failed';
}

/** Permit first, and each of the two the document it should be. */
function presentation(documents: readonly ReadDocument[], permit: ReadDocument, passport: ReadDocument): CheckResult {
  if (!permit.mrz || !passport.mrz) return 'not_performed';
  const isInOrder = documents.indexOf(permit) < documents.indexOf(passport);
  return isInOrder && permit.mrz.type !== 'passport' && passport.mrz.type !== 'residence-permit'
    ? 'successful'
    : 'undetermined';
}

/** Issuers may print the number of the passport on the permit. Where it is not found they did not, or meant an earlier passport. */
function passportNumberOn(permit: ReadDocument, passport: ReadDocument): CheckResult {
  if (!permit.mrz || !passport.mrz) return 'not_performed';
  const number = passport.mrz.documentNumber;
  const places = [permit.mrz.optional, ...(permit.words ?? [])].flatMap((text) =>
    text.toUpperCase().split(/[^A-Z0-9]+/),
  );
  return number !== '' && places.includes(number) ? 'successful' : 'not_supported';
}
