/** Time as the simulated world sees it; a test hands in one it can wind. */
export interface WorldClock {
  /** Monotonic milliseconds. */
  nowMs(): number;
  /** Calls once after `delayMs`; returns the way to cancel. */
  after(delayMs: number, run: () => void): () => void;
}

/** The clock of the running program. */
export const programClock: WorldClock = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
