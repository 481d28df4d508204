import type { CheckRecord } from '../contract/record.ts';
import type { CheckId } from '../contract/vocabulary/checks.ts';
import type { QualityFinding, QualityMeasure } from '../contract/vocabulary/face-quality.ts';

/** Which measures speak for which check; sharpness and pose are named as in ISO/IEC 29794-5. */
const MEASURES: readonly (readonly [CheckId, readonly QualityMeasure[]])[] = [
  ['FAC-02', ['head-pose-yaw', 'head-pose-pitch', 'head-pose-roll']],
  ['FAC-03', ['sharpness']],
  ['FAC-04', ['luminance-mean', 'under-exposure', 'over-exposure', 'dynamic-range', 'light-balance']],
  ['FAC-05', ['eyes-open']],
  ['FAC-06', ['inter-eye-distance']],
];

/**
 * The quality checks of the live face, from the measures of the best frame kept. The score is the lowest component, 0…100. A
 * face outside the limits leaves its check undetermined, never failed: what is wrong is the picture, not the person.
 */
export function inspectFaceQuality(findings: readonly QualityFinding[] | undefined): CheckRecord[] {
  if (findings === undefined) return [];
  return MEASURES.map(([id, measures]): CheckRecord => {
    const mine = findings.filter(({ measure }) => measures.includes(measure));
    if (mine.length === 0) return { id, result: 'not_supported', by: 'machine' };
    const result = mine.every(({ holds }) => holds) ? 'successful' : 'undetermined';
    return { id, result, by: 'machine', score: Math.min(...mine.map(({ component }) => component)) };
  });
}
