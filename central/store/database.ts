/** One statement, or a script of several without parameters. Parameters are `$1…`; rows are plain objects. */
export interface Queryable {
  query<Row extends object>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
  script(sql: string): Promise<void>;
}

type SqlValue = string | number | boolean | Date | Uint8Array | null;

/**
 * The PostgreSQL dialect behind one port, so that the embedded engine and a server run the same statements. A transaction rolls back
 * when `work` throws; a committed one is on the disk before it resolves.
 */
export interface Database extends Queryable {
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
