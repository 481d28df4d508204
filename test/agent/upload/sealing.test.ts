import { createDecipheriv, createHash, createPublicKey, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SealedAttachment, type VisitRecord } from '../../../agent/contract/record.ts';
import { sealAttachment } from '../../../agent/upload/seal-attachment.ts';
import { sealRecord } from '../../../agent/upload/seal-record.ts';
import { openStationKeys, type StationKeys } from '../../../agent/upload/station-keys.ts';
import { expectOk } from './delivering-station.ts';
import { FakeCentre } from './fake-centre.ts';
import { headerOf, openJwe, openJws } from './independent-opener.ts';

const centre = new FakeCentre();
const encryption = { kid: centre.encryption.kid, key: centre.encryption.jwk };
const JTI = '01a1ed7d-ebd8-77dc-bf00-9dde07d20f79';
let folder: string;
let keys: StationKeys;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'id06-seal-'));
  keys = expectOk(await openStationKeys(join(folder, 'station.pem')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const record: VisitRecord = {
  iss: 'urn:sistec:station:ark-01',
  aud: 'https://central.id06.example/v1',
  jti: JTI,
  txn: '01a1ed7b-d4b0-7b50-8d3c-f993d6545668',
  iat: 1794985815,
  seq: 18342,
  idv: {
    schema: 'urn:id06:schema:idv-result:1',
    order_ref: 'ID06-7781203',
    purpose: 'id06-card',
    path: 'biometric',
    decision: {
      colour: 'YELLOW',
      reasons: ['MRZ_UNREADABLE'],
      rule_pack: { id: 'id06-card', version: 1, sha256: '0'.repeat(64) },
      policy_date: '2026-11-18',
      basis_sha256: 'A'.repeat(43),
    },
    inspection: [{ id: 'MRZ-01', result: 'failed', reason: 'MRZ_UNREADABLE' }],
    documents: [
      { role: 'identity-document', type: 'passport', issuing_state: 'UTO', mrz_format: 'TD3', origin: 'simulated' },
    ],
    face: { challenge: [] },
    attempts: { document: 3, camera: 0 },
    models: { tier: 'absent', passive_liveness: false, items: [] },
    station: { id: 'ark-01', site: 'arlanda', agent_version: '0.1.0', boot_id: 'b', devices: [] },
    clock: { started_at: '2026-11-18T07:07:58Z', decided_at: '2026-11-18T07:10:12Z', mono_ms: 41233127 },
    notice: { id: 'privacy-notice/1', shown_at: '2026-11-18T07:07:59Z', ack: true },
    attachments: [],
  },
};

describe('a sealed record', () => {
  test('is opened and verified again by code that shares nothing with the sealer', async () => {
    const { sealed, sealedSha256 } = await sealRecord(record, keys, encryption);
    expect(sealedSha256).toBe(createHash('sha256').update(sealed).digest('base64url'));
    const signed = openJwe(sealed, centre.encryption.privateKey).toString();
    const publicKey = createPublicKey({ key: { ...keys.publicKey }, format: 'jwk' });
    expect(openJws(signed, publicKey)).toEqual(record);
    expect(headerOf(signed)).toEqual({ alg: 'ES256', typ: 'idv-result+jwt', kid: keys.kid });
    expect(headerOf(sealed)).toEqual({
      alg: 'ECDH-ES+A256KW',
      enc: 'A256GCM',
      kid: 'encryption-2026',
      typ: 'idv-result+jwe',
      cty: 'idv-result+jwt',
      iss: record.iss,
      jti: JTI,
      apu: Buffer.from(record.iss).toString('base64url'),
      apv: Buffer.from(record.aud).toString('base64url'),
      epk: expect.objectContaining({ kty: 'EC', crv: 'P-256' }) as unknown,
    });
  });

  test('hides what it holds, and never looks the same twice', async () => {
    const one = await sealRecord(record, keys, encryption);
    const two = await sealRecord(record, keys, encryption);
    expect(one.sealed).not.toBe(two.sealed);
    for (const part of one.sealed.split('.').slice(1)) {
      expect(Buffer.from(part, 'base64url').includes('ID06-7781203')).toBe(false);
    }
  });

  test('no changed byte is opened', async () => {
    const { sealed } = await sealRecord(record, keys, encryption);
    const parts = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
    fc.assert(
      fc.property(fc.nat(4), fc.nat(100_000), fc.integer({ min: 1, max: 255 }), (part, at, change) => {
        const changed = parts.map((bytes) => Buffer.from(bytes));
        const target = changed[part] as Buffer;
        const index = at % target.length;
        target[index] = (target[index] ?? 0) ^ change;
        const message = changed.map((bytes) => bytes.toString('base64url')).join('.');
        expect(() => openJwe(message, centre.encryption.privateKey)).toThrow();
      }),
      { numRuns: 400 },
    );
  });

  test('a record that is not of the contract is a bug of the station', async () => {
    const wrong = { ...record, nickname: 'x' } as VisitRecord;
    await expect(sealRecord(wrong, keys, encryption)).rejects.toThrow(/schema/);
  });
});

describe('a sealed picture', () => {
  const seal = (picture: Uint8Array, index = 0) =>
    sealAttachment({
      picture,
      jti: JTI,
      index,
      desc: 'passport data page',
      type: 'document_front',
      retention: 'P30D',
      centre: record.aud,
      randomBytes,
    });

  test('opens with the key in the record and leaves no plaintext behind', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 5000 }), fc.nat(7), (bytes, index) => {
        const picture = Uint8Array.from(bytes);
        const { attachment, ciphertext } = seal(picture, index);
        expect(picture.every((byte) => byte === 0)).toBe(true);
        expect(Value.Check(SealedAttachment, attachment)).toBe(true);
        const { enc, digest, size, url } = attachment;
        expect(enc.aad).toBe(`${JTI}/${index}`);
        expect(url).toBe(`https://central.id06.example/v1/blobs/${enc.ct_sha256}`);
        expect(createHash('sha256').update(ciphertext).digest('base64url')).toBe(enc.ct_sha256);
        const open = createDecipheriv(
          'aes-256-gcm',
          Buffer.from(enc.key, 'base64url'),
          Buffer.from(enc.iv, 'base64url'),
        );
        open.setAAD(Buffer.from(enc.aad)).setAuthTag(Buffer.from(enc.tag, 'base64url'));
        const opened = Buffer.concat([open.update(ciphertext), open.final()]);
        expect(opened.equals(Buffer.from(bytes))).toBe(true);
        expect(createHash('sha256').update(opened).digest('base64')).toBe(digest.value);
        expect(opened.length).toBe(size);
      }),
      { numRuns: 50 },
    ));

  test('cannot be passed off as another picture of the record', () => {
    const { attachment, ciphertext } = seal(randomBytes(100), 0);
    const { enc } = attachment;
    const open = createDecipheriv('aes-256-gcm', Buffer.from(enc.key, 'base64url'), Buffer.from(enc.iv, 'base64url'));
    open.setAAD(Buffer.from(`${JTI}/1`)).setAuthTag(Buffer.from(enc.tag, 'base64url'));
    open.update(ciphertext);
    expect(() => open.final()).toThrow();
  });

  test('every picture has a key and a nonce of its own', () => {
    const all = Array.from({ length: 20 }, (_, index) => seal(Buffer.from('same'), index).attachment.enc);
    expect(new Set(all.map(({ key }) => key)).size).toBe(20);
    expect(new Set(all.map(({ iv }) => iv)).size).toBe(20);
  });
});

describe('the signing key', () => {
  test('is made once, readable by the owner alone, and named by its RFC 7638 thumbprint', async () => {
    const path = join(folder, 'second.pem');
    const made = expectOk(await openStationKeys(path));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = expectOk(await openStationKeys(path));
    expect(again.kid).toBe(made.kid);
    const { crv, kty, x, y } = made.publicKey;
    const canonical = JSON.stringify({ crv, kty, x, y });
    expect(made.kid).toBe(createHash('sha256').update(canonical).digest('base64url'));
  });

  test('is refused when others may read it, or when it is no such key', async () => {
    const path = join(folder, 'open.pem');
    expectOk(await openStationKeys(path));
    chmodSync(path, 0o640);
    expect(await openStationKeys(path)).toMatchObject({ ok: false, fault: { code: 'store.unavailable' } });
    expect(await openStationKeys(folder)).toMatchObject({ ok: false });
  });
});
