import { type Fault, type FaultCode, fault, type Result } from '../contract/faults.ts';
import type { DeliveryState } from '../contract/vocabulary/visit.ts';
import { retryDelayMs } from './back-off.ts';
import type { CentreLink } from './centre-link.ts';
import { createCircuit } from './circuit.ts';
import { type DeliveryOutcome, deliverResult, type SealedResult } from './deliver-result.ts';

/** The part of the store that delivery works on. */
export interface Outbox {
  outboxDue(nowMs: number): Result<readonly SealedResult[]>;
  nextDueAt(): Result<number | null>;
  markSending(jti: string): Result<void>;
  markRetry(jti: string, nextAttemptAtMs: number): Result<void>;
  markAccepted(
    jti: string,
    receipt: { readonly receiptId: string; readonly receivedAt: string; readonly jws: string },
  ): Result<void>;
  markPoison(jti: string, problem: string): Result<void>;
  readBlob(name: string): Result<Uint8Array>;
}

/** A result changed its state; `fault` says why it is not delivered yet, or never will be. */
export interface DeliveryChange {
  readonly jti: string;
  readonly state: DeliveryState;
  readonly receiptId?: string;
  readonly fault?: Fault;
}

export interface UploaderOptions {
  readonly outbox: Outbox;
  readonly link: CentreLink;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onChange: (change: DeliveryChange) => void;
  /** The store could not be read or written. */
  readonly onStoreFault: (fault: Fault) => void;
}

export interface Uploader {
  /** Delivers from now on whatever is due. */
  start(): void;
  /** A result was committed: look now. */
  wake(): void;
  /** One round over what is due, as `start` does again and again. */
  deliverDue(): Promise<void>;
  /** No new attempt is begun; those under way get `boundMs` to end, then they are cut off. */
  stop(boundMs: number): Promise<void>;
}

const UPLOADS_AT_ONCE = 2;
/** The loop looks again at least this often, whatever clocks do. */
const LONGEST_SLEEP_MS = 60_000;
const STORE_FAULT_PAUSE_MS = 5000;

/**
 * Brings sealed results to the centre: oldest first, two at a time, with back-off per result and a circuit for all. At least once on
 * the wire; the centre makes it exactly once. A result leaves the outbox only by a statement the centre has signed.
 */
export function createUploader(options: UploaderOptions): Uploader {
  const { outbox, link } = options;
  const circuit = createCircuit();
  const cutOff = new AbortController();
  let sleeper = new AbortController();
  let woken = false;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();

  return {
    start() {
      running = run();
    },
    wake() {
      woken = true;
      sleeper.abort();
    },
    deliverDue: async () => {
      await round();
    },
    async stop(boundMs) {
      stopping = true;
      sleeper.abort();
      const bound = new AbortController();
      const expired = options.wait(boundMs, bound.signal).then(() => cutOff.abort());
      await running;
      bound.abort();
      await expired;
    },
  };

  async function run(): Promise<void> {
    while (!stopping) {
      woken = false;
      const sound = await round();
      if (stopping) return;
      sleeper = new AbortController();
      if (!woken) await options.wait(sound ? untilNext() : STORE_FAULT_PAUSE_MS, sleeper.signal);
    }
  }

  /** False when the store could not be used. */
  async function round(): Promise<boolean> {
    const due = outbox.outboxDue(link.nowMs());
    if (!due.ok) return lost(due.fault);
    const queue = [...due.value];
    const lanes = Array.from({ length: UPLOADS_AT_ONCE }, () => drain(queue));
    return (await Promise.all(lanes)).every((sound) => sound);
  }

  async function drain(queue: SealedResult[]): Promise<boolean> {
    while (!stopping && queue.length > 0 && circuit.admits(link.nowMs())) {
      const result = queue.shift();
      if (result === undefined) return true;
      const sending = outbox.markSending(result.jti);
      if (!sending.ok) return lost(sending.fault);
      options.onChange({ jti: result.jti, state: 'sending' });
      const outcome = await deliverResult(link, result, outbox.readBlob, cutOff.signal);
      const settled = settle(result, outcome);
      if (!settled.ok) return lost(settled.fault);
    }
    return true;
  }

  function settle(result: SealedResult, outcome: DeliveryOutcome): Result<void> {
    const { jti } = result;
    const now = link.nowMs();
    switch (outcome.kind) {
      case 'accepted': {
        circuit.succeeded();
        const { receipt_id: receiptId, received_at: receivedAt } = outcome.receipt;
        const marked = outbox.markAccepted(jti, { receiptId, receivedAt, jws: outcome.jws });
        if (marked.ok) options.onChange({ jti, state: 'accepted', receiptId });
        return marked;
      }
      case 'refused': {
        circuit.succeeded();
        const marked = outbox.markPoison(jti, outcome.problem);
        if (marked.ok)
          options.onChange({ jti, state: 'poison', fault: fault('centre.refused', { detail: outcome.problem }) });
        return marked;
      }
      case 'later': {
        if (CENTRE_TROUBLE.has(outcome.fault.code)) circuit.failed(now);
        const delay = retryDelayMs(result.attempts, options.random, outcome.retryAfterMs);
        const marked = outbox.markRetry(jti, now + delay);
        if (marked.ok) options.onChange({ jti, state: 'sealed', fault: outcome.fault });
        return marked;
      }
    }
  }

  function untilNext(): number {
    const next = outbox.nextDueAt();
    if (!next.ok || next.value === null) return LONGEST_SLEEP_MS;
    const earliest = Math.max(next.value, circuit.opensAt() ?? 0);
    return Math.min(LONGEST_SLEEP_MS, Math.max(0, earliest - link.nowMs()));
  }

  function lost(storeFault: Fault): false {
    options.onStoreFault(storeFault);
    return false;
  }
}

/** Faults that the next result would meet as well; a damaged picture on this station is not one of them. */
const CENTRE_TROUBLE: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'centre.unreachable',
  'centre.answer-invalid',
  'centre.refused',
  'station.clock-wrong',
]);
