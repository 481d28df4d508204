/** Time as a replay needs it; the running program hands in its monotonic clock, a test one it can wind. */
export interface PlaybackClock {
  /** Monotonic milliseconds. */
  nowMs(): number;
  /** Calls once after `delayMs`; returns the way to cancel. */
  after(delayMs: number, run: () => void): () => void;
}
