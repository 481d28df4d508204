import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../agent/store/database.ts';
import { openStore } from '../../../agent/store/open-store.ts';
import { loadRowKey } from '../../../agent/store/row-key.ts';
import { commitVisit, expectOk, inFolder, open, optionsFor } from './store-on-disk.ts';

describe('opening the store', () => {
  test('a re-opened file is as safe as a new one: every setting reads back the same', () =>
    inFolder((directory) => {
      const path = join(directory, 'store.db');
      for (const round of ['new', 're-opened', 're-opened again']) {
        const database = expectOk(openDatabase(path));
        const read = (pragma: string) => database.pragma(pragma, { simple: true });
        expect({ round, synchronous: read('synchronous') }).toEqual({ round, synchronous: 2 });
        expect(read('journal_mode')).toBe('wal');
        expect(read('secure_delete')).toBe(1);
        expect(read('foreign_keys')).toBe(1);
        expect(read('trusted_schema')).toBe(0);
        expect(read('cell_size_check')).toBe(1);
        expect(read('temp_store')).toBe(2);
        expect(read('wal_autocheckpoint')).toBe(500);
        expect(read('journal_size_limit')).toBe(4194304);
        expect(read('mmap_size')).toBe(0);
        database.close();
      }
      const careless = new Database(path);
      expect(careless.pragma('synchronous', { simple: true }), 'what an opener without the pragma would get').toBe(1);
      careless.close();
    }));

  test('every table is strict', () =>
    inFolder((directory) => {
      const database = expectOk(openDatabase(join(directory, 'store.db')));
      const tables = database.pragma('table_list') as { name: string; strict: number }[];
      const ours = tables.filter(({ name }) => !name.startsWith('sqlite_'));
      expect(ours.map(({ name, strict }) => `${name} ${strict}`).sort()).toEqual(
        ['audit 1', 'receipt 1', 'result 1', 'rule_series 1', 'station 1', 'visit 1'].sort(),
      );
      database.close();
    }));

  test('a second writer is turned away', { timeout: 30_000 }, () =>
    inFolder((directory) => {
      const first = open(directory);
      const second = openStore(optionsFor(directory));
      expect(second).toMatchObject({ ok: false, fault: { code: 'store.unavailable' } });
      commitVisit(first);
      first.close();
    }),
  );

  test('a file of a newer release is left alone', () =>
    inFolder((directory) => {
      open(directory).close();
      const database = new Database(join(directory, 'store.db'));
      database.pragma('user_version = 99');
      database.close();
      expect(openStore(optionsFor(directory))).toMatchObject({ ok: false, fault: { code: 'store.unavailable' } });
    }));

  test('the row key is made once and refused when others may read it', () =>
    inFolder((directory) => {
      const path = join(directory, 'row.key');
      const key = expectOk(loadRowKey(path, (length) => Buffer.alloc(length, 9)));
      expect(expectOk(loadRowKey(path, (length) => Buffer.alloc(length, 1)))).toEqual(new Uint8Array(key));
      chmodSync(path, 0o644);
      expect(loadRowKey(path, (length) => Buffer.alloc(length))).toMatchObject({ ok: false });
    }));
});
