// Commits visits in a loop until it is killed. Prints `ready`, then one line for each thing that was durable when it printed.
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { v7 } from 'uuid';
import { accept, commitVisit, expectOk, open } from './store-on-disk.ts';

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('a folder is needed');
const say = (line: string): void => void writeSync(1, `${line}\n`);

const store = open(directory);
for (const visit of expectOk(store.openVisits())) expectOk(store.abortVisit(visit.id, 'visit.interrupted'));
say('ready');
for (let round = 0; ; round += 1) {
  const { jti, seq } = commitVisit(store, randomBytes(2000 + (round % 7) * 3000).toString('base64url'));
  say(`committed ${seq} ${jti}`);
  if (round % 3 === 1) {
    accept(store, jti);
    say(`accepted ${seq} ${jti}`);
  }
  if (round % 4 === 2) {
    const id = v7();
    expectOk(store.beginVisit({ id, phase: 'camera' }));
    expectOk(store.putBlob(id, randomBytes(800)));
    expectOk(store.abortVisit(id, 'CARDHOLDER_LEFT'));
  }
}
