/** A clock that moves when the test says so; what falls due runs in order of its time. */
export interface WindingClock {
  nowMs(): number;
  after(delayMs: number, run: () => void): () => void;
  /** Moves on by `ms`, letting promises settle between due calls. */
  wind(ms: number): Promise<void>;
}

export function createWindingClock(): WindingClock {
  let now = 0;
  let due: { readonly atMs: number; readonly run: () => void }[] = [];
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    nowMs: () => now,
    after: (delayMs, run) => {
      const call = { atMs: now + delayMs, run };
      due.push(call);
      return () => {
        due = due.filter((other) => other !== call);
      };
    },
    wind: async (ms) => {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = due.filter((call) => call.atMs <= end).sort((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined) break;
        due = due.filter((call) => call !== next);
        now = Math.max(now, next.atMs);
        next.run();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
