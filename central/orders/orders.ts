import { Value } from 'typebox/value';
import { type CardOrder, CardOrders } from '../../agent/contract/order.ts';
import type { Colour } from '../../agent/contract/vocabulary/verdict.ts';
import { checkOrder } from '../../agent/domain/check-order.ts';
import type { CentreParts } from '../centre-parts.ts';
import { ensureStation } from '../stations/enrolment-codes.ts';
import { recordEvent } from '../store/audit.ts';
import type { Queryable } from '../store/database.ts';

/**
 * Books orders at a station, each as given but for the one normal form of its identification number; an order known by its reference is
 * replaced. Throws for others than card orders and for orders that no document could be compared with, naming the field.
 */
export async function addOrders(parts: CentreParts, station: string, orders: readonly CardOrder[]): Promise<void> {
  const today = new Date(parts.now()).toISOString().slice(0, 10);
  const checked = Value.Parse(CardOrders, orders).map((order) => comparable(order, today));
  await parts.database.transaction(async (transaction) => {
    await ensureStation(transaction, station, parts.now());
    for (const order of checked) await putOrder(transaction, station, order);
  });
}

function comparable(order: CardOrder, today: string): CardOrder {
  const checked = checkOrder(order, today);
  if (checked.ok) return checked.value;
  const { code, where, detail } = checked.fault;
  throw new Error(`order ${order.reference}: ${code}, ${where}: ${detail}`);
}

/** The open orders booked at the station, by time and reference, at most as many as one list may hold. */
export async function openOrdersAt(database: Queryable, station: string): Promise<CardOrder[]> {
  const rows = await database.query<OrderRow>(
    `SELECT reference, purpose, surname, given_names, birth_date, nationality, identification_number, appointment_at, state
       FROM orders WHERE station_id = $1 AND state = 'open' ORDER BY appointment_at NULLS LAST, reference LIMIT 2000`,
    [station],
  );
  return Value.Parse(CardOrders, rows.map(toOrder));
}

/** GREEN and RED decide an order; YELLOW and STOPPED leave it open for another visit. A station decides only orders booked with it. */
export async function closeDecidedOrder(
  transaction: Queryable,
  decided: {
    readonly reference: string;
    readonly station: string;
    readonly colour: Colour;
    readonly jti: string;
    readonly at: number;
  },
): Promise<void> {
  if (decided.colour !== 'GREEN' && decided.colour !== 'RED') return;
  const closed = await transaction.query(
    `UPDATE orders SET state = 'closed', closed_by_jti = $1
      WHERE reference = $2 AND station_id = $3 AND state = 'open' RETURNING reference`,
    [decided.jti, decided.reference, decided.station],
  );
  if (closed.length > 0) return;
  const foreign = await transaction.query('SELECT 1 FROM orders WHERE reference = $1 AND station_id <> $2', [
    decided.reference,
    decided.station,
  ]);
  if (foreign.length === 0) return;
  const { at, station, jti } = decided;
  await recordEvent(transaction, { at, event: 'order.of-other-station', security: true, station, jti });
}

interface OrderRow {
  readonly reference: string;
  readonly purpose: string;
  readonly surname: string;
  readonly given_names: string;
  readonly birth_date: string;
  readonly nationality: string;
  readonly identification_number: string | null;
  readonly appointment_at: string | null;
  readonly state: string;
}

const toOrder = (row: OrderRow): object => ({
  reference: row.reference,
  purpose: row.purpose,
  surname: row.surname,
  givenNames: row.given_names,
  birthDate: row.birth_date,
  nationality: row.nationality,
  ...(row.identification_number === null ? {} : { identificationNumber: row.identification_number }),
  state: row.state,
  ...(row.appointment_at === null ? {} : { appointmentAt: row.appointment_at }),
});

async function putOrder(transaction: Queryable, station: string, order: CardOrder): Promise<void> {
  await transaction.query(
    `INSERT INTO orders (reference, station_id, purpose, surname, given_names, birth_date, nationality,
                         identification_number, appointment_at, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (reference) DO UPDATE SET
       station_id = excluded.station_id, purpose = excluded.purpose, surname = excluded.surname,
       given_names = excluded.given_names, birth_date = excluded.birth_date, nationality = excluded.nationality,
       identification_number = excluded.identification_number, appointment_at = excluded.appointment_at,
       state = excluded.state, closed_by_jti = NULL`,
    [
      order.reference,
      station,
      order.purpose,
      order.surname,
      order.givenNames,
      order.birthDate,
      order.nationality,
      order.identificationNumber ?? null,
      order.appointmentAt ?? null,
      order.state,
    ],
  );
}
