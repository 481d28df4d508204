import { confidenceInterval, equalErrorRate } from '../../models/calibration/error-rates.ts';
import { boundByPerson, measureOperatingPoint } from '../../models/calibration/operating-points.ts';
import type { Scores } from './embed-set.ts';

/** False match rates at which every comparison is told, from the most to the least tolerant. */
export const TOLD_FMR = [1e-2, 1e-3, 1e-4] as const;
/** Thresholds are taken on this grid: finer than any score means something. */
export const THRESHOLD_STEP = 0.0005;

export const percent = (rate: number): string => `${(100 * rate).toFixed(2)} %`;

/** A rate with its 95 % bounds: Clopper-Pearson, which at 0 hits is the rule of three within a fifth. */
export function rateOf(hits: number, trials: number): string {
  if (trials === 0) return 'none';
  const [low, high] = confidenceInterval(hits, trials);
  return `${hits}/${trials} = ${percent(hits / trials)} [${percent(low)} – ${percent(high)}]`;
}

/** Equal error and detection error trade-off of one comparison, a line for each false match rate. */
export function tradeOffLines(name: string, scores: Scores): string[] {
  const { genuine, impostor } = scores;
  if (genuine.length === 0 || impostor.length === 0) return [`${name}: no pairs`];
  const head = `${name}: ${genuine.length} genuine, ${impostor.length} impostor, EER ${percent(equalErrorRate(genuine, impostor))}`;
  return [head, ...TOLD_FMR.map((target) => `  ${tradeOffLine(scores, target)}`)];
}

function tradeOffLine({ genuine, impostor, genuineByPerson }: Scores, target: number): string {
  const point = measureOperatingPoint(genuine, impostor, target, THRESHOLD_STEP);
  const pairs = point.bounds.falseNonMatchRate.map(percent).join(' – ');
  const persons = boundByPerson(genuineByPerson, point.threshold).map(percent).join(' – ');
  const scarce = target * impostor.length < 3 ? ', too few impostors to say' : '';
  return `FMR ${target.toExponential(0)}: threshold ${point.threshold}, FNMR ${percent(point.falseNonMatchRate)} [${pairs} by pairs; ${persons} by persons]${scarce}`;
}

/** Share of genuine pairs missed at the threshold for `target`; null without pairs. */
export function missedAt({ genuine, impostor }: Scores, target: number): number | null {
  if (genuine.length === 0 || impostor.length === 0) return null;
  return measureOperatingPoint(genuine, impostor, target, THRESHOLD_STEP).falseNonMatchRate;
}
