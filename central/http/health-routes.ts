import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { CentreParts } from '../centre-parts.ts';
import { rfc3339 } from '../rfc3339.ts';
import { content, problemAnswer } from './answers.ts';

const Health = Type.Object({ status: Type.Literal('ok'), now: Type.String() }, { additionalProperties: false });

/** Whether the centre can take results now, and its time. */
export const healthRoutes =
  (parts: CentreParts): FastifyPluginAsyncTypebox =>
  async (server) => {
    const schema = {
      summary: 'Whether the centre works, with its time',
      response: { 200: content('The centre works.', 'application/json', Health), 503: problemAnswer('Try later.') },
    };
    server.get('/v1/health', { schema }, async (_request, reply) => {
      await parts.database.query('SELECT 1');
      const health: Type.Static<typeof Health> = { status: 'ok', now: rfc3339(parts.now()) };
      return reply.type('application/json').send(JSON.stringify(health));
    });
  };
