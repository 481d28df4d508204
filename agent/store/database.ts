import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { failed, fault, ok, type Result } from '../contract/faults.ts';
import { syncDirectory } from './durable-file.ts';
import { migrate, SCHEMA_VERSION, schemaText } from './migrations.ts';
import { DamagedContent, guardStorage } from './storage-fault.ts';

/**
 * Settings of the connection, in this order, with the value each must read back. `synchronous` comes first as EXTRA so that the
 * switch to WAL is itself durable, and again as FULL after it, because better-sqlite3 re-opens WAL files at NORMAL. The exclusive
 * lock keeps a second process from writing.
 */
const SETTINGS: readonly (readonly [pragma: string, value: string, readsBack: string | number])[] = [
  ['busy_timeout', '5000', 5000],
  ['synchronous', 'EXTRA', 3],
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['wal_autocheckpoint', '500', 500],
  ['journal_size_limit', '4194304', 4194304],
  ['foreign_keys', 'ON', 1],
  ['secure_delete', 'ON', 1],
  ['temp_store', 'MEMORY', 2],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['mmap_size', '0', 0],
];

/** First release without the WAL-reset bug of 3.7.0 to 3.51.2 (sqlite.org/wal.html#walresetbug). */
const OLDEST_SQLITE = [3, 51, 3] as const;

/**
 * Opens the file at `path` (made when absent) with every setting asserted, brings its schema up to date and checks its pages.
 * `store.damaged` when the file is not a sound database of this schema; `store.unavailable` when it cannot be used at all.
 */
export function openDatabase(path: string): Result<Database.Database> {
  const opened = guardStorage('database', () => new Database(path));
  if (!opened.ok) return opened;
  const database = opened.value;
  const prepared = prepare(database, path);
  if (prepared.ok) return ok(database);
  database.close();
  return prepared;
}

function prepare(database: Database.Database, path: string): Result<void> {
  const checked = guardStorage('database', (): string | null => {
    const wrong = applySettings(database);
    if (wrong !== null) return wrong;
    const version = database.prepare('SELECT sqlite_version()').pluck().get() as string;
    if (isOlder(version)) return `sqlite ${version}`;
    syncDirectory(dirname(path));
    if ((database.pragma('user_version', { simple: true }) as number) > SCHEMA_VERSION) return 'schema is newer';
    migrateSoundly(database);
    // `quick_check` does not compare indexes with their tables, and a row that an index no longer finds is a lost row.
    if (database.pragma('integrity_check', { simple: true }) !== 'ok') throw new DamagedContent('database');
    if (schemaText(database) !== freshSchemaText()) throw new DamagedContent('schema');
    return null;
  });
  if (!checked.ok) return checked;
  return checked.value === null
    ? ok(undefined)
    : failed(
        fault('store.unavailable', {
          where: 'database',
          detail: checked.value,
        }),
      );
}

function applySettings(database: Database.Database): string | null {
  for (const [pragma, value, readsBack] of SETTINGS) {
    database.pragma(`${pragma} = ${value}`);
    if (database.pragma(pragma, { simple: true }) !== readsBack) return `${pragma} does not read back`;
  }
  return null;
}

/** A step that fails on its own SQL met a schema that does not belong to its version number. */
function migrateSoundly(database: Database.Database): void {
  try {
    migrate(database);
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR') throw new DamagedContent('schema');
    throw error;
  }
}

function freshSchemaText(): string {
  const fresh = new Database(':memory:');
  try {
    migrate(fresh);
    return schemaText(fresh);
  } finally {
    fresh.close();
  }
}

function isOlder(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of OLDEST_SQLITE.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
