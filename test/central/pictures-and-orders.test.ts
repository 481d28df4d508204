import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CardOrder } from '../../agent/contract/order.ts';
import { type Intake, openIntake, order } from './intake-world.ts';
import { attachment, recordOf } from './records.ts';
import { putResult, sha256 } from './station-client.ts';
import { payloadOf } from './test-centre.ts';

let at: Intake;
beforeAll(async () => {
  at = await openIntake();
});
afterAll(() => at.world.close());

describe('pictures', () => {
  const picture = () => randomBytes(5000);

  test('must be here first; then the receipt names them', async () => {
    const [front, live] = [picture(), picture()];
    const names = [front, live].map((bytes) => sha256(bytes));
    const record = at.green();
    record.idv.attachments = names.map(attachment);
    const bytes = await at.sealed(record);
    expect((await at.refusal(await putResult(at.url, record.jti, bytes), 'blobs-missing')).missing).toEqual(names);
    expect((await at.ask('HEAD', `/v1/blobs/${names[0]}`)).status).toBe(404);
    expect((await at.ask('PUT', `/v1/blobs/${names[0]}`, { body: front })).status).toBe(201);
    expect((await at.ask('PUT', `/v1/blobs/${names[0]}`, { body: front })).status).toBe(200);
    expect((await at.ask('HEAD', `/v1/blobs/${names[0]}`)).status).toBe(200);
    expect((await at.refusal(await putResult(at.url, record.jti, bytes), 'blobs-missing')).missing).toEqual([names[1]]);
    expect((await at.ask('PUT', `/v1/blobs/${names[1]}`, { body: live })).status).toBe(201);
    const answer = await putResult(at.url, record.jti, bytes);
    expect(answer.status).toBe(201);
    expect(payloadOf(answer.text)).toMatchObject({ blobs: names });
  });

  test('bytes that are not what the name says, none, or more than 8 MiB are refused', async () => {
    const name = sha256('something else');
    await at.refusal(await at.ask('PUT', `/v1/blobs/${name}`, { body: picture() }), 'malformed');
    await at.refusal(
      await at.ask('PUT', `/v1/blobs/${name}`, { body: new Uint8Array(8 * 1024 * 1024 + 1) }),
      'too-large',
    );
    expect((await at.ask('HEAD', `/v1/blobs/${name}`)).status).toBe(404);
    expect((await at.ask('HEAD', '/v1/blobs/short')).status).toBe(404);
  });

  test('nobody puts a picture without being a station', async () => {
    const body = picture();
    const response = await fetch(`${at.url}/v1/blobs/${sha256(body)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body,
    });
    expect(response.status).toBe(401);
    expect((await at.ask('HEAD', `/v1/blobs/${sha256(body)}`)).status).toBe(404);
  });
});

describe('orders', () => {
  test('a at.station sees its own open orders, as they were given', async () => {
    const { station: other } = await at.world.station('ark-05');
    const full = order('ORDER-A', { identificationNumber: 'ZE184226B', appointmentAt: '2026-11-22T11:00:00Z' });
    await at.world.centre.addOrders('ark-05', [full, order('ORDER-B', { state: 'closed' }), order('ORDER-C')]);
    expect(await at.openOrders(other)).toEqual(['ORDER-A', 'ORDER-C']);
    const answer = await at.ask('GET', '/v1/appointments', { as: other });
    expect((JSON.parse(answer.text) as { orders: CardOrder[] }).orders[0]).toEqual(full);
    expect(await at.openOrders()).not.toContain('ORDER-A');
  });

  test('GREEN and RED close an order, YELLOW and STOPPED leave it open', async () => {
    await at.world.centre.addOrders(
      'ark-01',
      ['GREEN', 'RED', 'YELLOW', 'STOPPED'].map((colour) => order(`ORDER-${colour}`)),
    );
    const { id, result } = { id: 'FAC-10', result: 'failed' } as const;
    await at.deliver(at.green('ORDER-GREEN'));
    await at.deliver(recordOf(at.green('ORDER-RED'), [{ id, result }], 'RED', ['FACE_MISMATCH']));
    await at.deliver(recordOf(at.green('ORDER-YELLOW'), [], 'YELLOW', ['FACE_BORDERLINE']));
    const left = [{ id: 'FAC-10', result: 'successful' } as const, { id: 'PRC-08', result } as const];
    await at.deliver(recordOf(at.green('ORDER-STOPPED'), left, 'STOPPED', ['CARDHOLDER_LEFT']));
    const open = await at.openOrders();
    expect(open).not.toContain('ORDER-GREEN');
    expect(open).not.toContain('ORDER-RED');
    expect(open).toEqual(expect.arrayContaining(['ORDER-YELLOW', 'ORDER-STOPPED']));
  });

  test("a at.station does not close another station's order", async () => {
    const { station: other } = await at.world.station('ark-06');
    await at.world.centre.addOrders('ark-06', [order('ORDER-FOREIGN')]);
    const record = at.green('ORDER-FOREIGN');
    expect((await at.deliver(record)).status).toBe(201);
    expect(await at.openOrders(other)).toEqual(['ORDER-FOREIGN']);
    expect(await at.audit(record.jti)).toContainEqual(
      expect.objectContaining({ event: 'order.of-other-station', security: true }),
    );
  });
});
