import Type from 'typebox';
import { Purpose } from './vocabulary/document.ts';

/** Calendar date, ISO 8601 `YYYY-MM-DD`. */
export const IsoDate = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' });

/** What an order reference may look like; it is also what the QR code of an appointment holds. */
export const OrderReference = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]{3,63}$' });

/** The card order as the centre hands it to the station: the claimed identity the document must agree with. */
export type CardOrder = Type.Static<typeof CardOrder>;
export const CardOrder = Type.Object(
  {
    reference: OrderReference,
    purpose: Purpose,
    surname: Type.String({ maxLength: 120 }),
    givenNames: Type.String({ maxLength: 120 }),
    birthDate: IsoDate,
    /** ISO 3166-1 alpha-3, or the ICAO code of Doc 9303-3 §5. */
    nationality: Type.String({ pattern: '^[A-Z]{1,3}$' }),
    identificationNumber: Type.Optional(Type.String({ maxLength: 40 })),
    state: Type.Enum(['open', 'closed', 'cancelled']),
    /** RFC 3339 time of the booked appointment. */
    appointmentAt: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
);

export type CardOrders = Type.Static<typeof CardOrders>;
export const CardOrders = Type.Array(CardOrder, { maxItems: 2000 });
