import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from './durable-files.ts';

/**
 * Sealed pictures, named by the base64url SHA-256 of their bytes, which the caller has checked. They lie beside the database because
 * it would write them twice; nobody can read them without the key in the sealed record.
 */
export interface Blobs {
  has(name: string): boolean;
  /** True when the blob is new. Durable when it resolves. */
  put(name: string, bytes: Uint8Array): Promise<boolean>;
}

/** `folder` null keeps blobs in memory. `uniqueName` makes names of temporary files. */
export async function openBlobs(folder: string | null, uniqueName: () => string): Promise<Blobs> {
  if (folder === null) return memoryBlobs();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const has = (name: string): boolean => existsSync(join(folder, name));
  return {
    has,
    async put(name, bytes) {
      if (has(name)) return false;
      await writeDurably(join(folder, name), join(folder, `.${uniqueName()}.tmp`), bytes, 0o600);
      return true;
    },
  };
}

function memoryBlobs(): Blobs {
  const held = new Map<string, Uint8Array>();
  return {
    has: (name) => held.has(name),
    async put(name, bytes) {
      if (held.has(name)) return false;
      held.set(name, bytes);
      return true;
    },
  };
}
