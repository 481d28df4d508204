import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fault } from '../contract/faults.ts';

/**
 * What every answer carries. Scripts, styles and sockets come from our own origin alone; nothing may frame, sniff or keep an
 * answer, and other origins may not read it (OWASP ASVS 5.0 V3.4).
 */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
  'cache-control': 'no-store',
};

/** Header names and values for answers that are written past fastify. */
export const securityHeaders = (): Readonly<Record<string, string>> => HEADERS;

/**
 * Only a page of this agent may talk to it: `Host` must be one of our own names (DNS rebinding), `Origin` must be ours on
 * everything that changes something and on sockets (cross-site requests), and browsers must not call it cross-site.
 */
export function guardRequests(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    // Node lets go of a socket that asks for an upgrade; one that gets an ordinary answer instead would stay open for ever.
    if (request.headers.upgrade !== undefined) reply.raw.once('finish', () => request.raw.socket.destroySoon());
    const port = request.socket.localPort;
    const hosts = [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`];
    const host = request.headers.host ?? '';
    if (!hosts.includes(host)) return refuse(reply, 421, 'host');
    if (!originIsOurs(request, host)) return refuse(reply, 403, 'origin');
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return refuse(reply, 403, 'site');
  });
}

function originIsOurs(request: FastifyRequest, host: string): boolean {
  const { origin, upgrade } = request.headers;
  if (origin !== undefined) return origin === `http://${host}`;
  return upgrade === undefined && (request.method === 'GET' || request.method === 'HEAD');
}

function refuse(reply: FastifyReply, status: number, where: string): FastifyReply {
  return reply.code(status).send({ accepted: false, fault: fault('input.invalid', { where }) });
}
