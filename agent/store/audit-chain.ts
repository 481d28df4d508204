import { createHash } from 'node:crypto';
import type { AuditEvent } from './audit-events.ts';
import { DamagedContent } from './storage-fault.ts';
import { type AuditRow, stationRow, type Tables } from './tables.ts';

/** What happened, to whom and over which bytes. No member may hold personal data. */
export interface AuditEntry {
  readonly event: AuditEvent;
  /** Pseudonymous operator id. */
  readonly operator?: string;
  readonly visitId?: string;
  /** Base64url SHA-256 of the bytes the event is about. */
  readonly digest?: string;
}

/** `prev` of the first row. */
export const CHAIN_START = createHash('sha256').update('id06-audit').digest('base64url');

/** Appends one row to the chain and moves the station's head. Call inside a transaction. */
export function appendAudit(tables: Tables, at: string, entry: AuditEntry): void {
  const station = stationRow(tables);
  const open = {
    seq: station.audit_seq + 1,
    at,
    event: entry.event,
    operator: entry.operator ?? null,
    visit_id: entry.visitId ?? null,
    digest: entry.digest ?? null,
    prev: station.audit_head,
  };
  const row = { ...open, hash: linkHash(open) };
  tables.audit.insert(row);
  tables.station.replace({
    ...station,
    audit_seq: row.seq,
    audit_head: row.hash,
  });
}

/**
 * Walks the last `rows` rows: numbers without gaps, every link over the row before, the head where the station says, and every
 * committed result still there. Throws `DamagedContent`. A lone chain does not show that a whole old disk was put back; the gapless
 * `seq` at the centre does.
 */
export function verifyAudit(tables: Tables, rows: number): void {
  const { audit_seq: last, audit_head: head } = stationRow(tables);
  const first = Math.max(1, last - rows + 1);
  const results = new Set<string>();
  for (const result of tables.result.sift()) if (result !== null) results.add(result.sealed_sha256);
  let seq = first - 1;
  let previous: string | null = first === 1 ? CHAIN_START : null;
  for (const row of tables.audit.sift(`WHERE seq >= ${first} ORDER BY seq`)) {
    if (row === null || row.seq !== seq + 1 || row.hash !== linkHash(row)) throw new DamagedContent('audit');
    if (previous !== null && row.prev !== previous) throw new DamagedContent('audit');
    if (COMMITS.has(row.event) && !results.has(row.digest ?? '')) throw new DamagedContent('result');
    seq = row.seq;
    previous = row.hash;
  }
  if (seq !== last || (previous ?? CHAIN_START) !== head) throw new DamagedContent('audit');
}

const COMMITS: ReadonlySet<AuditEvent> = new Set<AuditEvent>(['visit.committed', 'result.salvaged']);

function linkHash(row: Omit<AuditRow, 'hash'>): string {
  const exact = JSON.stringify([row.seq, row.at, row.event, row.operator, row.visit_id, row.digest, row.prev]);
  return createHash('sha256').update(exact).digest('base64url');
}
