import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands between station and centre and answers in the centre's place, once the whole request is there. */
export type Impostor = (answer: ServerResponse, method: string) => void;

/** A network line with an address of its own that leads to the centre, or is cut, or ends at an impostor. */
export interface UnreliableLine {
  readonly url: string;
  leadToCentre(): Promise<void>;
  /** Connections are refused. */
  cut(): Promise<void>;
  leadTo(impostor: Impostor): Promise<void>;
}

type Answerer = (asked: IncomingMessage, answer: ServerResponse) => void;

export async function openLine(centreUrl: string): Promise<UnreliableLine> {
  const relay: Answerer = (asked, answer) => {
    const { method, url, headers } = asked;
    const passed = request(centreUrl + url, { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  };
  let end = relay;
  let port = 0;
  let server: Server | null = null;
  const listen = () =>
    new Promise<void>((resolve) => {
      if (server) return resolve();
      const listening = createServer((asked, answer) => end(asked, answer));
      server = listening;
      listening.listen(port, '127.0.0.1', () => {
        port = (listening.address() as AddressInfo).port;
        resolve();
      });
    });
  const leadTo = async (answerer: Answerer) => {
    end = answerer;
    await listen();
  };
  await listen();
  return {
    url: `http://127.0.0.1:${port}`,
    leadTo: (impostor) =>
      leadTo((asked, answer) => {
        asked.on('end', () => impostor(answer, asked.method ?? ''));
        asked.resume();
      }),
    leadToCentre: () => leadTo(relay),
    cut: () =>
      new Promise<void>((resolve) => {
        const closing = server;
        server = null;
        if (!closing) return resolve();
        closing.close(() => resolve());
        closing.closeAllConnections();
      }),
  };
}
