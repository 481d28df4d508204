// Runs on a small file system of its own: fills the disk in the middle of a visit and prints what the store answered.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { openStore } from '../../../agent/store/open-store.ts';
import { commitVisit, expectOk, optionsFor } from './store-on-disk.ts';

const [mount] = process.argv.slice(2);
if (mount === undefined) throw new Error('a folder is needed');
const directory = join(mount, 'store');
const options = { ...optionsFor(directory), disk: { reserveBytes: 2_000_000, leastBytes: 500_000, lowBytes: 900_000 } };
const store = expectOk(openStore(options));
const answerOf = (result: { ok: boolean; fault?: { code: string } }): string =>
  result.ok ? 'ok' : (result.fault?.code ?? '');

commitVisit(store);
expectOk(store.beginVisit({ id: 'under-way', phase: 'camera' }));
const filler = join(mount, 'filler');
const file = openSync(filler, 'w');
try {
  for (;;) writeSync(file, Buffer.alloc(1024, 1));
} catch (error) {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOSPC') throw error;
}
closeSync(file);

const committed = store.commitResult({
  visitId: 'under-way',
  jti: v7(),
  seq: expectOk(store.nextSeq()),
  sealed: 's'.repeat(200_000),
  blobs: [],
});
const nextVisit = store.beginVisit({ id: 'next', phase: 'language' });
const state = expectOk(store.disk()).state;
rmSync(filler);
const afterRoom = store.beginVisit({ id: 'after', phase: 'language' });
console.log(
  JSON.stringify({
    committed: answerOf(committed),
    nextVisit: answerOf(nextVisit),
    state,
    afterRoom: answerOf(afterRoom),
    lastSeq: expectOk(store.station()).lastSeq,
    audit: answerOf(store.verifyAudit()),
  }),
);
store.close();
