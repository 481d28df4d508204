import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { PublicJwk } from '../../agent/contract/wire.ts';
import { writeDurably } from '../store/durable-files.ts';
import { jwkThumbprint } from '../verify/thumbprint.ts';

/** A P-256 key pair of the centre. `kid` is its RFC 7638 thumbprint. */
export interface SigningKey {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly privateKey: KeyObject;
}

export interface CentreKeys {
  /** Signs receipts, final problems and grants. */
  readonly receipt: SigningKey;
  /** Results are sealed to it. Never used to sign. */
  readonly encryption: SigningKey;
}

/**
 * Reads the two keys from `folder`, or makes them on first start (files of mode 0600). Throws when a file is readable by others or is
 * no P-256 key: a centre without its keys can neither open what stations hold nor sign what they believe.
 */
export async function openCentreKeys(folder: string): Promise<CentreKeys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    receipt: await openKey(join(folder, 'receipt.jwk.json')),
    encryption: await openKey(join(folder, 'encryption.jwk.json')),
  };
}

const PrivateJwk = Type.Object(
  { ...PublicJwk.properties, d: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) },
  { additionalProperties: false },
);

async function openKey(path: string): Promise<SigningKey> {
  const found = await stat(path).catch(() => null);
  if (found === null) return createKey(path);
  if ((found.mode & 0o077) !== 0) throw new Error(`${path} can be read by others; set its mode to 0600`);
  const jwk: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!Value.Check(PrivateJwk, jwk)) throw new Error(`${path} is not a private P-256 JWK`);
  return asKey(jwk);
}

async function createKey(path: string): Promise<SigningKey> {
  const jwk: unknown = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  if (!Value.Check(PrivateJwk, jwk)) throw new Error('a P-256 key did not export as expected');
  await writeDurably(path, `${path}.tmp`, Buffer.from(JSON.stringify(jwk)), 0o600);
  return asKey(jwk);
}

function asKey(jwk: Type.Static<typeof PrivateJwk>): SigningKey {
  const { kty, crv, x, y } = jwk;
  const publicJwk = { kty, crv, x, y };
  return { kid: jwkThumbprint(publicJwk), publicJwk, privateKey: createPrivateKey({ key: { ...jwk }, format: 'jwk' }) };
}
