import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Behaviour } from './behaviours.ts';
import { DeliveringStation, expectOk } from './delivering-station.ts';
import { FakeCentre } from './fake-centre.ts';

const centre = new FakeCentre();
let station: DeliveringStation;
beforeAll(() => centre.listen());
afterAll(() => centre.close());
beforeEach(async () => {
  centre.forget();
  station = await DeliveringStation.begin(centre);
});
afterEach(() => station.end());

const faultOf = (jti: string): string | undefined =>
  station.changes.findLast((change) => change.jti === jti && change.fault !== undefined)?.fault?.code;

describe('delivery of a result', () => {
  test('pictures first, then the result; the receipt closes it and the station keeps no copy', async () => {
    const jti = station.commit(2);
    await station.round();
    expect(centre.log).toEqual([
      'HEAD /v1/blobs/{blob}',
      'PUT /v1/blobs/{blob}',
      'HEAD /v1/blobs/{blob}',
      'PUT /v1/blobs/{blob}',
      'PUT /v1/results/{jti}',
    ]);
    expect(station.changes).toEqual([
      { jti, state: 'sending' },
      { jti, state: 'accepted', receiptId: 'AB12-CD34' },
    ]);
    expect(readdirSync(join(station.directory, 'blobs'))).toEqual([]);
    expect(expectOk(station.store.receipt(jti))?.split('.')).toHaveLength(3);
  });

  test('the request names its digest, its key against doubling and its number', async () => {
    const jti = station.commit(0);
    await station.round();
    const headers = centre.headers.at(-1);
    expect(headers).toMatchObject({
      'content-type': 'application/jose',
      'idempotency-key': `"${jti}"`,
      'station-seq': '1',
      'content-digest': expect.stringMatching(/^sha-256=:[A-Za-z0-9+/]{43}=:$/) as string,
      authorization: expect.stringMatching(/^Bearer /) as string,
    });
  });

  test('oldest first, two at a time and never more', async () => {
    const all = Array.from({ length: 6 }, () => station.commit(0));
    let underWay = 0;
    let most = 0;
    let pair: (() => void) | null = null;
    /** Answers nothing until a second request has come. */
    const inPairs: typeof globalThis.fetch = async (...request) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise<void>((resolve) => {
        if (pair === null) {
          pair = resolve;
        } else {
          pair();
          pair = null;
          resolve();
        }
      });
      const answer = await globalThis.fetch(...request);
      underWay -= 1;
      return answer;
    };
    station.uploader = station.newUploader({ fetch: inPairs });
    await station.round();
    expect(centre.effects).toHaveLength(6);
    expect(station.changes.filter(({ state }) => state === 'sending').map(({ jti }) => jti)).toEqual(all);
    expect(most).toBe(2);
  });

  test('a centre that lost its pictures names them and gets them', async () => {
    const jti = station.commit(1);
    centre.behaviour = 'forgets-pictures';
    await station.round();
    expect(centre.log).toEqual([
      'HEAD /v1/blobs/{blob}',
      'PUT /v1/results/{jti}',
      'PUT /v1/blobs/{blob}',
      'PUT /v1/results/{jti}',
    ]);
    expect(station.state(jti)).toBe('accepted');
  });

  test('a receipt lost on the way is asked for, and the result is not sent again', async () => {
    const jti = station.commit(0);
    centre.behaviour = 'drop-after';
    await station.round();
    expect([station.state(jti), faultOf(jti)]).toEqual(['sealed', 'centre.unreachable']);
    centre.behaviour = 'honest';
    centre.log.length = 0;
    await station.round(2000);
    expect(centre.log).toEqual(['GET /v1/results/{jti}/receipt']);
    expect(station.state(jti)).toBe('accepted');
    expect(centre.effects).toEqual([jti]);
  });

  test.each<[Behaviour, string]>([
    ['status-500', 'centre.unreachable'],
    ['busy', 'centre.unreachable'],
    ['drop-before', 'centre.unreachable'],
    ['html-200', 'centre.answer-invalid'],
    ['html-403', 'centre.answer-invalid'],
    ['wrong-json', 'centre.answer-invalid'],
    ['truncated', 'centre.answer-invalid'],
    ['huge', 'centre.answer-invalid'],
    ['redirect', 'centre.answer-invalid'],
    ['receipt-by-other-key', 'centre.answer-invalid'],
    ['receipt-for-other-result', 'centre.answer-invalid'],
    ['receipt-for-other-bytes', 'centre.answer-invalid'],
    ['receipt-for-other-station', 'centre.answer-invalid'],
    ['receipt-of-other-type', 'centre.answer-invalid'],
    ['receipt-without-pictures', 'centre.answer-invalid'],
    ['receipt-unsigned', 'centre.answer-invalid'],
    ['receipt-not-canonical', 'centre.answer-invalid'],
    ['refuses-other-bytes', 'centre.answer-invalid'],
    ['refuses-unsigned', 'centre.answer-invalid'],
    ['refuses-for-now', 'centre.refused'],
    ['clock-skew', 'station.clock-wrong'],
    ['revoked', 'centre.refused'],
  ])('%s delays it with %s and nothing is lost', async (behaviour, code) => {
    const jti = station.commit(1);
    centre.behaviour = behaviour;
    await station.round();
    expect([station.state(jti), faultOf(jti)]).toEqual(['sealed', code]);
    expect(readdirSync(join(station.directory, 'blobs'))).toHaveLength(1);
    centre.behaviour = 'honest';
    await station.round(130_000);
    expect(station.state(jti)).toBe('accepted');
    expect(centre.effects).toEqual([jti]);
  });

  test('a signed "never" for exactly these bytes sets the result aside, and the others go on', async () => {
    const bad = station.commit();
    centre.behaviour = 'refuses-for-good';
    await station.round();
    expect(station.state(bad)).toBe('poison');
    expect(station.changes.at(-1)).toMatchObject({
      state: 'poison',
      fault: { code: 'centre.refused', detail: 'schema-invalid' },
    });
    centre.behaviour = 'honest';
    const good = station.commit();
    await station.round(60_000);
    expect(station.state(good)).toBe('accepted');
    expect(station.state(bad)).toBe('poison');
    expect(
      readdirSync(join(station.directory, 'blobs')),
      'the refused picture is kept for the two persons',
    ).toHaveLength(1);
  });

  test('nobody listens: unreachable', async () => {
    const jti = station.commit();
    station.uploader = station.newUploader({ baseUrl: 'http://127.0.0.1:1' });
    await station.round();
    expect([station.state(jti), faultOf(jti)]).toEqual(['sealed', 'centre.unreachable']);
  });

  test('an answer that never ends is cut off by the deadline', async () => {
    const jti = station.commit(0);
    const silent: typeof globalThis.fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    station.uploader = station.newUploader({ fetch: silent, deadlineMs: 30 });
    await station.round();
    expect([station.state(jti), faultOf(jti)]).toEqual(['sealed', 'centre.unreachable']);
  });

  test('what the centre asks for is waited for', async () => {
    const jti = station.commit(0);
    centre.behaviour = 'busy';
    await station.round();
    centre.behaviour = 'honest';
    await station.round(119_000);
    expect(station.state(jti)).toBe('sealed');
    await station.round(1001);
    expect(station.state(jti)).toBe('accepted');
  });

  test('after five failures only one probe a minute is sent, and one success opens the way', async () => {
    for (let n = 0; n < 12; n += 1) station.commit(0);
    centre.behaviour = 'status-500';
    await station.round();
    const sent = centre.log.length;
    expect(sent).toBeGreaterThanOrEqual(5);
    expect(sent).toBeLessThan(12);
    await station.round(30_000);
    expect(centre.log.length).toBe(sent);
    await station.round(31_000);
    expect(centre.log.length).toBe(sent + 1);
    centre.behaviour = 'honest';
    await station.round(61_000);
    await station.round(61_000);
    expect(centre.effects).toHaveLength(12);
  });

  test('a damaged picture is reported and does not hold up the others', async () => {
    const damaged = station.commit(1);
    for (const name of readdirSync(join(station.directory, 'blobs'))) {
      writeFileSync(join(station.directory, 'blobs', name), 'rotten');
    }
    const sound = station.commit(1);
    await station.round();
    expect([station.state(damaged), faultOf(damaged)]).toEqual(['sealed', 'store.damaged']);
    expect(station.state(sound)).toBe('accepted');
  });

  test('started, it delivers by itself what is committed later; stopped, it sends no more', async () => {
    station.uploader.start();
    const first = station.commit(1);
    station.uploader.wake();
    await expect.poll(() => station.state(first), { timeout: 10_000 }).toBe('accepted');
    await station.uploader.stop(1000);
    const second = station.commit(1);
    station.uploader.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(station.state(second)).toBe('sealed');
  });

  test('stopping waits for what is under way only so long', async () => {
    const silent: typeof globalThis.fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    station.uploader = station.newUploader({ fetch: silent, deadlineMs: 600_000 });
    const jti = station.commit(0);
    station.uploader.start();
    await expect.poll(() => station.state(jti), { timeout: 10_000 }).toBe('sending');
    await station.uploader.stop(20);
    expect(station.state(jti)).toBe('sealed');
  });
});
