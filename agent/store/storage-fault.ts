import { type Fault, failed, fault, ok, type Result } from '../contract/faults.ts';

/** Stored bytes that do not carry the authentication code they were written with, or a file that does not match its name. */
export class DamagedContent extends Error {
  override readonly name = 'DamagedContent';
  readonly where: string;
  constructor(where: string) {
    super(`damaged content in ${where}`);
    this.where = where;
  }
}

/**
 * Runs one storage operation and turns the trouble that disks and files make into a coded fault. Everything else is a bug and
 * stays thrown. The detail names the error code alone, because messages of SQLite may quote values.
 */
export function guardStorage<T>(where: string, operation: () => T): Result<T> {
  try {
    return ok(operation());
  } catch (error) {
    const known = storageFault(where, error);
    if (known === null) throw error;
    return failed(known);
  }
}

/** The fault behind an error of SQLite (by extended result code) or of the file system (by errno), or null for a bug. */
export function storageFault(where: string, error: unknown): Fault | null {
  if (error instanceof DamagedContent) return fault('store.damaged', { where: error.where });
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code } = error;
  if (FULL.test(code)) return fault('store.full', { where, detail: code });
  if (DAMAGED.test(code)) return fault('store.damaged', { where, detail: code });
  if (UNAVAILABLE.test(code)) return fault('store.unavailable', { where, detail: code });
  return null;
}

const FULL = /^(SQLITE_FULL|ENOSPC|EDQUOT|SQLITE_IOERR_SHMSIZE)$/;
const DAMAGED = /^(SQLITE_CORRUPT.*|SQLITE_NOTADB)$/;
const UNAVAILABLE =
  /^(SQLITE_(BUSY|LOCKED|CANTOPEN|READONLY|IOERR|PERM|AUTH|PROTOCOL|NOLFS).*|EACCES|EPERM|EROFS|EIO|ENOENT|ENOTDIR|EMFILE|ENFILE|EBUSY|EISDIR)$/;
