import { compactVerify, importJWK } from 'jose';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Receipt } from '../../agent/contract/record.ts';
import { type Intake, openIntake, order } from './intake-world.ts';
import { NOW_MS } from './records.ts';
import { putResult, sha256 } from './station-client.ts';
import { payloadOf } from './test-centre.ts';

let at: Intake;
beforeAll(async () => {
  at = await openIntake();
});
afterAll(() => at.world.close());

describe('a result that is in order', () => {
  test('is stored and answered with a receipt that jose verifies', async () => {
    const record = at.green();
    const bytes = await at.sealed(record);
    const answer = await putResult(at.url, record.jti, bytes);
    expect(answer).toMatchObject({ status: 201, mediaType: 'application/jose' });
    const { payload, protectedHeader } = await compactVerify(
      answer.text,
      await importJWK({ ...at.grant.receipt.key }, 'ES256'),
    );
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'idv-receipt+jwt', kid: at.grant.receipt.kid });
    const receipt = Value.Parse(Receipt, JSON.parse(new TextDecoder().decode(payload)));
    expect(receipt).toMatchObject({
      iss: at.grant.iss,
      aud: at.station.urn,
      sub: record.jti,
      seq: record.seq,
      sealed_sha256: sha256(bytes),
      status: 'accepted',
      received_at: '2026-11-22T10:00:00Z',
      blobs: [],
    });
    const [row] = await at.database.query<{ sealed: Uint8Array; signed: string }>(
      'SELECT sealed, signed FROM results WHERE jti = $1',
      [record.jti],
    );
    expect(Buffer.from(row?.sealed ?? []).toString()).toBe(bytes);
    expect(payloadOf(row?.signed ?? '')).toEqual(record);
    expect(await at.audit(record.jti)).toMatchObject([{ event: 'result.accepted', security: false }]);
  });

  test('gets the same receipt when it comes again, and by asking for it', async () => {
    const record = at.green();
    const bytes = await at.sealed(record);
    const first = await putResult(at.url, record.jti, bytes);
    at.world.clock += 40 * 24 * 3_600_000;
    const again = await putResult(at.url, record.jti, bytes);
    const asked = await at.ask('GET', `/v1/results/${record.jti}/receipt`);
    at.world.clock = NOW_MS;
    expect(again).toEqual({ ...first, status: 200 });
    expect(asked).toEqual({ ...first, status: 200 });
  });

  test('sixteen racing copies are one row, one 201 and fifteen 200 with one receipt', async () => {
    const record = at.green();
    const bytes = await at.sealed(record);
    const answers = await Promise.all(Array.from({ length: 16 }, () => putResult(at.url, record.jti, bytes)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(15).fill(200), 201]);
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(await at.stored(record.jti)).toBe(1);
  });

  test('racing copies do not take another result down', async () => {
    const record = at.green();
    const others = Array.from({ length: 6 }, () => at.green());
    const bytes = await at.sealed(record);
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, () => putResult(at.url, record.jti, bytes)),
      ...others.map(at.deliver),
    ]);
    expect(answers.slice(6).map((answer) => answer.status)).toEqual(Array(6).fill(201));
  });

  test('older than thirty days is kept in quarantine and decides no order', async () => {
    const record = { ...at.green('ORDER-OLD'), iat: NOW_MS / 1000 - 31 * 86_400 };
    await at.world.centre.addOrders('ark-01', [order('ORDER-OLD')]);
    const answer = await at.deliver(record);
    expect(answer.status).toBe(201);
    expect(payloadOf(answer.text)).toMatchObject({ status: 'quarantined' });
    expect(await at.openOrders()).toContain('ORDER-OLD');
  });
});
