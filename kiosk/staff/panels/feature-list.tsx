import {
  COMPARISON_FEATURES,
  type ComparisonFeature,
  FeatureFinding,
  type FeatureFindings,
} from '../../../agent/contract/vocabulary/comparison.ts';
import type { Sentences } from '../../languages/sentences.ts';

export type PartialFindings = Readonly<Partial<Record<ComparisonFeature, FeatureFinding>>>;

export interface FeatureListProps {
  readonly findings: PartialFindings;
  readonly words: Sentences;
  readonly onFinding: (feature: ComparisonFeature, finding: FeatureFinding) => void;
}

/** The features one after the other: each opens when the one before it is judged, and stays open to be corrected. */
export function FeatureList({ findings, words, onFinding }: FeatureListProps) {
  const say = words.staff;
  const next = COMPARISON_FEATURES.findIndex((feature) => findings[feature] === undefined);
  return (
    <ol class="features">
      {COMPARISON_FEATURES.map((feature, index) => {
        const { name, look } = say.comparisonFeatures[feature];
        return (
          <li key={feature} aria-current={index === next ? 'step' : undefined}>
            <fieldset class="feature" disabled={next !== -1 && index > next}>
              <legend>
                {name} <span class="feature-look">{look}</span>
              </legend>
              {FeatureFinding.enum.map((finding) => (
                <label key={finding} class="feature-finding">
                  <input
                    type="radio"
                    name={`feature-${feature}`}
                    checked={findings[feature] === finding}
                    onChange={() => onFinding(feature, finding)}
                  />
                  {say.comparisonFindings[finding]}
                </label>
              ))}
            </fieldset>
          </li>
        );
      })}
    </ol>
  );
}

/** Features not judged yet. */
export const featuresLeft = (findings: PartialFindings): number =>
  COMPARISON_FEATURES.filter((feature) => findings[feature] === undefined).length;

export const isComplete = (findings: PartialFindings): findings is FeatureFindings => featuresLeft(findings) === 0;
