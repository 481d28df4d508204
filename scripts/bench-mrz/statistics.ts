/** Value below which `share` (0…1) of the list lies; 0 for an empty list. */
export function quantile(list: readonly number[], share: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

const Z_95 = 1.96;

/** Wilson score interval (95 %, two-sided) of `hits` in `n`, as shares 0…1. */
export function wilsonInterval(hits: number, n: number): { readonly low: number; readonly high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const p = hits / n;
  const z2 = Z_95 ** 2;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * One-sided 95 % upper bound of Clopper and Pearson for a rate of which `hits` were seen in `n`: the rate at which so few
 * would be seen once in twenty times. With no hit it is the rule of three, 3 ÷ n.
 */
export function upperBound(hits: number, n: number): number {
  if (n === 0 || hits >= n) return 1;
  let low = hits / n;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (atMost(hits, n, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of at most `hits` in `n` draws at `rate`; summed in logarithms, so that large `n` does not underflow. */
function atMost(hits: number, n: number, rate: number): number {
  let term = n * Math.log1p(-rate);
  let sum = Math.exp(term);
  for (let k = 1; k <= hits; k++) {
    term += Math.log((n - k + 1) / k) + Math.log(rate) - Math.log1p(-rate);
    sum += Math.exp(term);
  }
  return sum;
}

/** Levenshtein distance. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, swap));
    }
    row = next;
  }
  return row[b.length] as number;
}
