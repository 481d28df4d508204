const FIRST_MS = 1000;
const LONGEST_MS = 900_000;
/** A centre may ask for a longer pause, up to this. */
const LONGEST_ASKED_MS = 3_600_000;

/**
 * Milliseconds to wait after the attempt number `attempts` (from 0) failed: a random share of 1 s doubled per attempt, at most 900 s
 * (full jitter), so that stations do not come back together after an outage. What the centre asks for wins.
 */
export function retryDelayMs(attempts: number, random: () => number, askedMs: number | null): number {
  if (askedMs !== null) return Math.min(askedMs, LONGEST_ASKED_MS);
  return random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts, 20));
}

/** `Retry-After` of RFC 9110 §10.2.3, seconds or a date, in milliseconds from now; null when absent or not understood. */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\s*[0-9]{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
