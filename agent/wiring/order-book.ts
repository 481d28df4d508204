import { failed, fault, ok, type Result } from '../contract/faults.ts';
import type { CardOrder } from '../contract/order.ts';

/** The day's card orders of this station, held in memory only. */
export interface OrderBook {
  /** Looks in the book, and asks the centre once when the order is not in it. */
  find(reference: string): Promise<Result<CardOrder>>;
  refresh(): Promise<Result<void>>;
  all(): readonly CardOrder[];
  /** A visit of this order got a final verdict here; it is not offered again before the centre says so. */
  close(reference: string): void;
}

/** Faults: `order.not-found`; `order.list-unavailable` when the order is not in the book and the centre cannot be asked. */
export function createOrderBook(fetchOrders: () => Promise<Result<readonly CardOrder[]>>): OrderBook {
  let orders: readonly CardOrder[] = [];
  const lookUp = (reference: string) =>
    orders.find((order) => order.reference.toUpperCase() === reference.trim().toUpperCase());
  const refresh = async (): Promise<Result<void>> => {
    const fetched = await fetchOrders();
    if (!fetched.ok) return fetched;
    orders = fetched.value;
    return ok(undefined);
  };
  return {
    async find(reference) {
      const known = lookUp(reference);
      if (known) return ok(known);
      const fresh = await refresh();
      const found = lookUp(reference);
      if (found) return ok(found);
      return failed(fault(fresh.ok ? 'order.not-found' : 'order.list-unavailable', { where: 'reference' }));
    },
    refresh,
    all: () => orders,
    close(reference) {
      orders = orders.map((order) => (order.reference === reference ? { ...order, state: 'closed' } : order));
    },
  };
}
