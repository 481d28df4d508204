import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { JOSE_TYPES, PROBLEMS, type Problem, type ProblemName, type SignedProblem } from '../../agent/contract/wire.ts';
import type { CentreParts } from '../centre-parts.ts';
import { signCompact } from '../keys/compact-signer.ts';
import type { Refusal } from '../refusal.ts';
import { rfc3339 } from '../rfc3339.ts';

export const JOSE = 'application/jose';
export const PROBLEM_JSON = 'application/problem+json';

/** RFC 9457 problem details of a refusal. */
function toProblem(refusal: Refusal, instance: string): Problem {
  return {
    type: `urn:idv:problem:${refusal.problem}`,
    title: TITLES[refusal.problem],
    status: PROBLEMS[refusal.problem].status,
    detail: refusal.detail,
    instance,
    ...(refusal.errors ? { errors: [...refusal.errors] } : {}),
    ...(refusal.missing ? { missing: [...refusal.missing] } : {}),
    ...(refusal.now === undefined ? {} : { now: rfc3339(refusal.now) }),
    ...(refusal.storedAt ? { stored_at: rfc3339(refusal.storedAt.getTime()) } : {}),
  };
}

/** Answers a problem in the open. A station takes it as "later", whatever it says. */
export function answerProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = toProblem(refusal, pathOf(request));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).type(PROBLEM_JSON).send(JSON.stringify(problem));
}

/** What a final problem ends. */
export interface EndedResult {
  readonly audience: string;
  readonly jti: string;
  readonly sealedSha256: string;
}

/**
 * Answers the refusal of a result. A final one is signed and names the result and the bytes it ends, so that no proxy's error page can
 * make a station give up a result.
 */
export function answerResultRefusal(
  parts: CentreParts,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  ended: EndedResult,
): FastifyReply {
  if (!PROBLEMS[refusal.problem].final) return answerProblem(request, reply, refusal);
  const problem = toProblem(refusal, pathOf(request));
  const claims: SignedProblem = {
    iss: parts.issuer,
    aud: ended.audience,
    sub: ended.jti,
    iat: Math.floor(parts.now() / 1000),
    sealed_sha256: ended.sealedSha256,
    problem,
  };
  return reply
    .code(problem.status)
    .type(JOSE)
    .send(signCompact(JOSE_TYPES.problem, claims, parts.keys.receipt));
}

/** Errors that Fastify raises before a handler runs, and bugs. A bug is told as "unavailable": the station keeps its result. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error);
  if (refusal.problem === 'unavailable') request.log.error({ err: error }, 'request failed');
  return answerProblem(request, reply, refusal);
}

export const answerUnknownPath = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  answerProblem(request, reply, { problem: 'not-found', detail: 'there is nothing at this path' });

function refusalOf(error: FastifyError): Refusal {
  if (error.validationContext === 'params') return { problem: 'not-found', detail: 'there is nothing at this path' };
  const status = error.statusCode ?? 500;
  if (status === 413) return { problem: 'too-large', detail: 'the body is larger than this path takes' };
  if (status === 415) return { problem: 'media-type', detail: 'this path takes another media type' };
  if (status >= 400 && status < 500) return { problem: 'malformed', detail: 'the request is not understood' };
  return { problem: 'unavailable', detail: 'try again later' };
}

/** The path alone: a query may hold anything. */
const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? request.url;

const TITLES: Readonly<Record<ProblemName, string>> = {
  malformed: 'The message is malformed',
  undecryptable: 'The sealed message does not open',
  'signature-invalid': 'The signature is not valid',
  'clock-skew': "The station's clock is wrong",
  'station-unknown': 'The station is not known',
  'station-revoked': 'The station is revoked',
  'enrolment-refused': 'The enrolment is refused',
  'not-found': 'Not found',
  'blobs-missing': 'Pictures of this result are missing',
  'too-large': 'The message is too large',
  'media-type': 'The media type is not taken here',
  'idempotency-mismatch': 'Another result is stored under this id',
  'schema-invalid': 'The record breaks its schema',
  'verdict-mismatch': 'The verdict does not follow from the checks',
  'rule-pack-unknown': 'The rule pack is not known',
  'digest-required': 'A content digest is required',
  'rate-limited': 'Too many requests',
  unavailable: 'The centre is not available',
};
