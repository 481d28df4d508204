import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import sharp from 'sharp';
import Value from 'typebox/value';
import { WebSocketServer } from 'ws';
import { ENDPOINTS } from '../../agent/contract/endpoints.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const POLICY = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; object-src 'none'; base-uri 'none'";

/** What a page posted, already checked against the schema of its endpoint. */
interface Posted {
  readonly path: string;
  readonly body: unknown;
  readonly fits: boolean;
}

export interface CannedStation {
  readonly url: string;
  readonly posted: Posted[];
  readonly frames: Uint8Array[];
  /** Names that the page told of its cameras. */
  readonly cameras: string[];
  readonly badRequests: string[];
  show(view: unknown): void;
  showStaff(view: unknown): void;
  /** What the next commands are answered with. */
  answerWith(answer: unknown): void;
  /** As if the agent had died: streams break and nothing is accepted until it is back on the same port. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** Serves the built pages under the product's content policy and plays the agent from canned views. */
export async function openCannedStation(dist: string): Promise<CannedStation> {
  const posted: Posted[] = [];
  const frames: Uint8Array[] = [];
  const cameras: string[] = [];
  const badRequests: string[] = [];
  const streams = { cardholder: new Set<ServerResponse>(), staff: new Set<ServerResponse>() };
  const last: { cardholder: unknown; staff: unknown } = { cardholder: undefined, staff: undefined };
  let answer: unknown = { accepted: true };
  let port = 0;
  const picture = await sharp({ create: { width: 300, height: 400, channels: 3, background: '#9fb6c3' } })
    .jpeg()
    .toBuffer();

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://station').pathname;
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('cache-control', 'no-store');
    if (path === ENDPOINTS.cardholderView.path) return follow('cardholder', response);
    if (path === ENDPOINTS.staffView.path) {
      if (!(request.headers.cookie ?? '').includes('staff=')) return void response.writeHead(401).end();
      return follow('staff', response);
    }
    if (request.method === 'POST') return post(path, request, response);
    if (path.startsWith('/api/staff/pictures/') || path === ENDPOINTS.cameraPreview.path) {
      return void response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture);
    }
    await file(path, response);
  };
  const follow = (which: 'cardholder' | 'staff', response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    streams[which].add(response);
    response.on('close', () => streams[which].delete(response));
    if (last[which] !== undefined) response.write(event(last[which]));
  };
  const post = async (path: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    const endpoint = Object.values(ENDPOINTS).find((one) => one.path === path && 'body' in one);
    posted.push({ path, body, fits: endpoint !== undefined && 'body' in endpoint && Value.Check(endpoint.body, body) });
    const accepted = Value.Check(ENDPOINTS.signIn.answer, answer) && answer.accepted;
    if (path === ENDPOINTS.signIn.path && accepted)
      response.setHeader('set-cookie', 'staff=1; HttpOnly; SameSite=Strict; Path=/');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
  const file = async (path: string, response: ServerResponse): Promise<void> => {
    const name = normalize(path).endsWith('/') ? `${normalize(path)}index.html` : normalize(path);
    const bytes = await readFile(join(dist, name)).catch(() => undefined);
    if (bytes === undefined) {
      badRequests.push(path);
      return void response.writeHead(404).end();
    }
    response.writeHead(200, { 'content-type': CONTENT_TYPES[extname(name)] ?? 'application/octet-stream' }).end(bytes);
  };

  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => void handle(request, response));
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== ENDPOINTS.cameraFrames.path) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (line) =>
      line.on('message', (data, isBinary) => {
        if (isBinary) frames.push(new Uint8Array(data as Buffer));
        else cameras.push(String(data));
      }),
    );
  });
  const listen = (): Promise<void> => new Promise((done) => server.listen(port, '127.0.0.1', done));
  const hangUp = async (): Promise<void> => {
    for (const line of sockets.clients) line.terminate();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  await listen();
  port = (server.address() as AddressInfo).port;

  const show = (which: 'cardholder' | 'staff', view: unknown): void => {
    last[which] = view;
    for (const stream of streams[which]) stream.write(event(view));
  };
  return {
    url: `http://localhost:${port}`,
    posted,
    frames,
    cameras,
    badRequests,
    show: (view) => show('cardholder', view),
    showStaff: (view) => show('staff', view),
    answerWith: (next) => {
      answer = next;
    },
    goAway: hangUp,
    comeBack: listen,
    close: hangUp,
  };
}

const event = (view: unknown): string => `data: ${JSON.stringify(view)}\n\n`;
