import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';

/** What a bundle may hold: files at its top or in one of three folders, with plain names. */
const FILE_NAME = /^(?:(?:LICENSES|cards|originals)\/)?[A-Za-z0-9][A-Za-z0-9._-]*$/;
const FOLDER_NAME = /^(?:LICENSES|cards|originals)?\/?$/;

/**
 * The files of a tar, in memory. A tar with anything but plain files of such names (a path that leads out, a link, a device) is
 * refused altogether, as is one that ends early. Faults: `models.bundle-damaged`.
 */
export async function unpackTar(bytes: Uint8Array): Promise<Result<ReadonlyMap<string, Uint8Array>>> {
  const files = new Map<string, Uint8Array>();
  const reader = extract();
  reader.end(bytes);
  try {
    for await (const entry of reader) {
      const { type } = entry.header;
      const name = entry.header.name.replace(/^\.\//, '');
      if (type === 'directory' && FOLDER_NAME.test(name)) entry.resume();
      else if (type === 'file' && FILE_NAME.test(name)) files.set(name, await buffer(entry));
      else return damaged(`entry ${JSON.stringify(entry.header.name)} (${type}) has no place in a bundle`);
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return damaged(error.message);
  }
  return files.size === 0 ? damaged('no files') : ok(files);
}

/** Packs files in the given order; the same files give the same bytes. */
export async function packTar(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const writer = pack();
  const packed = buffer(writer);
  for (const [name, bytes] of files) writer.entry({ name, mode: 0o644, mtime: new Date(0) }, Buffer.from(bytes));
  writer.finalize();
  return packed;
}

const damaged = (detail: string): Result<never> => failed(fault('models.bundle-damaged', { detail }));
