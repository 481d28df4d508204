import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CentreParts } from '../centre-parts.ts';
import { checkAssertion } from '../stations/check-assertion.ts';
import { recordEvent } from '../store/audit.ts';
import { answerProblem } from './problems.ts';

/** The station that asks, proven by its assertion; or null when the refusal was already answered and noted. */
export async function requireStation(
  parts: CentreParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | null> {
  const asserted = await checkAssertion(parts, {
    authorization: request.headers.authorization,
    method: request.method,
    path: request.url.split('?', 1)[0] ?? '',
  });
  if (asserted.ok) return asserted.value;
  const { problem, detail, security = false } = asserted.fault;
  await recordEvent(parts.database, { at: parts.now(), event: 'request.refused', security, problem, detail });
  answerProblem(request, reply, asserted.fault);
  return null;
}
