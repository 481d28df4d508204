import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JOSE_TYPES } from '../../agent/contract/wire.ts';
import { type Intake, openIntake } from './intake-world.ts';
import { NOW_MS } from './records.ts';
import { newJti, putResult, seal } from './station-client.ts';
import { payloadOf } from './test-centre.ts';

let at: Intake;
beforeAll(async () => {
  at = await openIntake();
});
afterAll(() => at.world.close());

describe('the envelope and the bytes', () => {
  test('the ids in path, envelope and record are one id', async () => {
    const record = at.green();
    const elsewhere = newJti();
    await at.refusal(await putResult(at.url, elsewhere, await at.sealed(record)), 'malformed');
    const signed = await at.station.sign(JOSE_TYPES.result, record);
    const renamed = await seal(signed, { ...record, jti: elsewhere }, at.grant.encryption);
    await at.refusal(await putResult(at.url, elsewhere, renamed), 'malformed');
    expect(await at.stored(record.jti)).toBe(0);
  });

  test('a digest is required, and must be of the body', async () => {
    const record = at.green();
    const bytes = await at.sealed(record);
    await at.refusal(await putResult(at.url, record.jti, bytes, { 'content-digest': '' }), 'digest-required');
    await at.refusal(await putResult(at.url, record.jti, bytes, { 'content-digest': 'md5=:AAAA:' }), 'digest-required');
    const wrong = `sha-256=:${createHash('sha256').update('x').digest('base64')}:`;
    await at.refusal(await putResult(at.url, record.jti, bytes, { 'content-digest': wrong }), 'malformed');
    const right = `sha-512=:AAAA:, sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
    expect((await putResult(at.url, record.jti, bytes, { 'content-digest': right })).status).toBe(201);
  });

  test('more than 256 KiB is refused in signed words, more than is read in open ones', async () => {
    const jti = newJti();
    const large = 'A'.repeat(256 * 1024 + 1);
    expect((await at.problem(await putResult(at.url, jti, large), { jti, sealed: large })).status).toBe(413);
    const huge = await putResult(at.url, jti, 'A'.repeat(1024 * 1024 + 1));
    expect(huge).toMatchObject({ status: 413, mediaType: 'application/problem+json' });
  });

  test('another media type is refused', async () => {
    const record = at.green();
    const bytes = await at.sealed(record);
    await at.refusal(await putResult(at.url, record.jti, bytes, { 'content-type': 'application/json' }), 'media-type');
    await at.refusal(
      await putResult(at.url, record.jti, bytes, { 'content-type': 'application/octet-stream' }),
      'media-type',
    );
  });

  test('a result sealed to another key does not open', async () => {
    const record = at.green();
    const signed = await at.station.sign(JOSE_TYPES.result, record);
    const unknown = await seal(signed, record, { ...at.grant.encryption, kid: 'A'.repeat(43) });
    await at.refusal(await putResult(at.url, record.jti, unknown), 'undecryptable');
    const wrongKey = await seal(signed, record, { kid: at.grant.encryption.kid, key: at.station.publicJwk });
    await at.refusal(await putResult(at.url, record.jti, wrongKey), 'undecryptable');
  });

  test('an unreadable envelope is answered to the at.station that brought it', async () => {
    const jti = newJti();
    const iat = NOW_MS / 1000;
    const path = `/v1/results/${jti}`;
    const claims = { iss: at.station.urn, aud: at.grant.iss, iat, exp: iat + 60, htm: 'PUT', htu: at.url + path };
    const authorization = `Bearer ${await at.station.sign(JOSE_TYPES.station, claims)}`;
    expect(payloadOf((await putResult(at.url, jti, 'garbage', { authorization })).text)).toMatchObject({
      aud: at.station.urn,
    });
    expect(payloadOf((await putResult(at.url, jti, 'garbage')).text)).toMatchObject({
      aud: 'urn:sistec:station:unidentified',
    });
  });
});
