import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EnrolmentGrant, JOSE_TYPES } from '../../agent/contract/wire.ts';
import { greenRecord } from './records.ts';
import { newJti, seal, type TestStation } from './station-client.ts';
import { openTestCentre, type TestCentre } from './test-centre.ts';

let test_: TestCentre;
let station: TestStation;
let grant: EnrolmentGrant;

beforeAll(async () => {
  test_ = await openTestCentre();
  ({ station, grant } = await test_.station('ark-01'));
});
afterAll(() => test_.close());

const contentDigest = (body: Buffer | string): string =>
  `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;

async function put(jti: string, body: Buffer | string): Promise<number> {
  const answer = await test_.centre.server.inject({
    method: 'PUT',
    url: `/v1/results/${jti}`,
    headers: { 'content-type': 'application/jose', 'content-digest': contentDigest(body) },
    payload: body,
  });
  return answer.statusCode;
}

const refused = (status: number): boolean => status >= 400 && status < 500;
const results = async (): Promise<number> => (await test_.centre.database.query('SELECT 1 FROM results')).length;

describe('garbage is refused, never an error of the centre', () => {
  test('any method, path, headers and body', async () => {
    const path = fc.oneof(
      fc.constantFrom('/v1/results/', '/v1/blobs/', '/v1/stations/enrol', '/v1/appointments', '/v1/health', '/v1/'),
      fc.webUrl({ withQueryParameters: true }).map((url) => new URL(url).pathname),
    );
    const tail = fc.oneof(fc.constant(''), fc.constant(newJti()), fc.string().map(encodeURIComponent));
    const type = fc.constantFrom('application/jose', 'application/octet-stream', 'application/json', 'text/plain', '');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'),
        path,
        tail,
        type,
        fc.string({ unit: 'binary-ascii' }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
        fc.uint8Array({ maxLength: 400 }),
        async (method, start, end, contentType, authorization, body) => {
          const answer = await test_.centre.server.inject({
            method: method as 'GET',
            url: `${start}${end}`,
            headers: {
              authorization: `Bearer ${authorization}`,
              ...(contentType ? { 'content-type': contentType } : {}),
            },
            ...(method === 'GET' || method === 'HEAD' ? {} : { payload: Buffer.from(body) }),
          });
          expect(answer.statusCode, answer.body).toBeLessThan(500);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('bodies that look like a compact message', async () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 7 }), async (parts) =>
        refused(await put(newJti(), parts.join('.'))),
      ),
      { numRuns: 250 },
    );
  });

  test('any JSON that an enrolled station signs and seals', async () => {
    const before = await results();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (payload) => {
        const about = { iss: station.urn, aud: grant.iss, jti: newJti() };
        const signed = await station.sign(JOSE_TYPES.result, payload);
        return refused(await put(about.jti, await seal(signed, about, grant.encryption)));
      }),
      { numRuns: 100 },
    );
    expect(await results()).toBe(before);
  });

  test('a record in which any one member is replaced by anything', async () => {
    const good = greenRecord({ iss: station.urn, aud: grant.iss, seq: 1 });
    const places = leaves(good);
    expect(places.length).toBeGreaterThan(60);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.jsonValue(), async (place, value) => {
        const record = structuredClone({ ...good, jti: newJti() });
        replace(record, place, value);
        const about = { iss: station.urn, aud: grant.iss, jti: record.jti };
        const signed = await station.sign(JOSE_TYPES.result, record);
        const jti = typeof record.jti === 'string' && /^[0-9a-f-]{36}$/.test(record.jti) ? record.jti : newJti();
        const status = await put(jti, await seal(signed, { ...about, jti }, grant.encryption));
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });

  test('text that a database does not hold is kept out or kept whole', async () => {
    const record = greenRecord({ iss: station.urn, aud: grant.iss, seq: 7000 });
    record.txn = "\u0000 '; DROP TABLE results; -- \ud800";
    const signed = await station.sign(JOSE_TYPES.result, record);
    expect(await put(record.jti, await seal(signed, record, grant.encryption))).toBe(201);
  });
});

function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [
    ...(path.length > 0 ? [[...path]] : []),
    ...Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key])),
  ];
}

function replace(target: object, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  const holder = target as Record<string, unknown>;
  if (rest.length === 0) holder[key] = value;
  else replace(holder[key] as object, rest, value);
}
