import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { syncDirectory } from './durable-file.ts';

/** What was set aside. */
export interface Quarantined {
  readonly folder: string;
  /** The damaged database in its new place. */
  readonly path: string;
  /** Base64url SHA-256 of it. */
  readonly digest: string;
}

/**
 * Moves a damaged database with its write-ahead log to `quarantine/<time>/` beside it, so that a new one can be begun and the old one
 * can still be examined. Nothing in it is readable without the centre's key. Throws what the file system throws.
 */
export function quarantine(directory: string, databasePath: string, at: Date): Quarantined {
  const folder = freeFolder(join(directory, 'quarantine'), at.toISOString().replaceAll(':', ''));
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(databasePath + suffix))
      renameSync(databasePath + suffix, join(folder, basename(databasePath) + suffix));
  }
  syncDirectory(folder);
  syncDirectory(directory);
  const path = join(folder, basename(databasePath));
  return { folder, path, digest: digestOfFile(path) };
}

function freeFolder(parent: string, name: string): string {
  for (let copy = 0; ; copy += 1) {
    const folder = join(parent, copy === 0 ? name : `${name}-${copy}`);
    if (existsSync(folder)) continue;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    syncDirectory(parent);
    return folder;
  }
}

function digestOfFile(path: string): string {
  const hash = createHash('sha256');
  const block = Buffer.alloc(1024 * 1024);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, block); read > 0; read = readSync(file, block)) hash.update(block.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('base64url');
}
