import { sign } from 'node:crypto';
import type { SigningKey } from './centre-keys.ts';

/** Signs claims as a JWS compact serialisation, ES256 (RFC 7515 §3.1, RFC 7518 §3.4). */
export function signCompact(typ: string, claims: object, key: SigningKey): string {
  const header = { alg: 'ES256', typ, kid: key.kid };
  const signingInput = `${encode(header)}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(signingInput), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signingInput}.${signature.toString('base64url')}`;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
