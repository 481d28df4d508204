import type { DocumentConditions, RulePack } from '../contract/rule-pack.ts';
import type { DocumentRole, DocumentType, MrzFormat, Purpose } from '../contract/vocabulary/document.ts';
import type { ReasonCode } from '../contract/vocabulary/verdict.ts';
import { sameState } from './issuing-states.ts';
import type { MrzDocument } from './mrz-document.ts';

/** What the accept list asks about a document; null is what could not be read or is no longer known. */
export interface AcceptanceFacts {
  readonly purpose: Purpose;
  readonly role: DocumentRole;
  readonly type: DocumentType;
  readonly issuingState: string;
  /** `none`: the document bears no MRZ. */
  readonly format: MrzFormat | 'none' | null;
  /** First two characters of the MRZ without fillers. */
  readonly code: string | null;
  readonly number: string | null;
  readonly nationality: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null;
}

export type Acceptance =
  | { readonly state: 'accepted' }
  | { readonly state: 'refused'; readonly reason: ReasonCode }
  /** A condition depends on what is not known. */
  | { readonly state: 'undetermined' };

/**
 * Whether the pack accepts a document for a purpose on a day (`YYYY-MM-DD`). An entry of `refuses` that covers it decides; else it needs
 * an entry of `accepts`. What is not known is never guessed: when it could change the answer, the answer is `undetermined`.
 */
export function judgeAcceptance(pack: RulePack, facts: AcceptanceFacts, day: string): Acceptance {
  let inDoubt = false;
  for (const entry of pack.refuses) {
    const covers = isCovered(entry, facts, day);
    if (covers === true) return { state: 'refused', reason: entry.reason };
    if (covers === null) inDoubt = true;
  }
  const answers = pack.accepts
    .filter((entry) => entry.role === facts.role && entry.purposes.includes(facts.purpose))
    .map((entry) => isCovered(entry, facts, day));
  if (answers.includes(true)) return { state: inDoubt ? 'undetermined' : 'accepted' };
  return answers.includes(null) ? { state: 'undetermined' } : { state: 'refused', reason: 'DOC_TYPE_NOT_ACCEPTED' };
}

/** What the MRZ says about a document; a number or date whose check digit does not hold is not known. */
export function acceptanceFacts(role: DocumentRole, mrz: MrzDocument, purpose: Purpose): AcceptanceFacts {
  return {
    purpose,
    role,
    type: mrz.type,
    issuingState: mrz.issuingState,
    format: mrz.format,
    code: mrz.documentCode,
    number: mrz.digits.number === 'invalid' ? null : mrz.documentNumber,
    nationality: mrz.nationality || null,
    birthDate: mrz.digits.birth === 'invalid' ? null : mrz.birthDate.iso,
  };
}

/** Three-valued: false as soon as one condition does not hold, null when one is not known. */
function isCovered(entry: DocumentConditions, facts: AcceptanceFacts, day: string): boolean | null {
  const { from, until, bornFrom, bornUntil, issuers, formats, codes, series, nationalities } = entry;
  const conditions = [
    (from === undefined || from <= day) && (until === undefined || day <= until),
    entry.types.includes(facts.type),
    issuers === null || issuers.some((state) => sameState(state, facts.issuingState)),
    formats === undefined || known(facts.format, (format) => formats.includes(format)),
    codes === undefined || known(facts.code, (code) => codes.includes(code)),
    series === undefined || known(facts.number, (number) => series.some((start) => number.startsWith(start))),
    nationalities === undefined ||
      known(facts.nationality, (nationality) => nationalities.some((state) => sameState(state, nationality))),
    bornFrom === undefined || known(facts.birthDate, (born) => born >= bornFrom),
    bornUntil === undefined || known(facts.birthDate, (born) => born <= bornUntil),
  ];
  if (conditions.includes(false)) return false;
  return conditions.includes(null) ? null : true;
}

const known = <T>(fact: T | null, holds: (fact: T) => boolean): boolean | null => (fact === null ? null : holds(fact));
