import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { describe, expect, test } from 'vitest';
import type { PublicJwk } from '../../../agent/contract/wire.ts';
import { decodeBase64Url } from '../../../central/verify/base64url.ts';
import { concatKdf } from '../../../central/verify/concat-kdf.ts';
import { openContent } from '../../../central/verify/sealed-message.ts';
import { verifySignedMessage } from '../../../central/verify/signed-message.ts';
import { parseStrictJson } from '../../../central/verify/strict-json.ts';
import { jwkThumbprint } from '../../../central/verify/thumbprint.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

describe('published vectors', () => {
  test('RFC 7518 appendix C: the Concat KDF derives the published key', () => {
    const sharedSecret = Buffer.from([
      158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128, 106, 72,
      246, 218, 167, 121, 140, 254, 144, 196,
    ]);
    const key = concatKdf(sharedSecret, {
      algorithm: 'A128GCM',
      keyBits: 128,
      partyU: bytes('QWxpY2U'),
      partyV: bytes('Qm9i'),
    });
    expect(key.toString('base64url')).toBe('VqqN6vgjbSBcIijNcacQGg');
  });

  test('RFC 7516 appendix A.1: A256GCM opens the published content', () => {
    const contentKey = Buffer.from([
      177, 161, 244, 128, 84, 143, 225, 115, 63, 180, 3, 255, 107, 154, 212, 246, 138, 7, 110, 91, 112, 46, 34, 105, 47,
      130, 203, 46, 122, 234, 64, 252,
    ]);
    const content = {
      additionalData: Buffer.from('eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ', 'ascii'),
      iv: bytes('48V1_ALb6US04U3b'),
      ciphertext: bytes('5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A'),
      tag: bytes('XFBoMYUZodetZdvTiFvSkQ'),
    };
    expect(openContent(contentKey, content).toString()).toBe(
      'The true sign of intelligence is not knowledge but imagination.',
    );
  });

  const A3_KEY: PublicJwk = {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  };
  const A3 = {
    header: { alg: 'ES256' as const, typ: '', kid: '' },
    payload: Buffer.alloc(0),
    signingInput:
      'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
    signature: bytes('DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q'),
  };

  test('RFC 7515 appendix A.3: the ES256 signature verifies, and not over other bytes', () => {
    expect(verifySignedMessage(A3, A3_KEY).ok).toBe(true);
    expect(verifySignedMessage({ ...A3, signingInput: `${A3.signingInput}A` }, A3_KEY).ok).toBe(false);
  });

  test('a key whose point is not on the curve verifies nothing', () => {
    const offCurve = { ...A3_KEY, y: A3_KEY.x };
    expect(verifySignedMessage(A3, offCurve)).toMatchObject({ ok: false, fault: { problem: 'signature-invalid' } });
  });

  test('RFC 7638: the thumbprint is the one jose computes', async () => {
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    const { x = '', y = '' } = await exportJWK(publicKey);
    const jwk: PublicJwk = { kty: 'EC', crv: 'P-256', x, y };
    expect(jwkThumbprint(jwk)).toBe(await calculateJwkThumbprint({ ...jwk }));
  });
});

describe('base64url', () => {
  test('only the canonical spelling is read', () => {
    expect(decodeBase64Url('QWxpY2U')?.toString()).toBe('Alice');
    for (const text of ['QWxpY2V', 'QWxpY2U=', 'QWxp Y2U', 'QWxpY2+', 'Q', '', 'QWxpY2U\n']) {
      expect(decodeBase64Url(text), JSON.stringify(text)).toBeNull();
    }
  });

  test('15 of 16 last characters of a signature are refused', () => {
    const signature = Buffer.alloc(64, 7).toString('base64url');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const sameBytes = [...alphabet].filter((last) =>
      Buffer.from(signature.slice(0, -1) + last, 'base64url').equals(Buffer.alloc(64, 7)),
    );
    expect(sameBytes).toHaveLength(16);
    expect(sameBytes.filter((last) => decodeBase64Url(signature.slice(0, -1) + last) !== null)).toHaveLength(1);
  });
});

describe('strict JSON', () => {
  const parse = (text: string) => parseStrictJson(Buffer.from(text));

  test('ordinary JSON is read as JSON.parse reads it', () => {
    const text = '{"a":[1,{"b":"}\\"{,","a":null}],"c":{"a":"[\\\\"},"":true}';
    expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  test('a member named twice is refused, also when it is spelt differently or lies deep', () => {
    expect(parse('{"a":1,"a":1}').ok).toBe(false);
    expect(parse('{"alg":1,"\\u0061lg":2}').ok).toBe(false);
    expect(parse('[{"x":{"y":1,"z":2,"y":3}}]').ok).toBe(false);
    expect(parse('[{"x":1},{"x":2},"x","x"]').ok).toBe(true);
  });

  test('twelve levels are read, thirteen are not', () => {
    expect(parse('['.repeat(12) + ']'.repeat(12)).ok).toBe(true);
    expect(parse('['.repeat(13) + ']'.repeat(13)).ok).toBe(false);
    expect(parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`).ok).toBe(false);
  });

  test('broken UTF-8, a byte order mark and trailing text are refused', () => {
    expect(parseStrictJson(Buffer.from([0x22, 0xc3, 0x28, 0x22])).ok).toBe(false);
    expect(parse('\ufeff{}').ok).toBe(false);
    expect(parse('{}x').ok).toBe(false);
    expect(parse('').ok).toBe(false);
  });
});
