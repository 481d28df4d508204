import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Jti } from '../../agent/contract/record.ts';
import type { CentreParts } from '../centre-parts.ts';
import { acceptResult } from '../intake/accept-result.ts';
import { findReceipt } from '../intake/stored-results.ts';
import { checkAssertion } from '../stations/check-assertion.ts';
import { stationUrn } from '../stations/station-name.ts';
import { digest } from '../verify/verify-signed-result.ts';
import { AuthorizationHeader, bytesBody, joseAnswer, problemAnswer, resultProblem } from './answers.ts';
import { answerProblem, answerResultRefusal, JOSE } from './problems.ts';
import { requireStation } from './require-station.ts';

/** Above the 256 KiB of a result, so that "too large" can still be a signed answer about these very bytes. */
const LARGEST_READ = 1024 * 1024;
const Address = Type.Object({ jti: Jti });

/** Delivery of results, and the receipt again when it was lost on the way. */
export const resultRoutes =
  (parts: CentreParts): FastifyPluginAsyncTypebox =>
  async (server) => {
    server.addContentTypeParser(JOSE, { parseAs: 'buffer', bodyLimit: LARGEST_READ }, (_request, body, done) =>
      done(null, body),
    );

    const putSchema = {
      summary: 'Deliver a sealed result; the same result again gets the same receipt',
      params: Address,
      headers: Type.Object({ 'content-digest': Type.Optional(Type.String({ maxLength: 1000 })) }),
      body: bytesBody(JOSE),
      response: {
        200: joseAnswer('The stored receipt of an earlier delivery.'),
        201: joseAnswer('The receipt.'),
        '4xx': resultProblem('Refused; signed when final.'),
        503: problemAnswer('Try later.'),
      },
    };
    server.put('/v1/results/:jti', { schema: putSchema }, async (request, reply) => {
      const { jti } = request.params;
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const taken = await acceptResult(parts, { jti, body, contentDigest: request.headers['content-digest'] });
      if (taken.ok)
        return reply
          .code(taken.value.first ? 201 : 200)
          .type(JOSE)
          .send(taken.value.receipt);
      const audience = taken.fault.claimedBy ?? (await assertedBy(parts, request));
      return answerResultRefusal(parts, request, reply, taken.fault, { audience, jti, sealedSha256: digest(body) });
    });

    const getSchema = {
      summary: 'The receipt of a delivered result',
      params: Address,
      headers: AuthorizationHeader,
      response: { 200: joseAnswer('The receipt.'), '4xx': problemAnswer('Refused, or no such result.') },
    };
    server.get('/v1/results/:jti/receipt', { schema: getSchema }, async (request, reply) => {
      const station = await requireStation(parts, request, reply);
      if (station === null) return reply;
      const receipt = await findReceipt(parts.database, request.params.jti, station);
      if (receipt === null) return answerProblem(request, reply, { problem: 'not-found', detail: 'no such result' });
      return reply.type(JOSE).send(receipt);
    });
  };

/** Whom to answer when the envelope does not say: the station that brought it, if it proved itself. */
async function assertedBy(parts: CentreParts, request: FastifyRequest): Promise<string> {
  const asserted = await checkAssertion(parts, {
    authorization: request.headers.authorization,
    method: request.method,
    path: request.url.split('?', 1)[0] ?? '',
  });
  return asserted.ok ? stationUrn(asserted.value) : 'urn:sistec:station:unidentified';
}
