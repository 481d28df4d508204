import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Static, TObject } from 'typebox';
import { Compile } from 'typebox/compile';
import { DamagedContent } from './storage-fault.ts';

type Cell = string | number | null;

/** A table whose rows are written with an authentication code over all their columns and read only when the code is right. */
export interface AuthenticatedTable<Row> {
  insert(row: Row): void;
  /** Replaces the whole row with the same primary key; throws when there is none. */
  replace(row: Row): void;
  /** Rows in the order of `clause` (SQL after FROM). Throws `DamagedContent` at the first row that was changed from outside. */
  select(clause?: string, ...parameters: readonly Cell[]): Row[];
  /** The same rows one at a time; damaged ones come as null, so that the others can be saved. */
  sift(clause?: string): IterableIterator<Row | null>;
}

/**
 * SQLite's own `integrity_check` does not see a flipped bit inside a value, so each row carries HMAC-SHA-256 over the table's name
 * and every column (type and length prefixed, hence unambiguous). The code also stops values from being moved between rows or tables.
 * Columns are the members of `schema`, in its order; the first is the primary key; `mac` comes last.
 */
export function authenticatedTable<S extends TObject>(
  database: Database,
  key: Uint8Array,
  name: string,
  schema: S,
): AuthenticatedTable<Static<S>> {
  const columns = Object.keys(schema.properties);
  const validator = Compile(schema);
  const [primaryKey] = columns;
  const places = columns.map((column) => `@${column}`).join(', ');
  const insertion = database.prepare(`INSERT INTO ${name} (${columns.join(', ')}, mac) VALUES (${places}, @mac)`);
  const replacement = database.prepare(
    `UPDATE ${name} SET ${columns.map((column) => `${column} = @${column}`).join(', ')}, mac = @mac WHERE ${primaryKey} = @${primaryKey}`,
  );

  const signed = (row: Static<S>): Record<string, Cell> => {
    if (!validator.Check(row)) throw new TypeError(`row of ${name} breaks its schema: ${places}`);
    const cells = row as Record<string, Cell>;
    return { ...cells, mac: codeOf(key, name, columns, cells) };
  };

  return {
    insert(row) {
      insertion.run(signed(row));
    },
    replace(row) {
      if (replacement.run(signed(row)).changes !== 1) throw new Error(`no row to replace in ${name}`);
    },
    select(clause = '', ...parameters) {
      const found = database.prepare(`SELECT ${columns.join(', ')}, mac FROM ${name} ${clause}`).all(...parameters);
      return (found as Record<string, Cell>[]).map((raw) => {
        const row = verified(raw);
        if (row === null) throw new DamagedContent(name);
        return row;
      });
    },
    *sift(clause = '') {
      const rows = database.prepare(`SELECT ${columns.join(', ')}, mac FROM ${name} ${clause}`).iterate();
      for (const raw of rows) yield verified(raw as Record<string, Cell>);
    },
  };

  function verified(raw: Record<string, Cell>): Static<S> | null {
    const { mac, ...cells } = raw;
    const expected = Buffer.from(codeOf(key, name, columns, cells));
    const stored = Buffer.from(String(mac));
    if (stored.length !== expected.length || !timingSafeEqual(stored, expected)) return null;
    return validator.Check(cells) ? (cells as Static<S>) : null;
  }
}

/** Base64url HMAC-SHA-256 of one row. */
function codeOf(key: Uint8Array, table: string, columns: readonly string[], cells: Record<string, Cell>): string {
  const mac = createHmac('sha256', key).update(`id06-row\0${table}\0`);
  for (const column of columns) {
    const cell = cells[column] ?? null;
    const bytes = Buffer.from(cell === null ? '' : String(cell));
    mac.update(`${column}:${cell === null ? 'null' : typeof cell}:${bytes.length}:`).update(bytes);
  }
  return mac.digest('base64url');
}
