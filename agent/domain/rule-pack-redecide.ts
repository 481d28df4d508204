import type { CheckRecord, VisitRecord } from '../contract/record.ts';
import type { RulePack } from '../contract/rule-pack.ts';
import type { ReasonCode, Verdict } from '../contract/vocabulary/verdict.ts';
import { decideVerdict } from './decide-verdict.ts';
import { type Acceptance, type AcceptanceFacts, judgeAcceptance } from './document-acceptance.ts';

/** What another pack makes of a visit that was decided before. */
export interface Redecision {
  readonly before: Verdict;
  readonly after: Verdict;
  readonly gained: readonly ReasonCode[];
  readonly lost: readonly ReasonCode[];
  /** The day on which the rules were applied, `YYYY-MM-DD`. */
  readonly day: string;
  /** Documents, by position, whose acceptance depends on what the record does not hold; their line stays as it was recorded. */
  readonly open: readonly number[];
}

/**
 * Decides a recorded visit as if `pack` had been in force. Every line of the inspection stands as recorded but for IDN-02: the accept
 * list of the pack is applied anew to what the record holds of each document, on the day of the visit or, where that lies outside the
 * pack's time, on the nearest day within. A record that is not GREEN names neither holder nor number; a rule that asks for them leaves
 * the document open.
 */
export function redecide(record: VisitRecord, pack: RulePack): Redecision {
  const { idv } = record;
  const day = nearestDay(idv.decision.policy_date, pack);
  const open: number[] = [];
  const checks = idv.inspection.map((line): CheckRecord => {
    const facts = line.id === 'IDN-02' && line.document !== undefined ? recordedFacts(record, line.document) : null;
    if (!facts) return line;
    const acceptance = judgeAcceptance(pack, facts, day);
    if (acceptance.state === 'undetermined') open.push(line.document ?? 0);
    return judgedLine(line, acceptance, wasRead(idv.inspection, line.document));
  });
  const before: Verdict = { colour: idv.decision.colour, reasons: [...idv.decision.reasons] };
  const after = decideVerdict({
    checks,
    pack,
    path: idv.path,
    documents: idv.documents.length,
    passiveLiveness: idv.models.passive_liveness,
  });
  return {
    before,
    after,
    gained: after.reasons.filter((reason) => !before.reasons.includes(reason)),
    lost: before.reasons.filter((reason) => !after.reasons.includes(reason)),
    day,
    open,
  };
}

function judgedLine(line: CheckRecord, acceptance: Acceptance, read: boolean): CheckRecord {
  const { reason: _, ...bare } = line;
  switch (acceptance.state) {
    case 'accepted':
      return { ...bare, result: 'successful' };
    case 'refused':
      return read ? { ...bare, result: 'failed', reason: acceptance.reason } : { ...bare, result: 'undetermined' };
    case 'undetermined':
      return line;
  }
}

function nearestDay(day: string, { validFrom, validTo }: RulePack): string {
  if (day < validFrom) return validFrom;
  return validTo !== null && day > validTo ? validTo : day;
}

/** Only what was read for certain may fail: the recogniser had accepted the MRZ. */
const wasRead = (inspection: readonly CheckRecord[], document: number | undefined): boolean =>
  inspection.some((line) => line.id === 'MRZ-02' && line.document === document && line.result === 'successful');

/** The evidence of the claims stands in the order of the documents whose MRZ was read. */
function recordedFacts(record: VisitRecord, position: number): AcceptanceFacts | null {
  const { documents, purpose } = record.idv;
  const document = documents[position];
  if (!document?.mrz_format) return null;
  const rank = documents.slice(0, position).filter(({ mrz_format }) => mrz_format !== undefined).length;
  const evidence = record.verified_claims?.verification.evidence[rank];
  return {
    purpose,
    role: document.role,
    type: document.type,
    issuingState: document.issuing_state,
    format: document.mrz_format,
    code: null,
    number: evidence?.document_details.document_number ?? null,
    nationality: evidence?.derived_claims.nationalities[0] ?? null,
    birthDate: evidence?.derived_claims.birthdate || null,
  };
}
