import { createHash, randomBytes } from 'node:crypto';
import { CompactEncrypt, CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { VisitRecord } from '../../agent/contract/record.ts';
import { type EnrolmentGrant, JOSE_TYPES, type PublicJwk } from '../../agent/contract/wire.ts';

/** A station as the centre sees it, made with `jose` alone: it shares nothing with the centre, and can lie. */
export interface TestStation {
  readonly name: string;
  readonly urn: string;
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  sign(typ: string, payload: object | string, header?: object): Promise<string>;
}

export async function makeStation(name: string): Promise<TestStation> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const { x = '', y = '' } = await exportJWK(publicKey);
  const publicJwk: PublicJwk = { kty: 'EC', crv: 'P-256', x, y };
  const kid = await calculateJwkThumbprint({ ...publicJwk });
  return {
    name,
    urn: `urn:sistec:station:${name}`,
    kid,
    publicJwk,
    sign: (typ, payload, header = {}) =>
      new CompactSign(new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload)))
        .setProtectedHeader({ alg: 'ES256', typ, kid, ...header })
        .sign(privateKey),
  };
}

/** Seals a signed result for the centre; `envelope` replaces members of the header. */
export async function seal(
  signed: string,
  record: Pick<VisitRecord, 'iss' | 'aud' | 'jti'>,
  encryption: EnrolmentGrant['encryption'],
  envelope: Record<string, unknown> = {},
): Promise<string> {
  const utf8 = new TextEncoder();
  return new CompactEncrypt(utf8.encode(signed))
    .setProtectedHeader({
      alg: 'ECDH-ES+A256KW',
      enc: 'A256GCM',
      kid: encryption.kid,
      typ: JOSE_TYPES.sealedResult,
      cty: JOSE_TYPES.result,
      iss: record.iss,
      jti: record.jti,
      ...envelope,
    })
    .setKeyManagementParameters({ apu: utf8.encode(record.iss), apv: utf8.encode(record.aud) })
    .encrypt(await importJWK({ ...encryption.key }, 'ECDH-ES+A256KW'));
}

export interface Answer {
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
}

/** `PUT /v1/results/{jti}` as a station does it; `headers` replaces, an empty value leaves out. */
export async function putResult(
  url: string,
  jti: string,
  sealed: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const digest = createHash('sha256').update(sealed).digest('base64');
  const sent = { 'content-type': 'application/jose', 'content-digest': `sha-256=:${digest}:`, ...headers };
  const kept = Object.entries(sent).filter(([, value]) => value !== '');
  return read(
    await fetch(`${url}/v1/results/${jti}`, { method: 'PUT', headers: Object.fromEntries(kept), body: sealed }),
  );
}

/** A request with the station's assertion; `claims` replaces members of it. */
export async function askAs(
  station: TestStation,
  url: string,
  method: string,
  path: string,
  more: { readonly nowMs: number; readonly aud: string; readonly body?: Uint8Array; readonly claims?: object },
): Promise<Answer> {
  const iat = Math.floor(more.nowMs / 1000);
  const assertion = await station.sign(JOSE_TYPES.station, {
    iss: station.urn,
    aud: more.aud,
    iat,
    exp: iat + 60,
    htm: method,
    htu: url + path,
    ...more.claims,
  });
  return read(
    await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${assertion}`,
        ...(more.body ? { 'content-type': 'application/octet-stream' } : {}),
      },
      ...(more.body ? { body: new Blob([Buffer.from(more.body)]) } : {}),
    }),
  );
}

export async function enrol(url: string, station: TestStation, code: string, nowMs: number): Promise<Answer> {
  const claims = { station: station.name, code, key: station.publicJwk, iat: Math.floor(nowMs / 1000) };
  return postEnrolment(url, await station.sign(JOSE_TYPES.enrolment, claims));
}

export async function postEnrolment(url: string, body: string): Promise<Answer> {
  const headers = { 'content-type': 'application/jose' };
  return read(await fetch(`${url}/v1/stations/enrol`, { method: 'POST', headers, body }));
}

async function read(response: Response): Promise<Answer> {
  const mediaType = (response.headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
  return { status: response.status, mediaType, text: await response.text() };
}

/** A version 7 UUID (RFC 9562). */
export function newJti(): string {
  const hex = randomBytes(16).toString('hex');
  return `01a1ed7d-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('base64url');
