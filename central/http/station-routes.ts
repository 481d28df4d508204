import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { CentreParts } from '../centre-parts.ts';
import { enrolStation } from '../stations/enrol-station.ts';
import { bytesBody, joseAnswer, problemAnswer } from './answers.ts';
import { answerProblem, JOSE } from './problems.ts';

const LARGEST = 16 * 1024;

/** Enrolment of stations. */
export const stationRoutes =
  (parts: CentreParts): FastifyPluginAsyncTypebox =>
  async (server) => {
    server.addContentTypeParser(JOSE, { parseAs: 'buffer', bodyLimit: LARGEST }, (_request, body, done) =>
      done(null, body),
    );
    const schema = {
      summary: 'Enrol a station with a one-time code and proof of possession of its key',
      body: bytesBody(JOSE),
      response: {
        201: joseAnswer('The grant, signed by the receipt key it names.'),
        '4xx': problemAnswer('Refused.'),
      },
    };
    server.post('/v1/stations/enrol', { schema }, async (request, reply) => {
      const jws = Buffer.isBuffer(request.body) ? request.body.toString('latin1') : '';
      const grant = await enrolStation(parts, jws);
      if (!grant.ok) return answerProblem(request, reply, grant.fault);
      return reply.code(201).type(JOSE).header('cache-control', 'no-store').send(grant.value);
    });
  };
