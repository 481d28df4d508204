import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Ending of a file that is still being written; one found at start is the rest of a crash. */
export const TEMPORARY_SUFFIX = '.tmp';

/**
 * Writes a whole file so that after a power cut it is there completely or not at all: temporary name, fsync, rename, fsync of the
 * directory. `mode` is the file mode, 0600 unless told.
 */
export function writeDurably(path: string, bytes: Uint8Array, mode = 0o600): void {
  const directory = dirname(path);
  const temporary = join(directory, `${basename(path)}${TEMPORARY_SUFFIX}`);
  const file = openSync(temporary, 'w', mode);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncDirectory(directory);
}

/** Makes creations, renames and removals inside a directory durable. */
export function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
