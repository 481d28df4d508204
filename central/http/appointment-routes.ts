import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AppointmentList } from '../../agent/contract/wire.ts';
import type { CentreParts } from '../centre-parts.ts';
import { openOrdersAt } from '../orders/orders.ts';
import { AuthorizationHeader, content, problemAnswer } from './answers.ts';
import { requireStation } from './require-station.ts';

/** The orders a station may scan for. */
export const appointmentRoutes =
  (parts: CentreParts): FastifyPluginAsyncTypebox =>
  async (server) => {
    const schema = {
      summary: 'The open orders booked at the asking station',
      headers: AuthorizationHeader,
      response: {
        200: content('The orders.', 'application/json', AppointmentList),
        '4xx': problemAnswer('Refused.'),
      },
    };
    server.get('/v1/appointments', { schema }, async (request, reply) => {
      const station = await requireStation(parts, request, reply);
      if (station === null) return reply;
      const list: AppointmentList = { orders: await openOrdersAt(parts.database, station) };
      return reply.type('application/json').header('cache-control', 'no-store').send(JSON.stringify(list));
    });
  };
