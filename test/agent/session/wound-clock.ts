import type { SessionClock } from '../../../agent/session/session-clock.ts';

/** A clock that stands still until a test winds it; promises get their turn between two timers. */
export interface WoundClock extends SessionClock {
  /** Runs every timer of the next `ms`, in order. */
  advance(ms: number): Promise<void>;
  /** Lets promises settle without time passing. */
  settle(): Promise<void>;
}

export function createWoundClock(start = Date.UTC(2026, 10, 22, 8, 0, 0)): WoundClock {
  let elapsed = 0;
  let last = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  const settle = async () => {
    for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    now: () => start + Math.round(elapsed),
    monotonic: () => elapsed,
    setTimer(ms, run) {
      last += 1;
      const id = last;
      timers.set(id, { at: elapsed + Math.max(0, ms), run });
      return () => timers.delete(id);
    },
    settle,
    async advance(ms) {
      const end = elapsed + ms;
      await settle();
      for (;;) {
        const [next] = [...timers]
          .filter(([, timer]) => timer.at <= end)
          .sort((a, b) => a[1].at - b[1].at || a[0] - b[0]);
        if (!next) break;
        const [id, timer] = next;
        timers.delete(id);
        elapsed = Math.max(elapsed, timer.at);
        timer.run();
        await settle();
      }
      elapsed = end;
    },
  };
}
