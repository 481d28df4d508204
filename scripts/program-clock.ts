import type { SessionClock } from '../agent/session/session-clock.ts';

/** The clock of the running program, or one that started at `from` (milliseconds since the epoch) and runs on from there. */
export function programClock(from = Date.now()): SessionClock {
  const shift = from - Date.now();
  return {
    now: () => Math.round(Date.now() + shift),
    monotonic: () => performance.now(),
    setTimer(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
}
