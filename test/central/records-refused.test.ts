import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VisitRecord } from '../../agent/contract/record.ts';
import { JOSE_TYPES } from '../../agent/contract/wire.ts';
import { type Intake, openIntake } from './intake-world.ts';
import { greenRecord, NOW_MS } from './records.ts';
import { putResult, seal } from './station-client.ts';

let at: Intake;
beforeAll(async () => {
  at = await openIntake();
});
afterAll(() => at.world.close());

describe('the record', () => {
  test('an unknown field is pointed at', async () => {
    const record = at.green();
    const problem = await at.refusal(
      await at.deliver({ ...record, idv: { ...record.idv, mood: 'good' } } as VisitRecord),
      'schema-invalid',
    );
    expect(problem.errors).toContainEqual({ pointer: '/idv/mood', detail: 'is not known' });
  });

  test('numbers that the store could not hold exactly are refused', async () => {
    for (const change of [{ seq: 1e300 }, { seq: 0 }, { iat: -5 }, { iat: 1e15 }]) {
      await at.refusal(await at.deliver({ ...at.green(), ...change }), 'schema-invalid');
    }
  });

  test('a member named twice is refused before anybody reads it', async () => {
    const record = at.green();
    const text = JSON.stringify(record).replace('"txn":', '"seq":1,"txn":');
    const bytes = await seal(await at.station.sign(JOSE_TYPES.result, text), record, at.grant.encryption);
    expect((await at.refusal(await putResult(at.url, record.jti, bytes), 'malformed')).detail).toContain('named twice');
  });

  test('a record for another centre is refused', async () => {
    const problem = await at.refusal(
      await at.deliver({ ...at.green(), aud: 'https://elsewhere.example' }),
      'schema-invalid',
    );
    expect(problem.errors?.[0]?.pointer).toBe('/aud');
  });

  test('a at.station whose clock is ahead is told the time and may come back', async () => {
    const record = { ...at.green(), iat: NOW_MS / 1000 + 301 };
    const answer = await at.deliver(record);
    expect(answer.mediaType).toBe('application/problem+json');
    expect((await at.refusal(answer, 'clock-skew')).now).toBe('2026-11-22T10:00:00Z');
    at.world.clock += 2000;
    expect((await at.deliver(record)).status).toBe(201);
    at.world.clock = NOW_MS;
  });

  test('another record under a stored id is refused and is a security event', async () => {
    const record = at.green();
    const first = await at.deliver(record);
    const problem = await at.refusal(await at.deliver({ ...record, txn: 'visit-2' }), 'idempotency-mismatch');
    expect(problem.stored_at).toBe('2026-11-22T10:00:00Z');
    expect((await at.audit(record.jti)).at(-1)).toMatchObject({ problem: 'idempotency-mismatch', security: true });
    expect((await at.deliver(record)).text).toBe(first.text);
  });

  test('numbers left out, late and used twice are noted', async () => {
    const { station: counted } = await at.world.station('ark-04');
    const put = async (n: number): Promise<string> => {
      const record = greenRecord({ iss: counted.urn, aud: at.grant.iss, seq: n });
      expect((await putResult(at.url, record.jti, await at.sealed(record, counted))).status).toBe(201);
      const noted = await at.audit(record.jti);
      return noted
        .filter((row) => row.event.startsWith('sequence'))
        .map((row) => `${row.event} ${row.detail}`)
        .join();
    };
    expect(await put(1)).toBe('');
    expect(await put(4)).toBe('sequence.gap 2 to 3');
    expect(await put(5)).toBe('');
    expect(await put(3)).toBe('sequence.late 3');
    expect(await put(4)).toBe('sequence.doubled 4');
  });

  test('nothing in the audit trail tells a person', async () => {
    const rows = await at.database.query('SELECT row_to_json(a)::text AS text FROM audit_events a');
    expect(rows.length).toBeGreaterThan(10);
    expect(JSON.stringify(rows)).not.toMatch(/ERIKSSON|ANNA|L898902C3|1974/);
  });
});
