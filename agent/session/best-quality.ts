import type { QualityFinding } from '../contract/vocabulary/face-quality.ts';

type Findings = readonly QualityFinding[];

/** Of two frames the one with fewer measures outside their limits, then the sharper one. */
export function betterQuality(a: Findings | null, b: Findings | undefined): Findings | null {
  if (a === null || b === undefined || b.length === 0) return a ?? (b?.length ? b : null);
  const fewer = misses(a) - misses(b);
  return fewer > 0 || (fewer === 0 && sharpness(b) > sharpness(a)) ? b : a;
}

const misses = (findings: Findings): number => findings.filter(({ holds }) => !holds).length;

const sharpness = (findings: Findings): number =>
  findings.find(({ measure }) => measure === 'sharpness')?.value ?? Number.NEGATIVE_INFINITY;
