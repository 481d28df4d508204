import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { JPEG, rawStatus, readViews, serveApi } from './served-api.ts';

let served: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  served = await serveApi();
});
afterAll(() => served.close());

const CHECK_IN = { type: 'checkIn', reference: 'ORDER-1001' };

describe('commands', () => {
  test('a command of the cardholder page reaches the session, and its refusal is an answer', async () => {
    const taken = await served.post('/api/cardholder/commands', CHECK_IN);
    expect([taken.status, await taken.json()]).toEqual([200, { accepted: true }]);
    expect(served.commands.at(-1)).toEqual(CHECK_IN);
    const refused = await served.post('/api/cardholder/commands', { type: 'finish', visit: 'v' });
    expect([refused.status, await refused.json()]).toEqual([
      200,
      { accepted: false, fault: { code: 'command.not-now' } },
    ]);
  });

  test.each([
    ['an unknown field', { ...CHECK_IN, colour: 'GREEN' }, 'colour'],
    ['a missing field', { type: 'giveConsent' }, 'visit'],
    ['a wrong value', { type: 'chooseLanguage', visit: 'v', language: 'xx' }, 'language'],
    ['a number for a text', { type: 'giveConsent', visit: 7 }, 'visit'],
    ['an unknown command', { type: 'makeGreen', visit: 'v' }, 'type'],
    ['an officer command', { type: 'stop', visit: 'v', reason: 'TAMPER' }, 'type'],
    ['no object', 'null', 'type'],
  ])('%s is refused and named', async (_what, body, where) => {
    const before = served.commands.length;
    const answer = await served.post('/api/cardholder/commands', body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ accepted: false, fault: { code: 'input.invalid', where } });
    expect(served.commands.length).toBe(before);
  });

  test('broken JSON, a huge body and another media type are refused without a fault of the server', async () => {
    const path = '/api/cardholder/commands';
    expect((await served.post(path, '{"type":')).status).toBe(400);
    expect((await served.post(path, JSON.stringify({ ...CHECK_IN, x: 'x'.repeat(70_000) }))).status).toBe(413);
    expect((await served.post(path, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await served.post(path, '{"__proto__":{"type":"finish"}}')).status).toBe(400);
  });

  test('no JSON whatever makes the server fail', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const answer = await served.post('/api/cardholder/commands', value);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the staff page', () => {
  test('is open only to who signed in with the start key', async () => {
    expect((await fetch(`${served.url}/api/staff/view`)).status).toBe(401);
    expect((await served.post('/api/staff/commands', { type: 'stop', visit: 'v', reason: 'TAMPER' })).status).toBe(401);
    expect((await fetch(`${served.url}/api/staff/pictures/document-1`)).status).toBe(401);
    const { answer, cookie } = await served.signIn();
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/);
    const stopped = await served.post(
      '/api/staff/commands',
      { type: 'stop', visit: 'v', reason: 'TAMPER' },
      { cookie },
    );
    expect(await stopped.json()).toEqual({ accepted: true });
    const [view] = await readViews(await fetch(`${served.url}/api/staff/view`, { headers: { cookie } }), 1);
    expect(view).toMatchObject({ queue: { online: true } });
    const moved = await served.post('/api/staff/simulator', { type: 'removeDocument' }, { cookie });
    expect(await moved.json()).toEqual({ accepted: true });
  });

  test('shows a picture of the visit and lets nobody keep it', async () => {
    const { cookie } = await served.signIn();
    const picture = await fetch(`${served.url}/api/staff/pictures/document-1`, { headers: { cookie } });
    expect(new Uint8Array(await picture.arrayBuffer())).toEqual(JPEG);
    expect([picture.headers.get('content-type'), picture.headers.get('cache-control')]).toEqual([
      'image/jpeg',
      'no-store',
    ]);
    expect((await fetch(`${served.url}/api/staff/pictures/gone`, { headers: { cookie } })).status).toBe(404);
  });

  test('wrong keys cost longer and longer pauses, in which even the right one is refused', async () => {
    const own = await serveApi();
    for (let tries = 0; tries < 4; tries += 1) expect((await own.signIn('wrong')).answer.status).toBe(401);
    expect((await own.signIn()).answer.status).toBe(401);
    own.time.now += 1_000;
    const { answer, cookie } = await own.signIn();
    expect(answer.status).toBe(200);
    expect(own.signIns).toEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'accepted']);
    own.time.now += 11 * 60 * 60 * 1000;
    expect((await fetch(`${own.url}/api/staff/view`, { headers: { cookie } })).status).toBe(401);
    await own.close();
  });

  test('a station without simulators has no dock', async () => {
    const own = await serveApi({ simulator: null });
    const { cookie } = await own.signIn();
    expect((await own.post('/api/staff/simulator', { type: 'removeDocument' }, { cookie })).status).toBe(404);
    await own.close();
  });
});

