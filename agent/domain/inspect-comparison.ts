import type { CheckRecord } from '../contract/record.ts';
import type { FeatureFindings } from '../contract/vocabulary/comparison.ts';
import type { CheckResult, ReasonCode } from '../contract/vocabulary/verdict.ts';
import type { OfficerComparison, OfficerOpinion, VisitObservations } from './visit-observations.ts';

/**
 * Checks of a comparison by eye: FAC-10 for what the officers found together, PRC-04 for the four eyes where the rules demand
 * them. FAC-10 of the machine stands beside it, so an officer's answer can only make a verdict worse.
 */
export function inspectComparisonByOfficers({
  byOfficers,
}: Pick<VisitObservations, 'byOfficers'>): readonly CheckRecord[] {
  if (!byOfficers) return [];
  const [result, reason] = judgeOpinions(byOfficers);
  const portrait: CheckRecord = { id: 'FAC-10', result, by: 'operator', ...(reason ? { reason } : {}) };
  return byOfficers.demanded > 1 ? [portrait, fourEyes(byOfficers)] : [portrait];
}

/** One answer from all, or none: officers who disagree, or of whom one is missing, have decided nothing. */
function judgeOpinions({ demanded, fewestFeatures, opinions }: OfficerComparison): readonly [CheckResult, ReasonCode?] {
  const [first] = opinions;
  if (!first) return ['not_performed'];
  const agreed = opinions.every(({ answer }) => answer === first.answer);
  if (!agreed || officersOf(opinions) < demanded) return ['undetermined', 'FACE_BORDERLINE'];
  switch (first.answer) {
    case 'same-person': {
      const enough = opinions.every(({ findings }) => judgedFeatures(findings) >= fewestFeatures);
      return enough ? ['successful', 'FACE_BY_OPERATOR'] : ['undetermined', 'FACE_QUALITY'];
    }
    case 'different-person':
      return ['failed'];
    case 'cannot-tell':
      return ['undetermined', 'FACE_BORDERLINE'];
  }
}

const fourEyes = ({ demanded, opinions }: OfficerComparison): CheckRecord => ({
  id: 'PRC-04',
  result: officersOf(opinions) >= demanded ? 'successful' : 'not_performed',
  by: 'operator',
});

const officersOf = (opinions: readonly OfficerOpinion[]): number =>
  new Set(opinions.map(({ officer }) => officer)).size;

/** Features that could be seen in both pictures. */
const judgedFeatures = (findings: FeatureFindings): number =>
  Object.values(findings).filter((finding) => finding !== 'cannot-see').length;
