import type { FastifyReply } from 'fastify';
import type { ApiClock } from './api-options.ts';
import { securityHeaders } from './guard-requests.ts';

const HEARTBEAT_MS = 15_000;

/**
 * Streams whole views as server-sent events (WHATWG HTML §9.2). Who reads slowly skips views and always gets the newest; a
 * comment every 15 s shows that the line is alive.
 */
export function streamViews(
  reply: FastifyReply,
  source: {
    readonly view: () => { readonly revision: number };
    readonly onChange: (listener: () => void) => () => void;
  },
  clock: Pick<ApiClock, 'setTimer'>,
): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...securityHeaders(),
    'content-type': 'text/event-stream; charset=utf-8',
    connection: 'keep-alive',
  });
  let sent = -1;
  let isFull = false;
  const push = () => {
    if (isFull || raw.destroyed) return;
    const view = source.view();
    if (view.revision === sent) return;
    sent = view.revision;
    isFull = !raw.write(`data: ${JSON.stringify(view)}\n\n`);
  };
  let cancelBeat = () => {};
  const beat = () => {
    if (!isFull) raw.write(': alive\n\n');
    cancelBeat = clock.setTimer(HEARTBEAT_MS, beat);
  };
  const stop = source.onChange(push);
  cancelBeat = clock.setTimer(HEARTBEAT_MS, beat);
  raw.on('drain', () => {
    isFull = false;
    push();
  });
  raw.on('error', () => raw.destroy());
  raw.on('close', () => {
    stop();
    cancelBeat();
  });
  push();
}
