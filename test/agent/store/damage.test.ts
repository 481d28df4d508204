import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../agent/store/open-store.ts';
import { accept, commitVisit, expectOk, inFolder, MEMORY_FOLDER, open, optionsFor } from './store-on-disk.ts';

const TABLES = ['station', 'visit', 'result', 'receipt', 'audit'];
const FLIPS = 160;

/** Everything the file says, or null when it cannot be read. */
function contentOf(path: string): string | null {
  try {
    const database = new Database(path, { readonly: true });
    try {
      return JSON.stringify(TABLES.map((table) => database.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()));
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

/** Repeatable positions without a pattern (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function edit(directory: string, sql: string): void {
  const database = new Database(join(directory, 'store.db'));
  database.exec(sql);
  database.close();
}

describe('a damaged store', () => {
  test('every flipped bit that changes what the file says is found at start', { timeout: 120_000 }, () =>
    inFolder((directory) => {
      const origin = join(directory, 'origin');
      const store = open(origin);
      for (let n = 0; n < 10; n += 1) {
        const { jti } = commitVisit(store, 'x'.repeat(3000));
        if (n < 4) accept(store, jti);
      }
      store.close();
      const sound = contentOf(join(origin, 'store.db'));
      const bytes = readFileSync(join(origin, 'store.db'));
      const random = seeded(20261118);
      let changed = 0;
      let found = 0;
      for (let flip = 0; flip < FLIPS; flip += 1) {
        const copy = join(directory, `copy-${flip}`);
        cpSync(origin, copy, { recursive: true });
        const flipped = Buffer.from(bytes);
        const at = Math.floor(random() * bytes.length);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(random() * 8));
        writeFileSync(join(copy, 'store.db'), flipped);
        const differs = contentOf(join(copy, 'store.db')) !== sound;
        const opened = openStore(optionsFor(copy));
        const noticed = opened.ok ? opened.value.startReport.quarantine !== null : true;
        if (differs) {
          changed += 1;
          if (noticed) found += 1;
          else throw new Error(`bit flip at byte ${at} was not noticed`);
        }
        if (opened.ok) opened.value.close();
      }
      console.log(`bit flips: ${FLIPS} tried, ${changed} changed content, ${found} found`);
      expect(changed).toBeGreaterThan(FLIPS / 4);
      expect(found).toBe(changed);
    }, MEMORY_FOLDER),
  );

  test('a changed row is found when it is read, not only at start', () =>
    inFolder((directory) => {
      const store = open(directory);
      const { blob } = commitVisit(store);
      writeFileSync(join(directory, 'blobs', blob), 'other bytes');
      expect(store.readBlob(blob)).toMatchObject({ ok: false, fault: { code: 'store.damaged' } });
      store.close();
    }));

  test('it is moved to quarantine, and all sound results go on with their numbers', () =>
    inFolder((directory) => {
      const before = open(directory);
      expectOk(before.saveGrant('a.grant.jws'));
      const [one, two, three] = [commitVisit(before), commitVisit(before), commitVisit(before)];
      before.close();
      edit(directory, `UPDATE result SET sealed = 'forged' WHERE seq = 2`);
      const after = open(directory);
      expect(after.startReport).toMatchObject({
        created: false,
        quarantine: { salvagedResults: 2, missingSeqs: [2] },
      });
      expect(expectOk(after.outboxDue(0)).map(({ jti }) => jti)).toEqual([one.jti, three.jti]);
      expect(expectOk(after.station())).toEqual({ grantJws: 'a.grant.jws', lastSeq: 3 });
      expect(after.readBlob(three.blob).ok).toBe(true);
      const folder = after.startReport.quarantine?.folder ?? '';
      expect(readFileSync(join(folder, 'store.db')).length).toBeGreaterThan(0);
      expect(readFileSync(join(folder, two.blob)).length, 'its picture is kept beside it').toBeGreaterThan(0);
      expect(after.verifyAudit().ok).toBe(true);
      after.close();
      const third = open(directory);
      expect(third.startReport.quarantine).toBeNull();
      third.close();
    }));

  test.each([
    ['a removed result', 'DELETE FROM result WHERE seq = 2'],
    [
      'a value moved from one row to another',
      'UPDATE result SET sealed = (SELECT sealed FROM result WHERE seq = 1) WHERE seq = 2',
    ],
    ['a counter set back', 'UPDATE station SET result_seq = 1'],
    ['a cut audit chain', 'DROP TRIGGER audit_is_not_cut; DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)'],
    ['a trigger taken away', 'DROP TRIGGER audit_is_not_changed'],
    ['the station row taken away', 'DELETE FROM station'],
    ['a table taken away', 'DROP TABLE receipt'],
    ['a poisoned state without the key', `UPDATE result SET state = 'poison' WHERE seq = 1`],
  ])('%s is found at start', (_, sql) =>
    inFolder((directory) => {
      const before = open(directory);
      for (let n = 0; n < 3; n += 1) commitVisit(before);
      before.close();
      edit(directory, sql);
      const after = open(directory);
      expect(after.startReport.quarantine).not.toBeNull();
      after.close();
    }),
  );

  test('a file that is no database at all is set aside as well', () =>
    inFolder((directory) => {
      const before = open(directory);
      commitVisit(before);
      before.close();
      writeFileSync(join(directory, 'store.db'), 'not a database, whatever its name says'.repeat(300));
      const after = open(directory);
      expect(after.startReport.quarantine).toMatchObject({ salvagedResults: 0 });
      commitVisit(after);
      after.close();
    }));

  test('the wrong key destroys nothing', () =>
    inFolder((directory) => {
      const before = open(directory);
      const { jti } = commitVisit(before);
      before.close();
      const wrong = openStore({ ...optionsFor(directory), rowKey: Buffer.alloc(32, 8) });
      expect(wrong).toMatchObject({ ok: false, fault: { code: 'store.unavailable', where: 'row key' } });
      const right = open(directory);
      expect(right.startReport.quarantine).toBeNull();
      expect(expectOk(right.outboxDue(0)).map((item) => item.jti)).toEqual([jti]);
      right.close();
    }));
});
