import type { Store } from '../store/store.ts';
import type { DeliveryChange } from '../upload/deliver.ts';

/** Resolves when the result is accepted or refused for good, or with null after `withinMs`. */
export function untilDelivered(
  store: Store,
  listeners: Set<(change: DeliveryChange) => void>,
  jti: string,
  withinMs: number,
): Promise<DeliveryChange | null> {
  return new Promise((resolve) => {
    const settle = (change: DeliveryChange | null) => {
      clearTimeout(timer);
      listeners.delete(listener);
      resolve(change);
    };
    const listener = (change: DeliveryChange) => {
      if (change.jti === jti && (change.state === 'accepted' || change.state === 'poison')) settle(change);
    };
    const timer = setTimeout(() => settle(null), withinMs);
    listeners.add(listener);
    const now = store.delivery(jti);
    if (now.ok && now.value && (now.value.state === 'accepted' || now.value.state === 'poison'))
      settle({ jti, state: now.value.state, ...(now.value.receiptId ? { receiptId: now.value.receiptId } : {}) });
  });
}

/** Resolves after `ms`, or at once when the signal aborts. */
export function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
