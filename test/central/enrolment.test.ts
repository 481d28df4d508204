import { compactVerify, importJWK } from 'jose';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EnrolmentGrant, JOSE_TYPES } from '../../agent/contract/wire.ts';
import { NOW_MS } from './records.ts';
import { type Answer, enrol, makeStation, postEnrolment } from './station-client.ts';
import { openTestCentre, type TestCentre } from './test-centre.ts';

let test_: TestCentre;
beforeAll(async () => {
  test_ = await openTestCentre();
});
afterAll(() => test_.close());

const code = (station: string) => test_.centre.issueEnrolmentCode(station);
const typeOf = (answer: Answer): string => (JSON.parse(answer.text) as { type: string }).type;

describe('enrolment', () => {
  test('a code and a key bring a grant that verifies with the receipt key it names', async () => {
    const station = await makeStation('ark-01');
    const issued = await code('ark-01');
    expect(issued).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    const answer = await enrol(test_.centre.url, station, issued, NOW_MS);
    expect(answer).toMatchObject({ status: 201, mediaType: 'application/jose' });
    const claimed = JSON.parse(Buffer.from(answer.text.split('.')[1] ?? '', 'base64url').toString());
    const grant = Value.Parse(EnrolmentGrant, claimed);
    const { protectedHeader } = await compactVerify(answer.text, await importJWK({ ...grant.receipt.key }, 'ES256'));
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: JOSE_TYPES.grant, kid: grant.receipt.kid });
    expect(grant).toMatchObject({ station: 'ark-01', kid: station.kid });
    expect(grant.encryption.kid).not.toBe(grant.receipt.kid);
  });

  test('a code is used up by the first success, also when two come at once', async () => {
    const issued = await code('ark-02');
    const stations = await Promise.all([makeStation('ark-02'), makeStation('ark-02')]);
    const answers = await Promise.all(stations.map((one) => enrol(test_.centre.url, one, issued, NOW_MS)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 403]);
    const late = await enrol(test_.centre.url, await makeStation('ark-02'), issued, NOW_MS);
    expect(typeOf(late)).toBe('urn:idv:problem:enrolment-refused');
  });

  test('a code of another station, an invented one and one older than 15 minutes are refused alike', async () => {
    const station = await makeStation('ark-03');
    const answers = [
      await enrol(test_.centre.url, station, await code('ark-04'), NOW_MS),
      await enrol(test_.centre.url, station, 'AAAA-BBBB-CCCC', NOW_MS),
    ];
    const issued = await code('ark-03');
    test_.clock = NOW_MS + 15 * 60_000;
    answers.push(await enrol(test_.centre.url, station, issued, test_.clock));
    test_.clock -= 1;
    expect((await enrol(test_.centre.url, station, issued, test_.clock)).status).toBe(201);
    test_.clock = NOW_MS;
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers[0]?.status).toBe(403);
  });

  test('without proof of possession there is no grant, and the code stays good', async () => {
    const [station, thief] = [await makeStation('ark-05'), await makeStation('ark-05')];
    const issued = await code('ark-05');
    const claims = { station: 'ark-05', code: issued, key: station.publicJwk, iat: NOW_MS / 1000 };
    const forged = await thief.sign(JOSE_TYPES.enrolment, claims, { kid: station.kid });
    expect(typeOf(await postEnrolment(test_.centre.url, forged))).toBe('urn:idv:problem:signature-invalid');
    const wrongType = await station.sign(JOSE_TYPES.result, claims);
    expect(typeOf(await postEnrolment(test_.centre.url, wrongType))).toBe('urn:idv:problem:malformed');
    const privateKey = await station.sign(JOSE_TYPES.enrolment, {
      ...claims,
      key: { ...claims.key, d: 'A'.repeat(43) },
    });
    expect(typeOf(await postEnrolment(test_.centre.url, privateKey))).toBe('urn:idv:problem:schema-invalid');
    expect((await enrol(test_.centre.url, station, issued, NOW_MS)).status).toBe(201);
  });

  test('a wrong clock is told the time', async () => {
    const answer = await enrol(test_.centre.url, await makeStation('ark-06'), await code('ark-06'), NOW_MS - 301_000);
    expect(JSON.parse(answer.text)).toMatchObject({ type: 'urn:idv:problem:clock-skew', now: '2026-11-22T10:00:00Z' });
  });

  test('a revoked key never comes back; a new key with a new code does', async () => {
    const { station } = await test_.station('ark-07');
    await test_.centre.revokeStation('ark-07');
    expect((await enrol(test_.centre.url, station, await code('ark-07'), NOW_MS)).status).toBe(403);
    expect((await enrol(test_.centre.url, await makeStation('ark-07'), await code('ark-07'), NOW_MS)).status).toBe(201);
  });

  test("a station's key can not be enrolled under another name", async () => {
    const { station } = await test_.station('ark-08');
    const renamed = { ...station, name: 'ark-09' };
    expect((await enrol(test_.centre.url, renamed, await code('ark-09'), NOW_MS)).status).toBe(403);
  });

  test('codes are not kept, only their digests; a name no station has throws', async () => {
    const issued = await code('ark-10');
    const rows = await test_.centre.database.query('SELECT * FROM enrolment_codes');
    expect(JSON.stringify(rows)).not.toContain(issued);
    await expect(code('Ark 10')).rejects.toThrow(TypeError);
  });
});
