import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JOSE_TYPES } from '../../agent/contract/wire.ts';
import { type Intake, openIntake } from './intake-world.ts';
import { greenRecord, NOW_MS } from './records.ts';
import { makeStation, newJti, putResult, seal } from './station-client.ts';
import { payloadOf } from './test-centre.ts';

let at: Intake;
beforeAll(async () => {
  at = await openIntake();
});
afterAll(() => at.world.close());

describe('who signs', () => {
  test('a at.station nobody enrolled is not known', async () => {
    const stranger = await makeStation('ark-99');
    const record = greenRecord({ iss: stranger.urn, aud: at.grant.iss, seq: 1 });
    const answer = await putResult(at.url, record.jti, await at.sealed(record, stranger));
    await at.refusal(answer, 'station-unknown');
    expect(answer.mediaType).toBe('application/problem+json');
  });

  test('one at.station can not speak as another', async () => {
    const { station: other } = await at.world.station('ark-02');
    const record = at.green();
    await at.refusal(await putResult(at.url, record.jti, await at.sealed(record, other)), 'signature-invalid');
    expect(await at.audit(record.jti)).toMatchObject([{ problem: 'signature-invalid', security: true }]);
    const own = greenRecord({ iss: other.urn, aud: at.grant.iss, seq: 1 });
    const signed = await other.sign(JOSE_TYPES.result, { ...own, iss: at.station.urn });
    const relabelled = await seal(signed, own, at.grant.encryption);
    await at.refusal(await putResult(at.url, own.jti, relabelled), 'malformed');
  });

  test('a signature that does not verify is refused for good, in signed words about these bytes', async () => {
    const record = at.green();
    const signed = await at.station.sign(JOSE_TYPES.result, record);
    const [header, , signature] = signed.split('.');
    const other = Buffer.from(JSON.stringify({ ...record, seq: 999 })).toString('base64url');
    const bytes = await seal(`${header}.${other}.${signature}`, record, at.grant.encryption);
    const answer = await putResult(at.url, record.jti, bytes);
    const problem = await at.problem(answer, { jti: record.jti, sealed: bytes });
    expect(problem.type).toBe('urn:idv:problem:signature-invalid');
    expect(payloadOf(answer.text)).toMatchObject({ aud: at.station.urn });
  });

  test('a revoked at.station is refused from then on, and may not ask either', async () => {
    const { station: gone } = await at.world.station('ark-03');
    const record = (n: number) => greenRecord({ iss: gone.urn, aud: at.grant.iss, seq: n });
    const before = record(1);
    expect((await putResult(at.url, before.jti, await at.sealed(before, gone))).status).toBe(201);
    expect(await at.world.centre.revokeStation('ark-03')).toBe(true);
    expect(await at.world.centre.revokeStation('ark-77')).toBe(false);
    const after = record(2);
    await at.refusal(await putResult(at.url, after.jti, await at.sealed(after, gone)), 'station-revoked');
    expect(await at.audit(after.jti)).toMatchObject([{ problem: 'station-revoked', security: true }]);
    await at.refusal(await at.ask('GET', '/v1/appointments', { as: gone }), 'station-revoked');
  });
});

describe('assertions of a station', () => {
  test('a receipt is given to the at.station that delivered, to no other', async () => {
    const { station: other } = await at.world.station('ark-07');
    const record = at.green();
    await at.deliver(record);
    const path = `/v1/results/${record.jti}/receipt`;
    expect((await at.ask('GET', path)).status).toBe(200);
    await at.refusal(await at.ask('GET', path, { as: other }), 'not-found');
    await at.refusal(await at.ask('GET', `/v1/results/${newJti()}/receipt`), 'not-found');
  });

  test('one for another centre, method, path, time or life is refused', async () => {
    const iat = NOW_MS / 1000;
    const cases: [object, string][] = [
      [{ aud: 'https://elsewhere.example' }, 'signature-invalid'],
      [{ htm: 'PUT' }, 'signature-invalid'],
      [{ htu: `${'http://x.example'}/v1/health` }, 'signature-invalid'],
      [{ htu: 'not a url' }, 'signature-invalid'],
      [{ exp: iat + 3600 }, 'signature-invalid'],
      [{ iss: 'urn:sistec:station:ark-02' }, 'signature-invalid'],
      [{ iss: 'somebody' }, 'signature-invalid'],
      [{ more: true }, 'signature-invalid'],
      [{ iat: iat - 3600, exp: iat - 3540 }, 'clock-skew'],
      [{ iat: iat + 3600, exp: iat + 3660 }, 'clock-skew'],
    ];
    for (const [claims, problem] of cases)
      await at.refusal(await at.ask('GET', '/v1/appointments', { claims }), problem);
    expect((await fetch(`${at.url}/v1/appointments`)).status).toBe(401);
    const basic = { authorization: 'Basic YTpi' };
    expect((await fetch(`${at.url}/v1/appointments`, { headers: basic })).status).toBe(401);
  });
});
