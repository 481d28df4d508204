import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import { openMirror, readFromMirror } from './mirror-source.ts';
import { unpackTar } from './tar-files.ts';

/** A place that may hold published originals, ready models or a whole bundle. */
export interface ModelSource {
  /** The place as the operator named it. */
  readonly place: string;
  /**
   * A file by its plain name or one folder and a name; null when the place has none. More than `limitBytes` is refused before
   * it is read whole. Faults: `models.source-unreachable`, `models.hash-mismatch` (too long for what is pinned).
   */
  read(name: string, limitBytes: number): Promise<Result<Uint8Array | null>>;
}

/** Longest bundle that is read, in bytes; the station tier takes 11 MB. */
const LONGEST_BUNDLE = 256 * 1024 * 1024;

/**
 * Opens a folder, a `.tar` file, an `https` mirror (a folder of files) or a `.tar` there. Nothing is written. Faults:
 * `models.source-unreachable`, `models.bundle-damaged`.
 */
export async function openModelSource(place: string): Promise<Result<ModelSource>> {
  if (/^[a-z]+:\/\//i.test(place)) {
    const mirror = openMirror(place);
    if (!mirror.ok) return mirror;
    if (!mirror.value.pathname.endsWith('.tar')) {
      return ok({ place, read: (name, limitBytes) => readFromMirror(mirror.value, name, limitBytes) });
    }
    const bytes = await readFromMirror(mirror.value, '', LONGEST_BUNDLE);
    if (!bytes.ok) return bytes;
    return bytes.value === null ? unreachable(place, 'no such file') : openTar(place, bytes.value);
  }
  const found = await stat(place).catch(() => null);
  if (found === null) return unreachable(place, 'no such file or folder');
  if (found.isDirectory()) return ok({ place, read: (name, limitBytes) => readFromFolder(place, name, limitBytes) });
  if (found.size > LONGEST_BUNDLE) return failed(fault('models.bundle-damaged', { where: place, detail: 'too long' }));
  return openTar(place, await readFile(place));
}

async function openTar(place: string, bytes: Uint8Array): Promise<Result<ModelSource>> {
  const files = await unpackTar(bytes);
  if (!files.ok) return failed({ ...files.fault, where: place });
  return ok({ place, read: async (name, limitBytes) => withinLimit(name, files.value.get(name) ?? null, limitBytes) });
}

async function readFromFolder(folder: string, name: string, limitBytes: number): Promise<Result<Uint8Array | null>> {
  const file = join(folder, name);
  try {
    const { size } = await stat(file);
    return size > limitBytes ? tooLong(name) : ok(await readFile(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return ok(null);
    if (typeof code === 'string') return unreachable(file, code);
    throw error;
  }
}

const withinLimit = (name: string, bytes: Uint8Array | null, limitBytes: number): Result<Uint8Array | null> =>
  bytes !== null && bytes.length > limitBytes ? tooLong(name) : ok(bytes);

const tooLong = (name: string): Result<never> =>
  failed(fault('models.hash-mismatch', { where: name, detail: 'longer than the pinned file' }));

const unreachable = (where: string, detail: string): Result<never> =>
  failed(fault('models.source-unreachable', { where, detail }));
