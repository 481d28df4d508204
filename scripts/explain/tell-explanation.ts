import type { CheckRecord, VisitRecord } from '../../agent/contract/record.ts';
import type { RulePack } from '../../agent/contract/rule-pack.ts';
import { CHECKS } from '../../agent/contract/vocabulary/checks.ts';
import type { Language } from '../../agent/contract/vocabulary/document.ts';
import type { CheckResult } from '../../agent/contract/vocabulary/verdict.ts';
import { explainVerdict } from '../../agent/domain/explain-verdict.ts';
import { coversDay } from '../../agent/domain/rule-pack-in-force.ts';
import { inputOf, recomputeDecision } from '../../central/intake/recompute-decision.ts';
import { SENTENCES } from '../../kiosk/languages/by-code.ts';
import { EXPLANATIONS } from '../../kiosk/languages/explanations.ts';

/** One sign for each result, so that a printed page needs no colour (EN 301 549 §9.1.4.1). */
const SIGNS: Readonly<Record<CheckResult, string>> = {
  successful: '+',
  failed: 'x',
  undetermined: '?',
  not_supported: '-',
  not_performed: '.',
  aborted: '!',
};

/**
 * Retells a record in one language: a table of its checks, then the path to the colour, one sentence a line. Nothing is said of the
 * person; a record that is not GREEN names none, and the claims of a GREEN one are left out. `verified` tells whether the signature
 * was found to hold.
 */
export function tellExplanation(
  record: VisitRecord,
  pack: RulePack,
  { language, verified }: { readonly language: Language; readonly verified: boolean },
): { readonly lines: readonly string[]; readonly follows: boolean } {
  const told = EXPLANATIONS[language];
  const words = SENTENCES[language];
  const { idv } = record;
  const why = explainVerdict(inputOf(record, pack));
  const mismatch = recomputeDecision(record, pack);
  const nameOf = (id: CheckRecord['id']) => words.checks[id];
  const path: string[] = [];
  path.push(verified ? told.signed(idv.station.id) : told.notVerified);
  path.push(told.rules(pack.id, pack.version, idv.decision.policy_date));
  if (!coversDay(pack, idv.decision.policy_date)) path.push(told.notInForce);
  path.push(told.seen(idv.documents.length, told.paths[idv.path]));
  path.push(told.checks(idv.inspection.length, why.silent.length));
  const results = why.grounds.filter((ground) => ground.kind === 'result');
  if (results.length === 0) path.push(told.noReasons);
  for (const { line, reason, colour, told: counts } of results) {
    const document = line.document === undefined ? null : line.document + 1;
    const finding = told.result(line.id, nameOf(line.id), document, words.checkResults[line.result]);
    const officer = line.by === 'operator' ? told.byOfficer : '';
    path.push(`${finding}${officer}${told.gives(reason, told.colours[colour])}${counts ? '' : told.silenced}.`);
    path.push(`  ${words.reasons[reason].sentence}`);
  }
  if (why.requirements === null) path.push(told.notAsked);
  else {
    path.push(told.asked(why.requirements.length, why.situations.map((one) => told.situations[one]).join(', ')));
    const open = why.requirements.filter(({ fulfilled }) => !fulfilled);
    if (open.length === 0) path.push(told.allFulfilled);
    for (const { check, when, otherwise } of open)
      path.push(
        `${told.missing(check, nameOf(check), told.situations[when])}${told.gives(otherwise, told.colours.YELLOW)}.`,
      );
  }
  path.push(told.worst(told.colours[why.verdict.colour]));
  if (why.steps.length > 0) path.push(told.resolved, ...why.steps.map((step) => `  ${told.steps[step]}`));
  path.push(mismatch === null ? told.follows : told.doesNotFollow(`${mismatch.pointer} ${mismatch.detail}`));
  const heading = `${record.jti}  ${told.colours[idv.decision.colour]}  ${idv.decision.reasons.join(' ') || '-'}`;
  return { lines: [heading, '', ...tableOf(idv.inspection, language), '', ...path], follows: mismatch === null };
}

/** Comparisons are told as false match rates; a bare similarity says nothing to anybody. */
function figureOf({ score, threshold, fmr }: CheckRecord): string {
  if (fmr) return `${fmr.matches_at === null ? '-' : `FMR ${fmr.matches_at}`} / FMR ${fmr.target}`;
  return [score, threshold].flatMap((figure) => (figure === undefined ? [] : [figure.toFixed(3)])).join(' / ');
}

function tableOf(inspection: readonly CheckRecord[], language: Language): readonly string[] {
  const { columns, silentMark } = EXPLANATIONS[language];
  const { checks, checkResults } = SENTENCES[language];
  const rows = inspection.map((line) => [
    `${SIGNS[line.result]} ${line.id}`,
    checks[line.id],
    line.document === undefined ? '' : String(line.document + 1),
    `${checkResults[line.result]}${CHECKS[line.id].mode === 'silent' ? ` (${silentMark})` : ''}`,
    figureOf(line),
    (line.evidence ?? []).map((digest) => digest.slice(0, 8)).join(' '),
  ]);
  const table = [[columns.check, '', columns.document, columns.result, columns.figure, columns.evidence], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
