import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { Result } from '../../../agent/contract/faults.ts';
import { openStore, type StoreOptions } from '../../../agent/store/open-store.ts';
import type { Store } from '../../../agent/store/store.ts';

export const ROW_KEY = Buffer.alloc(32, 7);

/** Options of a store in a folder, with a clock that stands and a small reserve. */
export const optionsFor = (directory: string): StoreOptions => ({
  directory,
  rowKey: ROW_KEY,
  now: () => new Date('2026-11-18T07:10:12Z'),
  disk: { reserveBytes: 4096, leastBytes: 1, lowBytes: 1 },
});

/** A file system in memory where there is one. A killed process and a flipped bit look the same there, and fsync costs nothing. */
export const MEMORY_FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Runs a test in a folder of its own that is removed afterwards. */
export async function inFolder(test: (directory: string) => void | Promise<void>, parent = tmpdir()): Promise<void> {
  const directory = mkdtempSync(join(parent, 'id06-store-'));
  try {
    await test(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`unexpected fault ${JSON.stringify(result.fault)}`);
  return result.value;
}

export const open = (directory: string): Store => expectOk(openStore(optionsFor(directory)));

export interface Committed {
  readonly jti: string;
  readonly seq: number;
  readonly visitId: string;
  readonly blob: string;
}

/** A whole visit in one call: begun, one picture sealed, committed. */
export function commitVisit(store: Store, sealed = randomBytes(600).toString('base64url')): Committed {
  const visitId = v7();
  const jti = v7();
  expectOk(store.beginVisit({ id: visitId, phase: 'language', orderReference: 'ORDER-7781203' }));
  const blob = expectOk(store.putBlob(visitId, randomBytes(500)));
  const seq = expectOk(store.nextSeq());
  expectOk(store.commitResult({ visitId, jti, seq, sealed, blobs: [blob] }));
  return { jti, seq, visitId, blob };
}

/** Delivers a result as if the centre had signed for it. */
export function accept(store: Store, jti: string): void {
  expectOk(store.markSending(jti));
  expectOk(store.markAccepted(jti, { receiptId: 'AB12-CD34', receivedAt: '2026-11-18T07:10:19Z', jws: 'a.b.c' }));
}

/** Paths, relative to the folder, of all files below it that hold the bytes of `needle`. */
export function filesHolding(directory: string, needle: string): string[] {
  return (readdirSync(directory, { recursive: true }) as string[])
    .filter((name) => statSync(join(directory, name)).isFile())
    .filter((name) => readFileSync(join(directory, name)).includes(needle));
}
