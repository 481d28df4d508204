import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Database, Queryable } from './database.ts';

const FOLDER = new URL('./migrations/', import.meta.url);

/** Any number, the same in every instance: who holds it migrates. */
const MIGRATION_LOCK = 60_606;

/**
 * Brings the database to this version: each numbered file once, in order, in a transaction of its own under an advisory lock, so that
 * instances may start together. Throws when an applied file was changed afterwards or the database is of a later version.
 */
export async function migrate(database: Database): Promise<void> {
  const migrations = await readMigrations();
  for (const migration of migrations) await database.transaction((transaction) => apply(transaction, migration));
  const [latest] = await database.query<{ version: number }>('SELECT max(version) AS version FROM schema_migrations');
  if ((latest?.version ?? 0) > migrations.length)
    throw new Error('the database is of a later version than this centre');
}

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

async function apply(transaction: Queryable, migration: Migration): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await transaction.script(`CREATE TABLE IF NOT EXISTS schema_migrations (
    version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
  const [done] = await transaction.query<{ sha256: string }>(
    'SELECT sha256 FROM schema_migrations WHERE version = $1',
    [migration.version],
  );
  if (done) {
    if (done.sha256 !== migration.sha256) throw new Error(`${migration.name} was changed after it had been applied`);
    return;
  }
  await transaction.script(migration.sql);
  await transaction.query('INSERT INTO schema_migrations (version, name, sha256) VALUES ($1, $2, $3)', [
    migration.version,
    migration.name,
    migration.sha256,
  ]);
}

/** Files `0001-…sql`, `0002-…sql` without a gap. */
async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name, index) => {
      const version = index + 1;
      if (!name.startsWith(`${String(version).padStart(4, '0')}-`)) throw new Error(`${name} is out of order`);
      const sql = await readFile(new URL(name, FOLDER), 'utf8');
      return { version, name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
