import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CentreAddress, CentreLink } from '../../../agent/upload/centre-link.ts';
import { enrol, verifyGrant } from '../../../agent/upload/enrol.ts';
import { fetchAppointments } from '../../../agent/upload/fetch-appointments.ts';
import { openStationKeys, type StationKeys } from '../../../agent/upload/station-keys.ts';
import { expectOk } from './delivering-station.ts';
import { FakeCentre } from './fake-centre.ts';
import { headerOf, openJws, signJws } from './independent-opener.ts';

const centre = new FakeCentre();
const CODE = 'ABCD-EFGH-JKLM';
const NOW = Date.UTC(2026, 10, 18, 7, 10, 12);
let folder: string;
let keys: StationKeys;
beforeAll(async () => {
  await centre.listen();
  folder = mkdtempSync(join(tmpdir(), 'id06-enrol-'));
  keys = expectOk(await openStationKeys(join(folder, 'station.pem')));
});
afterAll(async () => {
  await centre.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => centre.forget());

const address = (): CentreAddress => ({
  baseUrl: centre.baseUrl,
  fetch: globalThis.fetch,
  deadlineMs: 5000,
  nowMs: () => NOW,
});
const link = (): CentreLink => ({ ...address(), keys, grant: centre.grant(keys.kid) });

describe('enrolment', () => {
  test('a good code brings a grant that opens again at the next start', async () => {
    const { grant, grantJws } = expectOk(await enrol(address(), { station: 'ark-01', code: CODE, keys }));
    expect(grant).toEqual(centre.grant(keys.kid));
    expect(expectOk(await verifyGrant(grantJws, { station: 'ark-01', keys }))).toEqual(grant);
  });

  test('a used or wrong code is refused', async () => {
    expect(await enrol(address(), { station: 'ark-01', code: 'AAAA-AAAA-AAAA', keys })).toMatchObject({
      ok: false,
      fault: { code: 'centre.refused' },
    });
  });

  test('a grant for another station, another key or by another centre is not believed', async () => {
    const answer = await enrol(address(), { station: 'ark-02', code: CODE, keys });
    expect(answer).toMatchObject({ ok: false, fault: { code: 'centre.answer-invalid' } });
    const other = expectOk(await openStationKeys(join(folder, 'other.pem')));
    const { grantJws } = expectOk(await enrol(address(), { station: 'ark-01', code: CODE, keys }));
    expect((await verifyGrant(grantJws, { station: 'ark-01', keys: other })).ok).toBe(false);
    const pinned = await calculateJwkThumbprint({ ...centre.receipt.jwk });
    expect((await enrol(address(), { station: 'ark-01', code: CODE, keys, pinnedReceiptKey: pinned })).ok).toBe(true);
    const stranger = await calculateJwkThumbprint({ ...centre.stranger.jwk });
    expect((await enrol(address(), { station: 'ark-01', code: CODE, keys, pinnedReceiptKey: stranger })).ok).toBe(
      false,
    );
  });

  test('a grant signed by a key it does not name is not believed', async () => {
    const forged = signJws(
      { typ: 'idv-grant+jwt', kid: 'receipt-2026' },
      centre.grant(keys.kid),
      centre.stranger.privateKey,
    );
    expect((await verifyGrant(forged, { station: 'ark-01', keys })).ok).toBe(false);
    const header = { typ: 'idv-grant+jwt', kid: 'receipt-2026', jwk: centre.receipt.jwk };
    const brings = signJws(header, centre.grant(keys.kid), centre.receipt.privateKey);
    expect((await verifyGrant(brings, { station: 'ark-01', keys })).ok).toBe(false);
  });

  test.each(['html-200', 'wrong-json', 'truncated', 'redirect'] as const)('%s is no grant', async (behaviour) => {
    centre.behaviour = behaviour;
    expect(await enrol(address(), { station: 'ark-01', code: CODE, keys })).toMatchObject({
      ok: false,
      fault: { code: 'centre.answer-invalid' },
    });
  });
});

describe('appointments', () => {
  const order = {
    reference: 'ID06-7781203',
    purpose: 'id06-card',
    surname: 'ERIKSSON',
    givenNames: 'ANNA MARIA',
    birthDate: '1974-08-12',
    nationality: 'UTO',
    state: 'open',
  };

  test('are asked for with an assertion for this request and this minute', async () => {
    centre.orders = [order];
    expect(expectOk(await fetchAppointments(link()))).toEqual([order]);
    const token = String(centre.headers[0]?.authorization).replace('Bearer ', '');
    const publicKey = createPublicKey({ key: { ...keys.publicKey }, format: 'jwk' });
    expect(headerOf(token)).toMatchObject({ typ: 'idv-station+jwt', kid: keys.kid });
    expect(openJws(token, publicKey)).toEqual({
      iss: 'urn:sistec:station:ark-01',
      aud: centre.issuer,
      iat: NOW / 1000,
      exp: NOW / 1000 + 60,
      htm: 'GET',
      htu: `${centre.baseUrl}/v1/appointments`,
    });
  });

  test('a list with an unknown field is refused as a whole', async () => {
    centre.orders = [order, { ...order, shoeSize: 43 }];
    expect(await fetchAppointments(link())).toMatchObject({ ok: false, fault: { code: 'centre.answer-invalid' } });
  });

  test.each([
    ['html-200', 'centre.answer-invalid'],
    ['status-500', 'centre.unreachable'],
    ['revoked', 'centre.refused'],
    ['clock-skew', 'station.clock-wrong'],
    ['drop-before', 'centre.unreachable'],
  ] as const)('%s answers %s', async (behaviour, code) => {
    centre.behaviour = behaviour;
    expect(await fetchAppointments(link())).toMatchObject({ ok: false, fault: { code } });
  });
});
