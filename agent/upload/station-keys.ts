import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { CompactSign, calculateJwkThumbprint } from 'jose';
import { Value } from 'typebox/value';
import { failed, fault, ok, type Result } from '../contract/faults.ts';
import { PublicJwk } from '../contract/wire.ts';

/** The station's signing key. A file holds it here; a TPM can take the same role, because nobody asks for the key itself. */
export interface StationKeys {
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  readonly publicKey: PublicJwk;
  /** JWS compact serialisation (RFC 7515), ES256, over exactly these bytes, with `typ` and `kid` in the header. */
  signCompact(typ: string, payload: Uint8Array): Promise<string>;
}

/**
 * Opens the P-256 key in the PEM file at `path`, or makes one on first start with file mode 0600. `store.unavailable` when the file
 * cannot be used, or when others may read it: such a key no longer proves which station signed.
 */
export async function openStationKeys(path: string): Promise<Result<StationKeys>> {
  const loaded = loadPrivateKey(path);
  if (!loaded.ok) return loaded;
  const { kty, crv, x, y } = createPublicKey(loaded.value).export({ format: 'jwk' });
  const publicKey = { kty, crv, x, y };
  if (!Value.Check(PublicJwk, publicKey)) return unusable('not a P-256 key');
  const kid = await calculateJwkThumbprint(publicKey);
  return ok({
    kid,
    publicKey,
    signCompact: (typ, payload) =>
      new CompactSign(payload).setProtectedHeader({ alg: 'ES256', typ, kid }).sign(loaded.value),
  });
}

function loadPrivateKey(path: string): Result<KeyObject> {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return ok(createKeyFile(path));
    if ((found.mode & 0o077) !== 0) return unusable('others may read it');
    return ok(createPrivateKey(readFileSync(path)));
  } catch (error) {
    if (error instanceof Error && 'code' in error) return unusable(String(error.code));
    throw error;
  }
}

function createKeyFile(path: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const temporary = `${path}.tmp`;
  const file = openSync(temporary, 'w', 0o600);
  writeSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
  const directory = openSync(dirname(path), 'r');
  fsyncSync(directory);
  closeSync(directory);
  return privateKey;
}

const unusable = (detail: string): Result<never> =>
  failed(fault('store.unavailable', { where: 'station key', detail }));
