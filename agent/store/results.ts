import { createHash } from 'node:crypto';
import { ok } from '../contract/faults.ts';
import type { Store } from './store.ts';
import { done, type StoreCore, staleVisit } from './store-core.ts';
import { stationRow } from './tables.ts';
import { openVisit } from './visits.ts';

type Results = Pick<
  Store,
  'nextSeq' | 'commitResult' | 'readBlob' | 'station' | 'saveGrant' | 'highestRules' | 'noteRules'
>;

/** What the station has decided and sealed, and the counter that numbers it. */
export function createResults(core: StoreCore, uncommitted: Map<string, string[]>): Results {
  return {
    station: () =>
      core.read(() => {
        const row = stationRow(core.tables);
        return { grantJws: row.grant_jws, lastSeq: row.result_seq };
      }),

    saveGrant: (grantJws) =>
      core.transact(() => {
        core.audit({ event: 'station.enrolled', digest: sha256(grantJws) });
        core.tables.station.replace({
          ...stationRow(core.tables),
          grant_jws: grantJws,
        });
        return done;
      }),

    highestRules: (series) =>
      core.read(() => core.tables.ruleSeries.select('WHERE series = ?', series)[0]?.sequence ?? 0),

    noteRules: (series, { sequence, digest }) =>
      core.transact(() => {
        const [before] = core.tables.ruleSeries.select('WHERE series = ?', series);
        if (before !== undefined && before.sequence >= sequence) return done;
        if (before === undefined) core.tables.ruleSeries.insert({ series, sequence });
        else core.tables.ruleSeries.replace({ series, sequence });
        core.audit({ event: 'rules.entered-force', digest });
        return done;
      }),

    nextSeq: () => core.read(() => stationRow(core.tables).result_seq + 1),

    commitResult(request) {
      const sealedSha256 = sha256(request.sealed);
      const committed = core.transact(() => {
        const visit = openVisit(core, request.visitId);
        if (visit === null) return staleVisit;
        const station = stationRow(core.tables);
        if (request.seq !== station.result_seq + 1) throw new Error('seq was not the next one');
        if (!request.blobs.every((name) => core.blobs.has(name))) throw new Error('a blob of the result is not stored');
        core.tables.result.insert({
          jti: request.jti,
          seq: request.seq,
          visit_id: request.visitId,
          committed_at: core.timestamp(),
          sealed: request.sealed,
          sealed_sha256: sealedSha256,
          blobs: request.blobs.join(' '),
          state: 'sealed',
          attempts: 0,
          next_attempt_at: 0,
          receipt_id: null,
          problem: null,
        });
        core.tables.station.replace({ ...station, result_seq: request.seq });
        core.tables.visit.replace({
          ...visit,
          state: 'committed',
          ended_at: core.timestamp(),
        });
        for (const entry of request.audit ?? []) core.audit(entry);
        core.audit({
          event: 'visit.committed',
          visitId: request.visitId,
          digest: sealedSha256,
        });
        return ok({ sealedSha256 });
      });
      if (!committed.ok) return committed;
      const unnamed = (uncommitted.get(request.visitId) ?? []).filter((name) => !request.blobs.includes(name));
      uncommitted.delete(request.visitId);
      const tidied = core.read(() => core.blobs.remove(unnamed));
      return tidied.ok ? committed : tidied;
    },

    readBlob: (name) => core.read(() => core.blobs.read(name)),
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
