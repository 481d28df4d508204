import { readFileSync, statSync } from 'node:fs';
import { failed, fault, type Result } from '../contract/faults.ts';
import { writeDurably } from './durable-file.ts';
import { guardStorage } from './storage-fault.ts';

export const ROW_KEY_BYTES = 32;

/**
 * Reads the 32-byte key of the row codes from its file, or makes one on first start (mode 0600). A file that others may read, or of
 * another length, is refused as `store.unavailable`: a new key would make every stored row look damaged.
 */
export function loadRowKey(path: string, randomBytes: (length: number) => Uint8Array): Result<Uint8Array> {
  const loaded = guardStorage('row key', () => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) {
      const key = randomBytes(ROW_KEY_BYTES);
      writeDurably(path, key);
      return key;
    }
    return (found.mode & 0o077) === 0 ? new Uint8Array(readFileSync(path)) : new Uint8Array(0);
  });
  if (loaded.ok && loaded.value.length !== ROW_KEY_BYTES) {
    return failed(
      fault('store.unavailable', {
        where: 'row key',
        detail: 'wrong length or file mode',
      }),
    );
  }
  return loaded;
}
