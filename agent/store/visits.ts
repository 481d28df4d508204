import { createHmac } from 'node:crypto';
import { failed, fault } from '../contract/faults.ts';
import type { Store } from './store.ts';
import { done, type StoreCore, staleVisit } from './store-core.ts';
import type { VisitRow } from './tables.ts';

type Visits = Pick<Store, 'beginVisit' | 'recordPhase' | 'abortVisit' | 'openVisits' | 'putBlob'>;

/** The life of a visit in the store: begun, walked through its phases, and ended without a result. A commit ends it otherwise. */
export function createVisits(core: StoreCore, uncommitted: Map<string, string[]>): Visits {
  return {
    beginVisit({ id, phase, orderReference }) {
      const room = core.read(() => {
        core.disk.restore();
        return core.disk.state();
      });
      if (!room.ok) return room;
      if (room.value === 'full') return failed(fault('store.full', { where: 'disk' }));
      return core.transact(() => {
        core.tables.visit.insert({
          id,
          started_at: core.timestamp(),
          order_ref_hmac: orderReference === undefined ? null : keyedDigest(core.rowKey, orderReference),
          phase,
          state: 'open',
          reason: null,
          ended_at: null,
        });
        core.audit({ event: 'visit.begun', visitId: id });
        return done;
      });
    },

    recordPhase: (visitId, phase) =>
      core.transact(() => {
        const visit = openVisit(core, visitId);
        if (visit === null) return staleVisit;
        core.tables.visit.replace({ ...visit, phase });
        return done;
      }),

    abortVisit(visitId, reason) {
      const ended = core.transact(() => {
        const visit = openVisit(core, visitId);
        if (visit === null) return staleVisit;
        core.tables.visit.replace({
          ...visit,
          state: 'aborted',
          reason,
          ended_at: core.timestamp(),
        });
        core.audit({ event: 'visit.aborted', visitId });
        return done;
      });
      if (!ended.ok) return ended;
      const left = uncommitted.get(visitId) ?? [];
      uncommitted.delete(visitId);
      return core.read(() => core.blobs.remove(left));
    },

    openVisits: () =>
      core.read(() =>
        core.tables.visit.select("WHERE state = 'open' ORDER BY started_at, id").map((row) => ({
          id: row.id,
          startedAt: row.started_at,
          phase: row.phase,
        })),
      ),

    putBlob(visitId, ciphertext) {
      const open = core.read(() => openVisit(core, visitId));
      if (!open.ok) return open;
      if (open.value === null) return staleVisit;
      const stored = core.withReserve(() => core.read(() => core.blobs.put(ciphertext)));
      if (stored.ok) uncommitted.set(visitId, [...(uncommitted.get(visitId) ?? []), stored.value]);
      return stored;
    },
  };
}

export function openVisit(core: StoreCore, visitId: string): VisitRow | null {
  const [visit] = core.tables.visit.select("WHERE id = ? AND state = 'open'", visitId);
  return visit ?? null;
}

/** Order references are short enough to be guessed from a plain digest; under the key they are not. */
const keyedDigest = (key: Uint8Array, reference: string): string =>
  createHmac('sha256', key).update(`id06-order\0${reference}`).digest('base64url');
