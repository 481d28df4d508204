import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { syncDirectory, TEMPORARY_SUFFIX, writeDurably } from './durable-file.ts';
import { DamagedContent } from './storage-fault.ts';

/** Largest sealed picture the centre takes, bytes. */
const LARGEST_BLOB = 8 * 1024 * 1024;
const BLOB_NAME = /^[A-Za-z0-9_-]{43}$/;

/** Sealed pictures beside the database, one file each, named by the base64url SHA-256 of the ciphertext. */
export interface BlobFiles {
  /** Stores the ciphertext durably and answers its name; storing the same bytes again is harmless. */
  put(ciphertext: Uint8Array): string;
  /** Throws `DamagedContent` when the file is gone or no longer has the digest it is named by. */
  read(name: string): Buffer;
  has(name: string): boolean;
  remove(names: readonly string[]): void;
  /**
   * Removes the rests of a crash: files that nobody in `wanted` names, and unfinished ones. Answers how many of each. With `keepIn` the
   * former are moved to that folder, for the case that the rows which named them were damaged.
   */
  removeOrphans(
    wanted: ReadonlySet<string>,
    keepIn: string | null,
  ): {
    readonly orphans: number;
    readonly unfinished: number;
  };
}

/** The functions throw what the file system throws; callers stand inside `guardStorage`. */
export function openBlobFiles(directory: string): BlobFiles {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (name: string): string => {
    if (!BLOB_NAME.test(name)) throw new TypeError('not a blob name');
    return join(directory, name);
  };
  return {
    put(ciphertext) {
      if (ciphertext.length === 0 || ciphertext.length > LARGEST_BLOB) throw new RangeError('blob size');
      const name = digestOf(ciphertext);
      writeDurably(pathOf(name), ciphertext);
      return name;
    },
    read(name) {
      if (!existsSync(pathOf(name))) throw new DamagedContent('blobs');
      const bytes = readFileSync(pathOf(name));
      if (digestOf(bytes) !== name) throw new DamagedContent('blobs');
      return bytes;
    },
    has: (name) => existsSync(pathOf(name)),
    remove(names) {
      for (const name of names) rmSync(pathOf(name), { force: true });
      if (names.length > 0) syncDirectory(directory);
    },
    removeOrphans(wanted, keepIn) {
      const removed = { orphans: 0, unfinished: 0 };
      for (const name of readdirSync(directory)) {
        if (wanted.has(name)) continue;
        if (keepIn !== null && BLOB_NAME.test(name)) renameSync(join(directory, name), join(keepIn, name));
        else rmSync(join(directory, name), { force: true, recursive: true });
        removed[name.endsWith(TEMPORARY_SUFFIX) ? 'unfinished' : 'orphans'] += 1;
      }
      syncDirectory(directory);
      return removed;
    },
  };
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');
