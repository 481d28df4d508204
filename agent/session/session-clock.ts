/** Time as the session sees it; a test replaces it and runs a whole day in a second. */
export interface SessionClock {
  /** Milliseconds since the epoch, whole numbers. May jump when the system clock is corrected. */
  now(): number;
  /** Milliseconds that never jump and never go back. The camera drivers stamp frames with the same clock. */
  monotonic(): number;
  /** Runs `run` once after `ms`; the returned function cancels it. */
  setTimer(ms: number, run: () => void): () => void;
}

/** Calendar date `YYYY-MM-DD` of an instant in a time zone (IANA name): the date on which rules are applied. */
export function calendarDate(epochMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const found = new Map(parts.formatToParts(epochMs).map((part) => [part.type, part.value]));
  return `${found.get('year')}-${found.get('month')}-${found.get('day')}`;
}
