import type { Database } from 'better-sqlite3';

/**
 * The numbered steps of the schema; `user_version` tells how many of them a file has. A step that was shipped is never edited, only
 * followed by another. Every table is STRICT and ends with the row's authentication code.
 */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE station (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     created_at TEXT NOT NULL,
     grant_jws TEXT,
     result_seq INTEGER NOT NULL,
     audit_seq INTEGER NOT NULL,
     audit_head TEXT NOT NULL,
     mac TEXT NOT NULL
   ) STRICT;
   CREATE TABLE visit (
     id TEXT PRIMARY KEY,
     started_at TEXT NOT NULL,
     order_ref_hmac TEXT,
     phase TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('open', 'committed', 'aborted')),
     reason TEXT,
     ended_at TEXT,
     mac TEXT NOT NULL
   ) STRICT;
   CREATE INDEX visit_open ON visit (state) WHERE state = 'open';
   CREATE TABLE result (
     jti TEXT PRIMARY KEY,
     seq INTEGER NOT NULL UNIQUE,
     visit_id TEXT NOT NULL UNIQUE,
     committed_at TEXT NOT NULL,
     sealed TEXT,
     sealed_sha256 TEXT NOT NULL,
     blobs TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('sealed', 'sending', 'accepted', 'poison')),
     attempts INTEGER NOT NULL,
     next_attempt_at INTEGER NOT NULL,
     receipt_id TEXT,
     problem TEXT,
     mac TEXT NOT NULL,
     CHECK ((sealed IS NULL) = (state = 'accepted')),
     CHECK ((receipt_id IS NOT NULL) = (state = 'accepted'))
   ) STRICT;
   CREATE INDEX result_waiting ON result (state, seq) WHERE state <> 'accepted';
   CREATE TABLE receipt (
     jti TEXT PRIMARY KEY REFERENCES result (jti),
     receipt_id TEXT NOT NULL,
     received_at TEXT NOT NULL,
     jws TEXT NOT NULL,
     mac TEXT NOT NULL
   ) STRICT;
   CREATE TABLE audit (
     seq INTEGER PRIMARY KEY,
     at TEXT NOT NULL,
     event TEXT NOT NULL,
     operator TEXT,
     visit_id TEXT,
     digest TEXT,
     prev TEXT NOT NULL,
     hash TEXT NOT NULL,
     mac TEXT NOT NULL
   ) STRICT;
   CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
   CREATE TRIGGER audit_is_not_cut BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;`,
  `CREATE TABLE rule_series (
     series TEXT PRIMARY KEY,
     sequence INTEGER NOT NULL,
     mac TEXT NOT NULL
   ) STRICT;`,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings the file to the newest schema, each step in a transaction of its own. Returns the version it had before. */
export function migrate(database: Database): number {
  const before = database.pragma('user_version', { simple: true }) as number;
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < before) continue;
    database
      .transaction(() => {
        database.exec(sql);
        database.pragma(`user_version = ${index + 1}`);
      })
      .immediate();
  }
  return before;
}

/** The schema's own text, to be compared with that of a fresh file: a bit may also flip in a trigger or an index definition. */
export function schemaText(database: Database): string {
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').raw().all();
  return JSON.stringify(rows);
}
