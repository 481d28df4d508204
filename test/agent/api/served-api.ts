import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiOptions, ApiSession } from '../../../agent/api/api-options.ts';
import { openApi } from '../../../agent/api/open-api.ts';
import { failed, fault, ok } from '../../../agent/contract/faults.ts';
import type { CardholderView, StaffView } from '../../../agent/contract/views.ts';

export const START_KEY = 'correct-horse-battery';
export const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

/** A session that remembers its commands and shows a view whose revision a test raises. */
export function actSession() {
  const listeners = new Set<() => void>();
  const watchers = new Set<(jpeg: Uint8Array) => void>();
  const commands: unknown[] = [];
  let revision = 1;
  let camera: 'page' | 'station' = 'station';
  const cardholderView = (): CardholderView => ({
    revision,
    phase: 'idle',
    language: 'sv',
    station: { id: 'test-1', site: 'Test', simulated: true, tier: 'npm', camera },
  });
  const staffView = (): StaffView => ({
    ...cardholderView(),
    devices: [],
    appointments: [],
    checks: [],
    pictures: [],
    queue: { waiting: 0, poison: 0, online: true },
    history: [],
  });
  const session: ApiSession = {
    command: async (command) => {
      commands.push(command);
      return command.type === 'finish' ? { accepted: false, fault: fault('command.not-now') } : { accepted: true };
    },
    cardholderView,
    staffView,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onFrame: (listener) => {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    picture: (id) => (id === 'document-1' ? JPEG : null),
  };
  return {
    session,
    commands,
    listeners,
    watchers,
    change: () => {
      revision += 1;
      for (const listener of listeners) listener();
    },
    useCamera: (owner: typeof camera) => {
      camera = owner;
    },
  };
}

/** A real server on a free port, with a clock that a test sets. */
export async function serveApi(more: Partial<ApiOptions> = {}) {
  const acted = actSession();
  const time = { now: Date.UTC(2026, 10, 22) };
  const received: number[] = [];
  const signIns: string[] = [];
  let tokens = 0;
  const pages = mkdtempSync(join(tmpdir(), 'id06-pages-'));
  mkdirSync(join(pages, 'staff'));
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>cardholder</title>');
  writeFileSync(join(pages, 'staff', 'index.html'), '<!doctype html><title>staff</title>');
  const opened = await openApi({
    host: '127.0.0.1',
    port: 0,
    pages,
    session: acted.session,
    startKey: START_KEY,
    clock: {
      now: () => time.now,
      setTimer: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    newToken: () => `token-${++tokens}`,
    pageCamera: {
      connect: () => ({
        name: (camera) => (camera.length <= 120 ? ok(undefined) : failed(fault('camera.frame-refused'))),
        receive: (message) => {
          received.push(message.length);
          return message.length > 3 ? ok(undefined) : failed(fault('camera.frame-refused'));
        },
        close: () => received.push(-1),
      }),
    },
    simulator: async () => ({ accepted: true }),
    metrics: async () => ({ contentType: 'text/plain', text: 'id06_visits_total 1\n' }),
    onSignIn: (outcome) => signIns.push(outcome),
    ...more,
  });
  if (!opened.ok) throw new Error(opened.fault.code);
  const { url, close } = opened.value;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const signIn = async (key = START_KEY) => {
    const answer = await post('/api/staff/sign-in', { key });
    return { answer, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  };
  return { ...acted, url, close, post, signIn, time, received, signIns };
}

/** A request with headers that `fetch` would not let through. */
export function rawStatus(url: string, options: { method?: string; headers: Record<string, string> }): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: options.method ?? 'GET', headers: options.headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Reads server-sent events until `count` views came. */
export async function readViews(response: Response, count: number): Promise<unknown[]> {
  const reader = response.body?.getReader();
  const views: unknown[] = [];
  let text = '';
  while (reader && views.length < count) {
    const { value, done } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) if (part.startsWith('data: ')) views.push(JSON.parse(part.slice(6)));
  }
  await reader?.cancel();
  return views;
}
