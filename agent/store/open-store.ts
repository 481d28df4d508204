import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { failed, fault, ok, type Result } from '../contract/faults.ts';
import type { DeliveryState } from '../contract/vocabulary/visit.ts';
import { CHAIN_START, verifyAudit } from './audit-chain.ts';
import { openBlobFiles } from './blob-files.ts';
import { openDatabase } from './database.ts';
import { DEFAULT_DISK_LIMITS, type DiskLimits, watchDisk } from './disk-space.ts';
import { blobNames, createOutbox } from './outbox.ts';
import { type Quarantined, quarantine } from './quarantine.ts';
import { createResults } from './results.ts';
import { ROW_KEY_BYTES } from './row-key.ts';
import { type Salvage, salvage } from './salvage.ts';
import { guardStorage } from './storage-fault.ts';
import type { StartReport, Store } from './store.ts';
import { createCore, done, type StoreCore } from './store-core.ts';
import { openTables, type Tables } from './tables.ts';
import { createVisits } from './visits.ts';

export interface StoreOptions {
  /** Folder of the store; made with mode 0700 when absent. */
  readonly directory: string;
  /** 32-byte key of the row codes, see `loadRowKey`. */
  readonly rowKey: Uint8Array;
  readonly now: () => Date;
  readonly disk?: Partial<DiskLimits>;
  /** Free bytes of the file system that holds a folder. */
  readonly freeBytes?: (directory: string) => number;
}

/**
 * Opens the station's store: every setting asserted, pages and all rows checked, the rests of a crash removed. A damaged database is
 * moved to quarantine and a new one begun with all rows that are still sound; `startReport` tells. With a key that fits no row the
 * answer is `store.unavailable` and nothing is touched.
 */
export function openStore(options: StoreOptions): Result<Store> {
  if (options.rowKey.length !== ROW_KEY_BYTES) throw new RangeError('the row key has 32 bytes');
  const prepared = guardStorage('folder', () => {
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    chmodSync(options.directory, 0o700);
  });
  if (!prepared.ok) return prepared;
  const path = join(options.directory, 'store.db');
  const opened = openSound(path, options.rowKey);
  if (opened.ok) return begin(options, opened.value, null);
  if (opened.fault.code !== 'store.damaged') return opened;

  const saved = salvage(path, options.rowKey);
  if (saved.soundRows === 0 && saved.refusedRows > 0) {
    return failed(fault('store.unavailable', { where: 'row key', detail: 'fits no row' }));
  }
  const moved = guardStorage('quarantine', () => quarantine(options.directory, path, options.now()));
  if (!moved.ok) return moved;
  const fresh = openSound(path, options.rowKey);
  return fresh.ok ? begin(options, fresh.value, { ...moved.value, saved }) : fresh;
}

interface SoundFile {
  readonly database: Database;
  readonly tables: Tables;
}

const AUDIT_ROWS_CHECKED_AT_START = 1000;

function openSound(path: string, rowKey: Uint8Array): Result<SoundFile> {
  const opened = openDatabase(path);
  if (!opened.ok) return opened;
  const database = opened.value;
  const checked = guardStorage('rows', () => {
    const tables = openTables(database, rowKey);
    for (const table of [tables.station, tables.visit, tables.result, tables.receipt, tables.ruleSeries]) {
      for (const row of table.sift()) if (row === null) return null;
    }
    if (tables.station.select().length > 0) verifyAudit(tables, AUDIT_ROWS_CHECKED_AT_START);
    else if (database.prepare('SELECT count(*) FROM audit').pluck().get() !== 0) return null;
    return tables;
  });
  if (checked.ok && checked.value !== null) return ok({ database, tables: checked.value });
  database.close();
  return checked.ok ? failed(fault('store.damaged', { where: 'rows' })) : checked;
}

