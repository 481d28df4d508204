import {
  COMPARISON_FEATURES,
  type FeatureFinding,
  type FeatureFindings,
} from '../../agent/contract/vocabulary/comparison.ts';
import type { ComparisonAnswer } from '../../agent/contract/vocabulary/visit.ts';
import type { OfficerComparison } from '../../agent/domain/visit-observations.ts';

/** The whole list with one finding for every feature, unless told otherwise. */
export function findings(finding: FeatureFinding, more: Partial<FeatureFindings> = {}): FeatureFindings {
  const all = Object.fromEntries(COMPARISON_FEATURES.map((feature) => [feature, finding]));
  return { ...(all as unknown as FeatureFindings), ...more };
}

/** Two officers were asked; each answer comes from another one, a minute after the one before. */
export function byOfficers(
  answers: readonly ComparisonAnswer[],
  more: Partial<OfficerComparison> = {},
): OfficerComparison {
  const at = Date.UTC(2026, 10, 22, 9);
  return {
    demanded: 2,
    fewestFeatures: 6,
    opinions: answers.map((answer, index) => ({
      officer: `OP-${index + 1}`,
      findings: findings('similar'),
      answer,
      startedAt: at + index * 60_000,
      answeredAt: at + index * 60_000 + 40_000,
    })),
    ...more,
  };
}
