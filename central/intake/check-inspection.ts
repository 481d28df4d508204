import type { CheckRecord, VisitRecord } from '../../agent/contract/record.ts';
import type { RulePack } from '../../agent/contract/rule-pack.ts';
import { CHECKS } from '../../agent/contract/vocabulary/checks.ts';
import { inspectComparisonByOfficers } from '../../agent/domain/inspect-comparison.ts';

/** A place in the record (JSON pointer) that does not follow from the rest of it. `detail` is a fixed sentence. */
export interface Mismatch {
  readonly pointer: string;
  readonly detail: string;
}

type Claim = VisitRecord['idv'];

/**
 * Whether each line of the inspection is one that the rest of the record bears out. A line may be worse than what it summarises,
 * for a station knows more than it writes down; it may not be better. Each line stands once for each document and each answerer.
 */
export function checkInspection({ idv }: VisitRecord, pack: RulePack): Mismatch | null {
  const seen = new Set<string>();
  for (const [index, line] of idv.inspection.entries()) {
    const trouble = placeTrouble(line, idv, seen) ?? contentTrouble(line, idv, pack);
    if (trouble !== null) return { pointer: `/idv/inspection/${index}`, detail: trouble };
  }
  return null;
}

function placeTrouble(line: CheckRecord, { documents }: Claim, seen: Set<string>): string | null {
  const key = `${line.id} ${line.document ?? '-'} ${line.by === 'operator' ? 'operator' : 'machine'}`;
  if (seen.has(key)) return 'stands twice';
  seen.add(key);
  if (line.document === undefined) return null;
  if (CHECKS[line.id].scope === 'visit') return 'speaks about a document, which this check does not';
  // A visit that ended before any document was shown still says of the first one that it was not compared.
  return line.document < Math.max(documents.length, 1) ? null : 'speaks about a document that was not shown';
}

function contentTrouble(line: CheckRecord, idv: Claim, pack: RulePack): string | null {
  if (line.match === 'different' && line.result === 'successful') return 'succeeds though the field differs';
  if (line.match === 'not_available' && line.result === 'successful') return 'succeeds without the field';
  if (line.result !== 'successful') return null;
  switch (line.id) {
    case 'FAC-10':
      return line.by === 'operator' ? officersTrouble(line, idv, pack) : comparisonTrouble(line, idv);
    case 'PRC-04':
      return officersTrouble(line, idv, pack);
    case 'LIV-01':
      return idv.face.liveness?.outcome === 'bona-fide' ? null : 'is not borne out by the liveness scores';
    case 'LIV-02': {
      const { challenge } = idv.face;
      const done = challenge.length > 0 && challenge.every((step) => step.done);
      return done ? null : 'is not borne out by the challenge';
    }
    case 'CAP-12': {
      const shown = line.document === undefined ? idv.documents : idv.documents.slice(line.document, line.document + 1);
      return shown.every(({ origin }) => origin === 'hardware')
        ? null
        : 'is not borne out by the origin of the pictures';
    }
    default:
      return null;
  }
}

function comparisonTrouble(line: CheckRecord, { face }: Claim): string | null {
  const comparison = face.comparison;
  if (comparison?.decision !== 'match' || comparison.score < comparison.threshold)
    return 'is not borne out by the scores';
  const same = line.score === comparison.score && line.threshold === comparison.threshold;
  return same ? null : 'gives other figures than the comparison';
}

/** Answers of officers are weighed again, by the pack's own demands rather than those the record states. */
function officersTrouble(line: CheckRecord, idv: Claim, pack: RulePack): string | null {
  const { comparisonOfficers: demanded, comparisonFeatures: fewestFeatures } = pack.limits;
  const opinions = (idv.by_officers?.opinions ?? []).map(({ started_at, answered_at, ...rest }) => ({
    ...rest,
    startedAt: Date.parse(started_at),
    answeredAt: Date.parse(answered_at),
  }));
  const again = inspectComparisonByOfficers({ byOfficers: { demanded, fewestFeatures, opinions } });
  const found = again.find(({ id }) => id === line.id);
  return found?.result === 'successful' ? null : 'is not borne out by the answers of the officers';
}
