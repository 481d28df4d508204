import type { Database } from 'better-sqlite3';
import Type from 'typebox';
import { FAULT_CODES } from '../contract/faults.ts';
import { Jti } from '../contract/record.ts';
import { REASON_CODES } from '../contract/vocabulary/verdict.ts';
import { DeliveryState, Phase } from '../contract/vocabulary/visit.ts';
import { AuditEvent } from './audit-events.ts';
import { type AuthenticatedTable, authenticatedTable } from './authenticated-table.ts';
import { DamagedContent } from './storage-fault.ts';

const closed = { additionalProperties: false } as const;
const Digest = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const Nullable = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const Count = Type.Integer({ minimum: 0 });

/** Why a visit ended without a result: a verdict reason (STOPPED by a person) or the fault that ended it. */
export type AbortReason = Type.Static<typeof AbortReason>;
export const AbortReason = Type.Enum([...REASON_CODES, ...FAULT_CODES]);

/** The one row of the station: its grant, the counter of results, and the head of its audit chain. */
export type StationRow = Type.Static<typeof StationRow>;
export const StationRow = Type.Object(
  {
    id: Type.Literal(1),
    created_at: Type.String(),
    /** The enrolment grant as the centre signed it. */
    grant_jws: Nullable(Type.String()),
    /** `seq` of the last committed result; 0 before the first. */
    result_seq: Count,
    audit_seq: Count,
    audit_head: Digest,
  },
  closed,
);

/** One visit. It holds no personal data: the order is kept as a keyed digest. */
export type VisitRow = Type.Static<typeof VisitRow>;
export const VisitRow = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 64 }),
    started_at: Type.String(),
    order_ref_hmac: Nullable(Digest),
    phase: Phase,
    state: Type.Enum(['open', 'committed', 'aborted']),
    reason: Nullable(AbortReason),
    ended_at: Nullable(Type.String()),
  },
  closed,
);

/** One result and its delivery. `sealed` is null once the centre's receipt is stored. */
export type ResultRow = Type.Static<typeof ResultRow>;
export const ResultRow = Type.Object(
  {
    jti: Jti,
    seq: Type.Integer({ minimum: 1 }),
    visit_id: Type.String(),
    committed_at: Type.String(),
    sealed: Nullable(Type.String()),
    sealed_sha256: Digest,
    /** Names of the blob files, separated by one space. */
    blobs: Type.String({
      pattern: '^([A-Za-z0-9_-]{43}( [A-Za-z0-9_-]{43})*)?$',
    }),
    state: DeliveryState,
    attempts: Count,
    /** Milliseconds since the epoch. */
    next_attempt_at: Count,
    receipt_id: Nullable(Type.String()),
    problem: Nullable(Type.String({ maxLength: 200 })),
  },
  closed,
);

export type AuditRow = Type.Static<typeof AuditRow>;
export const AuditRow = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    at: Type.String(),
    event: AuditEvent,
    operator: Nullable(Type.String({ maxLength: 64 })),
    visit_id: Nullable(Type.String({ maxLength: 64 })),
    digest: Nullable(Digest),
    prev: Digest,
    hash: Digest,
  },
  closed,
);

export type ReceiptRow = Type.Static<typeof ReceiptRow>;
export const ReceiptRow = Type.Object(
  {
    jti: Jti,
    receipt_id: Type.String(),
    received_at: Type.String(),
    /** The receipt exactly as the centre signed it. */
    jws: Type.String(),
  },
  closed,
);

/** The highest issue of a series of rule packs that this station has decided by. */
export type RuleSeriesRow = Type.Static<typeof RuleSeriesRow>;
export const RuleSeriesRow = Type.Object(
  { series: Type.String({ minLength: 1, maxLength: 40 }), sequence: Type.Integer({ minimum: 1 }) },
  closed,
);

/** The tables of one open file. */
export interface Tables {
  readonly station: AuthenticatedTable<StationRow>;
  readonly visit: AuthenticatedTable<VisitRow>;
  readonly result: AuthenticatedTable<ResultRow>;
  readonly audit: AuthenticatedTable<AuditRow>;
  readonly receipt: AuthenticatedTable<ReceiptRow>;
  readonly ruleSeries: AuthenticatedTable<RuleSeriesRow>;
}

export function openTables(database: Database, rowKey: Uint8Array): Tables {
  return {
    station: authenticatedTable(database, rowKey, 'station', StationRow),
    visit: authenticatedTable(database, rowKey, 'visit', VisitRow),
    result: authenticatedTable(database, rowKey, 'result', ResultRow),
    audit: authenticatedTable(database, rowKey, 'audit', AuditRow),
    receipt: authenticatedTable(database, rowKey, 'receipt', ReceiptRow),
    ruleSeries: authenticatedTable(database, rowKey, 'rule_series', RuleSeriesRow),
  };
}

/** The station's one row. A store without it is damaged. */
export function stationRow(tables: Tables): StationRow {
  const [row] = tables.station.select();
  if (row === undefined) throw new DamagedContent('station');
  return row;
}
