import { readFileSync, writeFileSync } from 'node:fs';
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import Value from 'typebox/value';
import { RULE_PACK_TYPE } from '../../agent/contract/rule-pack.ts';
import { PublicJwk } from '../../agent/contract/wire.ts';

const read = (name: string): JWK =>
  JSON.parse(readFileSync(new URL(`../../config/signers/${name}.jwk.json`, import.meta.url), 'utf8'));

/** Whom a centre or a simulated station of a test believes. */
export const DEMONSTRATION_KEY: PublicJwk = Value.Parse(PublicJwk, read('demonstration'));
export const DEMONSTRATION_SIGNERS = { keys: [DEMONSTRATION_KEY], demonstration: 'taken' } as const;

/** Another signer: its public key, and its private one to sign with. */
export async function makeSigner(): Promise<{ readonly key: PublicJwk; readonly privateKey: JWK }> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  return { key: Value.Parse(PublicJwk, await exportJWK(pair.publicKey)), privateKey: await exportJWK(pair.privateKey) };
}

/** The detached signature over the bytes of a pack, as `npm run sign-pack` writes it. */
export async function signatureOf(
  bytes: Uint8Array,
  privateKey: JWK = read('demonstration-private'),
  header: Readonly<Record<string, string>> = {},
): Promise<string> {
  const kid = await calculateJwkThumbprint(privateKey);
  const signed = await new CompactSign(bytes)
    .setProtectedHeader({ alg: 'ES256', typ: RULE_PACK_TYPE, kid, ...header })
    .sign(await importJWK(privateKey, 'ES256'));
  const [protectedPart, , signature] = signed.split('.');
  return `${protectedPart}..${signature}\n`;
}

/** Writes a pack and its signature. */
export async function writeSignedPack(path: string, bytes: Uint8Array, privateKey?: JWK): Promise<void> {
  writeFileSync(path, bytes);
  writeFileSync(`${path}.jws`, await signatureOf(bytes, privateKey));
}
