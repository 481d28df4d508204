const FAILURES_TO_OPEN = 5;
const PROBE_EVERY_MS = 60_000;

/** Stops asking a centre that does not answer, except for one probe a minute. */
export interface Circuit {
  /** Whether a request may start now. In the open circuit a yes is the probe, and the next yes comes a minute later. */
  admits(nowMs: number): boolean;
  succeeded(): void;
  failed(nowMs: number): void;
  /** When the next probe may start, milliseconds since the epoch; null while closed. */
  opensAt(): number | null;
}

export function createCircuit(): Circuit {
  let failures = 0;
  let probeAt: number | null = null;
  return {
    admits(nowMs) {
      if (probeAt === null) return true;
      // A clock that was set back must not keep the circuit open for longer than a probe's pause.
      if (nowMs < probeAt && probeAt - nowMs <= PROBE_EVERY_MS) return false;
      probeAt = nowMs + PROBE_EVERY_MS;
      return true;
    },
    succeeded() {
      failures = 0;
      probeAt = null;
    },
    failed(nowMs) {
      failures += 1;
      if (failures >= FAILURES_TO_OPEN) probeAt = nowMs + PROBE_EVERY_MS;
    },
    opensAt: () => probeAt,
  };
}
