import { closeSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { syncDirectory, TEMPORARY_SUFFIX } from './durable-file.ts';

/** Limits of the disk, bytes. A visit leaves 0.5 to 1.5 MB on the station until it is delivered. */
export interface DiskLimits {
  /** Size of the file that is given up when the disk is full, so that the visit under way can be committed. */
  readonly reserveBytes: number;
  /** Below this much free space a new visit is still begun, but the station warns. */
  readonly lowBytes: number;
  /** Below this much free space no new visit is begun. */
  readonly leastBytes: number;
}

export const DEFAULT_DISK_LIMITS: DiskLimits = {
  reserveBytes: 64 * 1024 * 1024,
  lowBytes: 2 * 1024 * 1024 * 1024,
  leastBytes: 512 * 1024 * 1024,
};

export interface DiskSpace {
  /** `full` also while the reserve is spent: there would be nothing left to finish the next visit with. */
  state(): 'ok' | 'low' | 'full';
  freeBytes(): number;
  /** Gives the reserve up. False when it was given up before. */
  release(): boolean;
  /** Takes the reserve again when there is room for it beside the least free space. */
  restore(): void;
}

/** SQLite cannot even delete on a full disk; releasing a reserve file brings writing back. */
export function watchDisk(
  directory: string,
  limits: DiskLimits,
  freeBytesOf: (directory: string) => number = freeBytesOnDisk,
): DiskSpace {
  const reserve = join(directory, 'reserve.bin');
  const isReserved = (): boolean => statSync(reserve, { throwIfNoEntry: false })?.size === limits.reserveBytes;
  return {
    state() {
      const free = freeBytesOf(directory);
      if (free < limits.leastBytes || !isReserved()) return 'full';
      return free < limits.lowBytes ? 'low' : 'ok';
    },
    freeBytes: () => freeBytesOf(directory),
    release() {
      if (!isReserved()) return false;
      rmSync(reserve);
      syncDirectory(directory);
      return true;
    },
    restore() {
      if (isReserved() || freeBytesOf(directory) < limits.leastBytes + limits.reserveBytes) return;
      fillFile(reserve, limits.reserveBytes);
      syncDirectory(directory);
    },
  };
}

function freeBytesOnDisk(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** Writes real bytes, because a file that was only lengthened takes no room. */
function fillFile(path: string, size: number): void {
  const temporary = `${path}${TEMPORARY_SUFFIX}`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    const block = Buffer.alloc(Math.min(size, 1024 * 1024), 0xa5);
    for (let written = 0; written < size; )
      written += writeSync(file, block, 0, Math.min(block.length, size - written));
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