function begin(
  options: StoreOptions,
  { database, tables }: SoundFile,
  damaged: (Quarantined & { readonly saved: Salvage }) | null,
): Result<Store> {
  const disk = watchDisk(options.directory, { ...DEFAULT_DISK_LIMITS, ...options.disk }, options.freeBytes);
  const started = guardStorage('folder', () => {
    const blobs = openBlobFiles(join(options.directory, 'blobs'));
    const core = createCore(database, {
      tables,
      blobs,
      disk,
      rowKey: options.rowKey,
      now: options.now,
    });
    const created = tables.station.select().length === 0;
    const founded = created ? found(core, damaged) : done;
    if (!founded.ok) return founded;
    const interrupted = core.transact(() => ok(resumeInterrupted(tables)));
    if (!interrupted.ok) return interrupted;
    core.flushDeleted();
    const wanted = tables.result.select("WHERE state <> 'accepted'").flatMap((row) => blobNames(row));
    const removed = blobs.removeOrphans(new Set(wanted), damaged?.folder ?? null);
    disk.restore();
    const report: StartReport = {
      created: created && damaged === null,
      quarantine: damaged === null ? null : quarantineReport(damaged),
      orphanBlobsRemoved: removed.orphans,
      unfinishedFilesRemoved: removed.unfinished,
      interruptedDeliveries: interrupted.value,
    };
    return ok(assemble(database, core, report));
  });
  const result = started.ok ? started.value : started;
  if (!result.ok) database.close();
  return result;
}

/** First rows of a new file: the station, what was salvaged, and the audit events that say so. */
function found(core: StoreCore, damaged: (Quarantined & { readonly saved: Salvage }) | null): Result<void> {
  return core.transact(() => {
    core.tables.station.insert({
      id: 1,
      created_at: core.timestamp(),
      grant_jws: damaged?.saved.station?.grant_jws ?? null,
      result_seq: damaged?.saved.lastSeq ?? 0,
      audit_seq: 0,
      audit_head: CHAIN_START,
    });
    core.audit(damaged === null ? { event: 'store.created' } : { event: 'store.quarantined', digest: damaged.digest });
    for (const visit of damaged?.saved.visits ?? []) core.tables.visit.insert(visit);
    for (const result of damaged?.saved.results ?? []) {
      core.tables.result.insert(result);
      core.audit({
        event: 'result.salvaged',
        visitId: result.visit_id,
        digest: result.sealed_sha256,
      });
    }
    for (const receipt of damaged?.saved.receipts ?? []) core.tables.receipt.insert(receipt);
    for (const series of damaged?.saved.ruleSeries ?? []) core.tables.ruleSeries.insert(series);
    return done;
  });
}

function resumeInterrupted(tables: Tables): number {
  const rows = tables.result.select("WHERE state = 'sending'");
  for (const row of rows)
    tables.result.replace({
      ...row,
      state: 'sealed',
      attempts: row.attempts + 1,
      next_attempt_at: 0,
    });
  return rows.length;
}

function quarantineReport({ folder, saved }: Quarantined & { readonly saved: Salvage }): StartReport['quarantine'] {
  const present = new Set(saved.results.map((row) => row.seq));
  const all = Array.from({ length: saved.lastSeq }, (_, index) => index + 1);
  return {
    folder,
    salvagedResults: saved.results.length,
    missingSeqs: all.filter((seq) => !present.has(seq)),
  };
}

function assemble(database: Database, core: StoreCore, startReport: StartReport): Store {
  const uncommitted = new Map<string, string[]>();
  return {
    startReport,
    ...createVisits(core, uncommitted),
    ...createResults(core, uncommitted),
    ...createOutbox(core),
    counts: () =>
      core.read(() => {
        const counts = { sealed: 0, sending: 0, accepted: 0, poison: 0 };
        const rows = database.prepare('SELECT state, count(*) AS n FROM result GROUP BY state').all();
        for (const { state, n } of rows as {
          state: DeliveryState;
          n: number;
        }[])
          counts[state] = n;
        return counts;
      }),
    appendAudit: (entry) =>
      core.transact(() => {
        core.audit(entry);
        return done;
      }),
    verifyAudit: () => core.read(() => verifyAudit(core.tables, Number.MAX_SAFE_INTEGER)),
    disk: () =>
      core.read(() => ({
        state: core.disk.state(),
        freeBytes: core.disk.freeBytes(),
      })),
    close() {
      core.flushDeleted();
      database.close();
    },
  };
}
