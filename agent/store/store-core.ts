import type { Database } from 'better-sqlite3';
import { failed, ok, type Result } from '../contract/faults.ts';
import { type AuditEntry, appendAudit } from './audit-chain.ts';
import type { BlobFiles } from './blob-files.ts';
import type { DiskSpace } from './disk-space.ts';
import { guardStorage } from './storage-fault.ts';
import type { Tables } from './tables.ts';

/** What the parts of the store share. */
export interface StoreCore {
  readonly tables: Tables;
  readonly blobs: BlobFiles;
  readonly disk: DiskSpace;
  readonly rowKey: Uint8Array;
  timestamp(): string;
  audit(entry: AuditEntry): void;
  /** Reads, with damage turned into a fault. */
  read<T>(operation: () => T): Result<T>;
  /** One `BEGIN IMMEDIATE` transaction. A fault that the operation answers rolls it back. */
  transact<T>(operation: () => Result<T>): Result<T>;
  /** A storage operation that may use the reserve when the disk is full. */
  withReserve<T>(operation: () => Result<T>): Result<T>;
  /** Moves the write-ahead log into the file and cuts it, so that deleted bytes are in neither. */
  flushDeleted(): void;
}

class RolledBack extends Error {}

export function createCore(
  database: Database,
  parts: Pick<StoreCore, 'tables' | 'blobs' | 'disk' | 'rowKey'> & {
    readonly now: () => Date;
  },
): StoreCore {
  const timestamp = (): string => `${parts.now().toISOString().slice(0, 19)}Z`;
  const audit = (entry: AuditEntry): void => appendAudit(parts.tables, timestamp(), entry);

  const withReserve = <T>(operation: () => Result<T>): Result<T> => {
    const first = operation();
    if (first.ok || first.fault.code !== 'store.full' || !parts.disk.release()) return first;
    const second = operation();
    if (second.ok) guardStorage('audit', () => database.transaction(() => audit({ event: 'store.full' })).immediate());
    return second;
  };

  const transact = <T>(operation: () => Result<T>): Result<T> =>
    withReserve(() => {
      const held: { outcome: Result<T> | null } = { outcome: null };
      const run = database.transaction(() => {
        held.outcome = operation();
        if (!held.outcome.ok) throw new RolledBack();
      });
      const written = guardStorage('database', () => {
        try {
          run.immediate();
        } catch (error) {
          if (!(error instanceof RolledBack)) throw error;
        }
      });
      if (!written.ok) return written;
      if (held.outcome === null) throw new Error('the transaction did not run');
      return held.outcome;
    });

  return {
    ...parts,
    timestamp,
    audit,
    read: (operation) => guardStorage('database', operation),
    transact,
    withReserve,
    flushDeleted() {
      guardStorage('database', () => database.pragma('wal_checkpoint(TRUNCATE)'));
    },
  };
}

/** For operations that answer nothing. */
export const done: Result<void> = ok(undefined);
export const staleVisit: Result<never> = failed({
  code: 'command.stale-visit',
});
