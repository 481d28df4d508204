import Database from 'better-sqlite3';
import type { AuthenticatedTable } from './authenticated-table.ts';
import { guardStorage } from './storage-fault.ts';
import {
  openTables,
  type ReceiptRow,
  type ResultRow,
  type RuleSeriesRow,
  type StationRow,
  type Tables,
  type VisitRow,
} from './tables.ts';

/** The rows of a damaged file that still carry their code. */
export interface Salvage {
  readonly station: StationRow | null;
  readonly visits: readonly VisitRow[];
  readonly results: readonly ResultRow[];
  readonly receipts: readonly ReceiptRow[];
  readonly ruleSeries: readonly RuleSeriesRow[];
  /** Highest result number seen in any sound row. */
  readonly lastSeq: number;
  /** Rows that could be read but carry another code. */
  readonly refusedRows: number;
  readonly soundRows: number;
}

/**
 * Reads what is left of a damaged database, table by table, and stops in a table where the pages themselves cannot be read. The
 * damaged rows are left where they are.
 */
export function salvage(path: string, rowKey: Uint8Array): Salvage {
  const opened = guardStorage('salvage', () => new Database(path, { readonly: true }));
  if (!opened.ok) return NOTHING;
  const database = opened.value;
  try {
    const tables = tablesIn(database, rowKey);
    if (tables === null) return NOTHING;
    const refused = { rows: 0 };
    const stations = sound(tables.station, refused);
    const visits = sound(tables.visit, refused);
    const results = sound(tables.result, refused);
    const known = new Set(results.map((row) => row.jti));
    const receipts = sound(tables.receipt, refused).filter((row) => known.has(row.jti));
    const ruleSeries = sound(tables.ruleSeries, refused);
    const auditRows = sound(tables.audit, refused).length;
    const station = stations[0] ?? null;
    const lastSeq = Math.max(station?.result_seq ?? 0, ...results.map((row) => row.seq));
    const soundRows =
      stations.length + visits.length + results.length + receipts.length + ruleSeries.length + auditRows;
    return {
      station,
      visits,
      results,
      receipts,
      ruleSeries,
      lastSeq,
      refusedRows: refused.rows,
      soundRows,
    };
  } finally {
    database.close();
  }
}

const NOTHING: Salvage = {
  station: null,
  visits: [],
  results: [],
  receipts: [],
  ruleSeries: [],
  lastSeq: 0,
  refusedRows: 0,
  soundRows: 0,
};

function tablesIn(database: Database.Database, rowKey: Uint8Array): Tables | null {
  try {
    return openTables(database, rowKey);
  } catch (error) {
    // A lost table or column is a plain SQL error; in a damaged file that is one more sort of damage.
    if (error instanceof Database.SqliteError) return null;
    throw error;
  }
}

function sound<Row>(table: AuthenticatedTable<Row>, refused: { rows: number }): Row[] {
  const rows: Row[] = [];
  guardStorage('salvage', () => {
    for (const row of table.sift()) {
      if (row === null) refused.rows += 1;
      else rows.push(row);
    }
  });
  return rows;
}
