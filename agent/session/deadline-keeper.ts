import type { SessionClock } from './session-clock.ts';

/** One timer for the deadline of the current state. */
export interface DeadlineKeeper {
  /** Watches this deadline (milliseconds since the epoch) instead of the one before; null watches none. */
  watch(at: number | null): void;
}

/**
 * Deadlines are absolute: a timer that rings before its time, because the clock was set back, is wound again; longer waits than
 * `LONGEST_MS` are looked at in between, so a clock set forward is noticed too.
 */
export function createDeadlineKeeper(
  clock: Pick<SessionClock, 'now' | 'setTimer'>,
  passed: (at: number) => void,
): DeadlineKeeper {
  let watched: number | null = null;
  let cancel = () => {};
  const wind = (at: number) => {
    const leftMs = at - clock.now();
    if (leftMs <= 0) passed(at);
    else cancel = clock.setTimer(Math.min(leftMs, LONGEST_MS), () => wind(at));
  };
  return {
    watch(at) {
      if (at === watched) return;
      watched = at;
      cancel();
      cancel = () => {};
      if (at !== null) cancel = clock.setTimer(Math.max(0, Math.min(at - clock.now(), LONGEST_MS)), () => wind(at));
    },
  };
}

const LONGEST_MS = 5_000;
