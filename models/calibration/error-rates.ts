/** Error rates of a comparison at a threshold (terms of ISO/IEC 19795-1). */
export interface ErrorRates {
  readonly falseMatchRate: number;
  readonly falseNonMatchRate: number;
}

/** Rates when scores at or above `threshold` count as a match. */
export function errorRatesAt(genuine: readonly number[], impostor: readonly number[], threshold: number): ErrorRates {
  return {
    falseMatchRate: impostor.filter((score) => score >= threshold).length / impostor.length,
    falseNonMatchRate: genuine.filter((score) => score < threshold).length / genuine.length,
  };
}

/** Smallest threshold, on a grid of `step`, at which the false match rate is not above `target`. */
export function thresholdFor(impostor: readonly number[], target: number, step: number): number {
  const descending = [...impostor].sort((a, b) => b - a);
  const firstAllowed = descending[Math.floor(target * impostor.length)] ?? -1;
  return Math.round((Math.floor(firstAllowed / step) + 1) * step * 1e6) / 1e6;
}

/** Rate at which false matches and false non-matches are equally frequent: their mean at the first score where they cross. */
export function equalErrorRate(genuine: readonly number[], impostor: readonly number[]): number {
  const sortedGenuine = [...genuine].sort((a, b) => a - b);
  const sortedImpostor = [...impostor].sort((a, b) => a - b);
  for (const threshold of [...genuine, ...impostor].sort((a, b) => a - b)) {
    const falseNonMatchRate = countBelow(sortedGenuine, threshold) / genuine.length;
    const falseMatchRate = 1 - countBelow(sortedImpostor, threshold) / impostor.length;
    if (falseNonMatchRate >= falseMatchRate) return (falseNonMatchRate + falseMatchRate) / 2;
  }
  return 1;
}

/** How many of the ascending scores are below the threshold. */
function countBelow(ascending: readonly number[], threshold: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Two-sided 95 % Clopper-Pearson interval for `hits` of `trials`, found by bisection on the binomial tail. */
export function confidenceInterval(hits: number, trials: number): [number, number] {
  const lower = hits === 0 ? 0 : bisect((p) => 1 - binomialAtMost(hits - 1, trials, p) < 0.025);
  const upper = hits === trials ? 1 : bisect((p) => binomialAtMost(hits, trials, p) > 0.025);
  return [lower, upper];
}

/** Largest p in 0…1 for which `holds`, which turns from true to false once. */
function bisect(holds: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return Number(low.toPrecision(3));
}

/** Probability of at most `hits` in `trials`; summed in logarithms, because the single terms underflow. */
function binomialAtMost(hits: number, trials: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return hits >= trials ? 1 : 0;
  let logTerm = trials * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= hits; k++) {
    logTerm += Math.log((trials - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
