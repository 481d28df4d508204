import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import Fastify, { LogController } from 'fastify';
import type { CentreParts } from '../centre-parts.ts';
import { appointmentRoutes } from './appointment-routes.ts';
import { blobRoutes } from './blob-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { answerError, answerUnknownPath } from './problems.ts';
import { resultRoutes } from './result-routes.ts';
import { stationRoutes } from './station-routes.ts';

export type CentreServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/**
 * The centre's HTTP side: each group of routes takes one media type only and states its schemas beside the route. Whatever goes wrong is
 * an RFC 9457 problem.
 */
export function buildServer(parts: CentreParts, logger: FastifyBaseLogger | null): CentreServer {
  const server = Fastify({
    ...(logger === null ? {} : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 30_000,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 64 },
  }).withTypeProvider<TypeBoxTypeProvider>();
  server.setValidatorCompiler(TypeBoxValidatorCompiler);
  server.removeAllContentTypeParsers();
  server.setErrorHandler(answerError);
  server.setNotFoundHandler(answerUnknownPath);
  server.register(healthRoutes(parts));
  server.register(stationRoutes(parts));
  server.register(appointmentRoutes(parts));
  server.register(blobRoutes(parts));
  server.register(resultRoutes(parts));
  return server;
}
