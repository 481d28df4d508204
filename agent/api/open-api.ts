import cookie from '@fastify/cookie';
import files from '@fastify/static';
import websocket from '@fastify/websocket';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { ENDPOINTS } from '../contract/endpoints.ts';
import { failed, fault, ok, type Result } from '../contract/faults.ts';
import type { ApiOptions } from './api-options.ts';
import { cameraRoutes } from './camera-routes.ts';
import { commandRoutes } from './command-routes.ts';
import { guardRequests } from './guard-requests.ts';
import { compileValidator, InvalidBody } from './validate-body.ts';

const LARGEST_BODY = 64 * 1024;
const LARGEST_FRAME = 1024 * 1024;
const REQUEST_MS = 10_000;

export interface Api {
  /** Base address of the pages, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves pages, views, commands and pictures on the loopback interface. Fault: `input.invalid` when the port is taken. */
export async function openApi(options: ApiOptions): Promise<Result<Api>> {
  const server = fastify({
    bodyLimit: LARGEST_BODY,
    requestTimeout: REQUEST_MS,
    // Streams never end by themselves.
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 64 },
  });
  server.setValidatorCompiler(compileValidator);
  answerTrouble(server, options);
  guardRequests(server);
  await server.register(cookie);
  await server.register(websocket, { options: { maxPayload: LARGEST_FRAME } });
  server.register(async (scope) => {
    commandRoutes(scope, options);
    cameraRoutes(scope, options);
    statusRoutes(scope, options);
  });
  if (options.pages !== null) {
    await server.register(files, { root: options.pages, redirect: true, cacheControl: false });
  }
  try {
    await server.listen({ host: options.host, port: options.port });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return failed(fault('input.invalid', { where: 'port', detail: String(error.code) }));
  }
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  return ok({ url: `http://localhost:${port}`, close: () => server.close() });
}

function statusRoutes(server: FastifyInstance, { session, metrics }: ApiOptions): void {
  server.get(ENDPOINTS.health.path, async () => ({ ready: session.cardholderView().phase !== 'out-of-service' }));
  server.get(ENDPOINTS.metrics.path, async (_request, reply) => {
    const { contentType, text } = await metrics();
    return reply.header('content-type', contentType).send(text);
  });
}

/** Trouble of the sender is `input.invalid` with the place; anything else is a bug, told without its message. */
function answerTrouble(server: FastifyInstance, { onFault }: ApiOptions): void {
  server.setErrorHandler<FastifyError | InvalidBody>((error, _request, reply) => {
    if (error instanceof InvalidBody) return reply.code(400).send({ accepted: false, fault: error.fault });
    const status = error.statusCode ?? 500;
    if (status < 500) {
      return reply
        .code(status)
        .send({ accepted: false, fault: fault('input.invalid', { where: 'body', detail: error.code }) });
    }
    const bug = fault('program.bug', { where: 'api', detail: error.name });
    onFault?.(bug);
    return reply.code(500).send({ accepted: false, fault: bug });
  });
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ accepted: false, fault: fault('input.invalid', { where: 'path' }) }),
  );
}
