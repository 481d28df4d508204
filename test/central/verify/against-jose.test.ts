import { createPrivateKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { CompactEncrypt, exportJWK, type GenerateKeyPairResult, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { JOSE_TYPES, type PublicJwk } from '../../../agent/contract/wire.ts';
import { openSealedMessage, readSealedMessage } from '../../../central/verify/sealed-message.ts';
import { readSignedMessage, verifySignedMessage } from '../../../central/verify/signed-message.ts';
import { jwkThumbprint } from '../../../central/verify/thumbprint.ts';
import { verifySignedResult } from '../../../central/verify/verify-signed-result.ts';
import { greenRecord } from '../records.ts';
import { makeStation, newJti, seal, type TestStation } from '../station-client.ts';

let keys: GenerateKeyPairResult;
let recipient: PublicJwk;
let station: TestStation;
let privateKey: ReturnType<typeof createPrivateKey>;

beforeAll(async () => {
  keys = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  const { x = '', y = '' } = await exportJWK(keys.publicKey);
  recipient = { kty: 'EC', crv: 'P-256', x, y };
  privateKey = createPrivateKey({ key: { ...(await exportJWK(keys.privateKey)) }, format: 'jwk' });
  station = await makeStation('ark-01');
});

const encryption = () => ({ kid: jwkThumbprint(recipient), key: recipient });
const record = () => greenRecord({ iss: station.urn, aud: 'https://central.id06.example/v1', seq: 1 });

function open(text: string) {
  const sealed = readSealedMessage(text);
  return sealed.ok ? openSealedMessage(sealed.value, privateKey) : sealed;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+ ';
const mutation = fc.record({ at: fc.nat(), to: fc.nat({ max: ALPHABET.length - 1 }) });

function mutate(text: string, { at, to }: { at: number; to: number }): string {
  const place = at % text.length;
  return text.slice(0, place) + ALPHABET.charAt(to) + text.slice(place + 1);
}

describe('what jose makes, the centre opens', () => {
  test('200 messages of any bytes, each with a key agreement of its own', async () => {
    for (let round = 1; round <= 200; round++) {
      const signed = randomBytes(round * 7).toString('base64url');
      const envelope = { iss: station.urn, aud: 'x'.repeat(1 + (round % 90)), jti: newJti() };
      const opened = open(await seal(signed, envelope, encryption()));
      expect(opened.ok && opened.value.toString()).toBe(signed);
    }
  });

  test('a signed result verifies with the public key alone, and with no other', async () => {
    const sent = record();
    const jws = await station.sign(JOSE_TYPES.result, sent);
    const verified = verifySignedResult(jws, station.publicJwk);
    expect(verified).toMatchObject({ ok: true, value: { record: sent, kid: station.kid } });
    const stranger = await makeStation('ark-02');
    expect(verifySignedResult(jws, stranger.publicJwk)).toMatchObject({
      ok: false,
      fault: { problem: 'signature-invalid' },
    });
    const impostor = await stranger.sign(JOSE_TYPES.result, sent, { kid: station.kid });
    expect(verifySignedResult(impostor, station.publicJwk)).toMatchObject({
      ok: false,
      fault: { detail: 'the signature does not verify' },
    });
  });
});

describe('a message changed in one character', () => {
  test('4,000 changes of a sealed message: none opens', async () => {
    const sealed = await seal(await station.sign(JOSE_TYPES.result, record()), record(), encryption());
    expect(open(sealed).ok).toBe(true);
    fc.assert(
      fc.property(mutation, (change) => {
        const changed = mutate(sealed, change);
        return changed === sealed || !open(changed).ok;
      }),
      { numRuns: 4000 },
    );
  });

  test('4,000 changes of a signed result: none verifies', async () => {
    const jws = await station.sign(JOSE_TYPES.result, record());
    fc.assert(
      fc.property(mutation, (change) => {
        const changed = mutate(jws, change);
        return changed === jws || !verifySignedResult(changed, station.publicJwk).ok;
      }),
      { numRuns: 4000 },
    );
  });
});

describe('header rules', () => {
  const sign = (header: object, typ: string = JOSE_TYPES.result) => station.sign(typ, record(), header);
  const verify = (jws: string) => {
    const message = readSignedMessage(jws, JOSE_TYPES.result);
    return message.ok ? verifySignedMessage(message.value, station.publicJwk) : message;
  };
  const header = (text: object | string): string =>
    Buffer.from(typeof text === 'string' ? text : JSON.stringify(text)).toString('base64url');

  test('the plain header is taken, also with a certificate thumbprint', async () => {
    expect(verify(await sign({})).ok).toBe(true);
    expect(verify(await sign({ 'x5t#S256': 'A'.repeat(43) })).ok).toBe(true);
  });

  test.each(['jku', 'x5u', 'jwk', 'x5c', 'zip', 'cty', 'unheard-of'])('%s is refused', async (name) => {
    const value = name === 'jwk' ? station.publicJwk : name === 'x5c' ? ['AA=='] : 'https://evil.example/key';
    expect(verify(await sign({ [name]: value }))).toMatchObject({ ok: false, fault: { problem: 'malformed' } });
  });

  test('crit and b64 are refused', async () => {
    expect(verify(await sign({ crit: ['b64'], b64: true })).ok).toBe(false);
  });

  test('another typ, also one in other letters, is refused', async () => {
    expect(verify(await sign({}, JOSE_TYPES.station)).ok).toBe(false);
    expect(verify(await sign({}, 'IDV-RESULT+JWT')).ok).toBe(false);
  });

  test.each(['none', 'HS256', 'RS256', 'ES384', 'es256'])('alg %s is refused', async (alg) => {
    const [, payload, signature] = (await sign({})).split('.');
    const forged = `${header({ alg, typ: JOSE_TYPES.result, kid: station.kid })}.${payload}.${signature}`;
    expect(verify(forged)).toMatchObject({ ok: false, fault: { problem: 'malformed' } });
  });

  test('a header that names a member twice is refused', async () => {
    const [, payload, signature] = (await sign({})).split('.');
    const twice = `{"alg":"ES256","typ":"${JOSE_TYPES.result}","kid":"${station.kid}","alg":"ES256"}`;
    expect(verify(`${header(twice)}.${payload}.${signature}`)).toMatchObject({
      ok: false,
      fault: { detail: 'the header is refused: a member is named twice' },
    });
  });

  test('a sealed message of other algorithms, of another type or compressed is refused', async () => {
    const base = { kid: encryption().kid, typ: JOSE_TYPES.sealedResult, cty: JOSE_TYPES.result };
    const about = { iss: station.urn, jti: newJti() };
    const encrypt = (more: { alg: string; enc: string } & Record<string, unknown>) =>
      new CompactEncrypt(Buffer.from('x')).setProtectedHeader({ ...base, ...about, ...more }).encrypt(keys.publicKey);
    const good = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' };
    expect(open(await encrypt(good)).ok).toBe(true);
    for (const bad of [
      { alg: 'ECDH-ES', enc: 'A256GCM' },
      { alg: 'ECDH-ES+A128KW', enc: 'A256GCM' },
      { alg: 'ECDH-ES+A256KW', enc: 'A128GCM' },
      { alg: 'ECDH-ES+A256KW', enc: 'A256CBC-HS512' },
      { ...good, typ: 'JWE' },
      { ...good, cty: 'JWT' },
      { ...good, jku: 'https://evil.example' },
      { ...good, zip: 'DEF' },
    ]) {
      expect(open(await encrypt(bad)), JSON.stringify(bad)).toMatchObject({
        ok: false,
        fault: { problem: 'malformed' },
      });
    }
  });

  test('an ephemeral key off the curve is refused', async () => {
    const sealed = await seal('x', record(), encryption());
    const [first = '', ...rest] = sealed.split('.');
    const envelope: { epk: { x: string; y: string } } = JSON.parse(Buffer.from(first, 'base64url').toString());
    envelope.epk.y = envelope.epk.x;
    expect(open([header(envelope), ...rest].join('.'))).toMatchObject({
      ok: false,
      fault: { problem: 'undecryptable' },
    });
  });
});
