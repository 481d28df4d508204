import type { ProblemName } from '../../agent/contract/wire.ts';
import type { Queryable } from './database.ts';

/** Everything the centre writes down about itself and about whom it refused. */
type AuditEvent =
  | 'result.accepted'
  | 'result.refused'
  | 'request.refused'
  | 'sequence.gap'
  | 'sequence.late'
  | 'sequence.doubled'
  | 'order.of-other-station'
  | 'enrolment-code.issued'
  | 'enrolment.refused'
  | 'station.enrolled'
  | 'station.revoked';

export interface AuditEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: AuditEvent;
  /** Somebody should look: tampering, a lost or doubled result, a key used after revocation. */
  readonly security?: boolean;
  readonly station?: string | undefined;
  readonly jti?: string | undefined;
  readonly problem?: ProblemName;
  /** A fixed sentence or counted numbers; never a value that speaks of a person. */
  readonly detail?: string | undefined;
}

/** Appends one row to the audit trail. */
export async function recordEvent(database: Queryable, entry: AuditEntry): Promise<void> {
  await database.query(
    `INSERT INTO audit_events (at, event, security, station_id, jti, problem, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      new Date(entry.at),
      entry.event,
      entry.security ?? false,
      entry.station ?? null,
      entry.jti ?? null,
      entry.problem ?? null,
      entry.detail ?? null,
    ],
  );
}
