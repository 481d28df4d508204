import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { CentreParts } from '../centre-parts.ts';
import { digest } from '../verify/verify-signed-result.ts';
import { AuthorizationHeader, bytesBody, noBody, problemAnswer } from './answers.ts';
import { answerProblem } from './problems.ts';
import { requireStation } from './require-station.ts';

const LARGEST = 8 * 1024 * 1024;
const OCTETS = 'application/octet-stream';
const Name = Type.Object({ name: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) });

/** Sealed pictures: addressed by the digest of their bytes, so putting one twice is putting it once. */
export const blobRoutes =
  (parts: CentreParts): FastifyPluginAsyncTypebox =>
  async (server) => {
    // Before the body is read: nobody unknown gets 8 MiB of memory.
    server.addHook('onRequest', async (request, reply) => {
      if ((await requireStation(parts, request, reply)) === null) return reply;
    });
    server.addContentTypeParser(OCTETS, { parseAs: 'buffer', bodyLimit: LARGEST }, (_request, body, done) =>
      done(null, body),
    );

    const headSchema = {
      summary: 'Whether the blob is already here',
      params: Name,
      headers: AuthorizationHeader,
      response: { 200: noBody('It is here.'), '4xx': noBody('It is not, or the station may not ask.') },
    };
    server.head('/v1/blobs/:name', { schema: headSchema }, async (request, reply) =>
      reply.code(parts.blobs.has(request.params.name) ? 200 : 404).send(),
    );

    const putSchema = {
      summary: 'Put a sealed picture under the base64url SHA-256 of its bytes',
      params: Name,
      headers: AuthorizationHeader,
      body: bytesBody(OCTETS),
      response: { 200: noBody('It was here.'), 201: noBody('It is stored.'), '4xx': problemAnswer('Refused.') },
    };
    server.put('/v1/blobs/:name', { schema: putSchema, bodyLimit: LARGEST }, async (request, reply) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (bytes.length === 0 || digest(bytes) !== request.params.name) {
        return answerProblem(request, reply, {
          problem: 'malformed',
          detail: 'the name is not the digest of the body',
        });
      }
      return reply.code((await parts.blobs.put(request.params.name, bytes)) ? 201 : 200).send();
    });
  };
