import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { CardholderCommand, SimulatorCommand, StaffCommand } from '../contract/commands.ts';
import { ENDPOINTS } from '../contract/endpoints.ts';
import { fault } from '../contract/faults.ts';
import type { ApiOptions } from './api-options.ts';
import { createStaffAccess } from './staff-access.ts';
import { streamViews } from './view-stream.ts';

const COOKIE = 'staff';

/** Views, commands and sign-in of both pages. A refused command is an answer, not an HTTP error. */
export function commandRoutes(server: FastifyInstance, options: ApiOptions): void {
  const { session, clock, simulator } = options;
  const access = createStaffAccess(options);
  const staffOnly = async (request: FastifyRequest, reply: FastifyReply) => {
    if (access.isSignedIn(request.cookies[COOKIE])) return;
    return reply.code(401).send({ accepted: false, fault: fault('sign-in.refused') });
  };

  server.get(ENDPOINTS.cardholderView.path, (_request, reply) => {
    streamViews(reply, { view: session.cardholderView, onChange: session.onChange }, clock);
  });
  server.post<{ Body: CardholderCommand }>(
    ENDPOINTS.cardholderCommand.path,
    { schema: { body: ENDPOINTS.cardholderCommand.body } },
    (request) => session.command(request.body),
  );

  server.post<{ Body: Static<typeof ENDPOINTS.signIn.body> }>(
    ENDPOINTS.signIn.path,
    { schema: { body: ENDPOINTS.signIn.body } },
    async (request, reply) => {
      const token = access.signIn(request.body.key);
      options.onSignIn?.(token === null ? 'refused' : 'accepted');
      if (token === null) return reply.code(401).send({ accepted: false, fault: fault('sign-in.refused') });
      reply.setCookie(COOKIE, token, { httpOnly: true, sameSite: 'strict', path: '/api/staff' });
      return { accepted: true };
    },
  );
  server.get(ENDPOINTS.staffView.path, { onRequest: staffOnly }, (_request, reply) => {
    streamViews(reply, { view: session.staffView, onChange: session.onChange }, clock);
  });
  server.post<{ Body: StaffCommand }>(
    ENDPOINTS.staffCommand.path,
    { onRequest: staffOnly, schema: { body: ENDPOINTS.staffCommand.body } },
    (request) => session.command(request.body),
  );
  server.get<{ Params: { id: string } }>(
    ENDPOINTS.staffPicture.path,
    { onRequest: staffOnly },
    async (request, reply) => {
      const jpeg = session.picture(request.params.id);
      if (!jpeg) return reply.code(404).send({ accepted: false, fault: fault('input.invalid', { where: 'id' }) });
      return reply.type('image/jpeg').send(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength));
    },
  );
  if (simulator) {
    server.post<{ Body: SimulatorCommand }>(
      ENDPOINTS.simulatorCommand.path,
      { onRequest: staffOnly, schema: { body: ENDPOINTS.simulatorCommand.body } },
      (request) => simulator(request.body),
    );
  }
}
