import type { FastifyInstance, FastifyReply } from 'fastify';
import { ENDPOINTS } from '../contract/endpoints.ts';
import { fault } from '../contract/faults.ts';
import type { ApiOptions, ApiSession } from './api-options.ts';
import { securityHeaders } from './guard-requests.ts';

/** WebSocket close code for a message that breaks the rules (RFC 6455 §7.4.1). */
const POLICY_VIOLATION = 1008;
const BOUNDARY = 'frame';

/** Frames of the page's camera coming in, or a preview of the station's own camera going out. */
export function cameraRoutes(server: FastifyInstance, { session, pageCamera }: ApiOptions): void {
  server.get(ENDPOINTS.cameraFrames.path, { websocket: true }, (socket) => {
    if (!pageCamera) return socket.close(POLICY_VIOLATION, 'camera.unplugged');
    const connection = pageCamera.connect();
    socket.on('message', (data, isBinary) => {
      const message = Buffer.isBuffer(data) ? data : null;
      if (!message) return socket.close(POLICY_VIOLATION, 'camera.frame-refused');
      // A text message is the name of the camera that the frames after it are from.
      const taken = isBinary ? connection.receive(message) : connection.name(message.toString('utf8'));
      if (!taken.ok) socket.close(POLICY_VIOLATION, taken.fault.code);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => connection.close());
  });

  server.get(ENDPOINTS.cameraPreview.path, (_request, reply) => {
    if (session.cardholderView().station.camera === 'station') return showPreview(reply, session);
    reply.code(404).send({ accepted: false, fault: fault('input.invalid', { where: 'camera' }) });
  });
}

/** Frames as a picture that renews itself (`multipart/x-mixed-replace`); a slow reader skips frames. */
function showPreview(reply: FastifyReply, session: ApiSession): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { ...securityHeaders(), 'content-type': `multipart/x-mixed-replace; boundary=${BOUNDARY}` });
  raw.flushHeaders();
  let isFull = false;
  const stop = session.onFrame((jpeg) => {
    if (isFull || raw.destroyed) return;
    raw.write(`--${BOUNDARY}\r\ncontent-type: image/jpeg\r\ncontent-length: ${jpeg.length}\r\n\r\n`);
    isFull = !raw.write(Buffer.concat([jpeg, Buffer.from('\r\n')]));
  });
  raw.on('drain', () => {
    isFull = false;
  });
  raw.on('error', () => raw.destroy());
  raw.on('close', stop);
}