describe('who may talk to the agent', () => {
  const path = '/api/cardholder/commands';
  test('only a page of its own origin under its own name', async () => {
    const { url } = served;
    const port = new URL(url).port;
    const own = { host: `localhost:${port}` };
    const view = `${url}/api/health`;
    expect(await rawStatus(view, { headers: own })).toBe(200);
    expect(await rawStatus(view, { headers: { host: `127.0.0.1:${port}` } })).toBe(200);
    expect(await rawStatus(view, { headers: { host: `evil.example:${port}` } })).toBe(421);
    expect(await rawStatus(view, { headers: { ...own, origin: 'http://evil.example' } })).toBe(403);
    expect(await rawStatus(view, { headers: { ...own, 'sec-fetch-site': 'cross-site' } })).toBe(403);
    expect(await rawStatus(`${url}${path}`, { method: 'POST', headers: own })).toBe(403);
    expect(await rawStatus(`${url}${path}`, { method: 'POST', headers: { ...own, origin: 'null' } })).toBe(403);
    expect((await served.post(path, CHECK_IN, { origin: `http://localhost:${Number(port) + 1}` })).status).toBe(403);
  });

  test('every answer forbids framing, sniffing and foreign code', async () => {
    for (const at of ['/', '/staff/', '/api/health', '/nowhere']) {
      const { headers } = await fetch(`${served.url}${at}`);
      expect(headers.get('content-security-policy'), at).toContain("default-src 'none'; script-src 'self'");
      expect(headers.get('content-security-policy'), at).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options'), at).toBe('nosniff');
      expect(headers.get('referrer-policy'), at).toBe('no-referrer');
    }
  });

  test('pages, health and figures are served; folders above the pages are not', async () => {
    expect(await (await fetch(`${served.url}/`)).text()).toContain('cardholder');
    expect(await (await fetch(`${served.url}/staff/`)).text()).toContain('staff');
    expect((await fetch(`${served.url}/staff`)).url).toBe(`${served.url}/staff/`);
    expect(await (await fetch(`${served.url}/api/health`)).json()).toEqual({ ready: true });
    expect(await (await fetch(`${served.url}/metrics`)).text()).toContain('id06_visits_total');
    expect((await fetch(`${served.url}/%2e%2e/%2e%2e/etc/passwd`)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('streams', () => {
  test('whole views come at once and after each change; a reader who leaves is forgotten', async () => {
    const stream = await fetch(`${served.url}/api/cardholder/view`);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const reading = readViews(stream, 2);
    await expect.poll(() => served.listeners.size).toBe(1);
    served.change();
    const [first, second] = (await reading) as { revision: number }[];
    expect((second?.revision ?? 0) - (first?.revision ?? 0)).toBe(1);
    await expect.poll(() => served.listeners.size).toBe(0);
  });

  test('a closing station ends the streams that pages hold open', async () => {
    const own = await serveApi();
    const stream = await fetch(`${own.url}/api/cardholder/view`);
    const preview = await fetch(`${own.url}/api/cardholder/preview`);
    const socket = new WebSocket(`${own.url.replace('http', 'ws')}/api/cardholder/camera`, { origin: own.url });
    await new Promise((resolve) => socket.once('open', resolve));
    await own.close();
    await expect(stream.text()).rejects.toThrow();
    await expect(preview.text()).rejects.toThrow();
    expect(own.listeners.size + own.watchers.size).toBe(0);
  });

  test('the camera of the station is shown as a picture that renews itself', async () => {
    const preview = await fetch(`${served.url}/api/cardholder/preview`);
    expect(preview.headers.get('content-type')).toBe('multipart/x-mixed-replace; boundary=frame');
    await expect.poll(() => served.watchers.size).toBe(1);
    for (const watcher of served.watchers) watcher(JPEG);
    const reader = preview.body?.getReader();
    let text = '';
    while (!text.includes('image/jpeg')) text += new TextDecoder('latin1').decode((await reader?.read())?.value);
    expect(text).toContain(`content-length: ${JPEG.length}`);
    await reader?.cancel();
    await expect.poll(() => served.watchers.size).toBe(0);
    served.useCamera('page');
    expect((await fetch(`${served.url}/api/cardholder/preview`)).status).toBe(404);
    served.useCamera('station');
  });

  const socketTo = (origin?: string) =>
    new WebSocket(`${served.url.replace('http', 'ws')}/api/cardholder/camera`, origin === undefined ? {} : { origin });
  const closing = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve));
  const opened = (socket: WebSocket) => new Promise((resolve) => socket.once('open', resolve));

  test('frames of the page reach its camera; a refused or oversized one, or an overlong name, closes the socket', async () => {
    const socket = socketTo(served.url);
    await opened(socket);
    socket.send(new Uint8Array(20));
    await expect.poll(() => served.received).toEqual([20]);
    socket.send(new Uint8Array(2));
    expect(await closing(socket)).toBe(1008);
    await expect.poll(() => served.received).toEqual([20, 2, -1]);
    const textual = socketTo(served.url);
    await opened(textual);
    textual.send('Logitech BRIO (046d:085e)');
    textual.send('x'.repeat(121));
    expect(await closing(textual)).toBe(1008);
    const oversized = socketTo(served.url);
    await opened(oversized);
    oversized.send(new Uint8Array(1024 * 1024 + 1));
    expect(await closing(oversized)).toBe(1009);
  });

  test.each([
    ['no origin', undefined],
    ['a foreign origin', 'http://evil.example'],
  ])('a socket of %s is refused', async (_what, origin) => {
    const socket = socketTo(origin);
    const refused = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(refused.message).toContain('403');
  });
});
