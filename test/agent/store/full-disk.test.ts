import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../agent/store/open-store.ts';
import { expectOk, inFolder, optionsFor } from './store-on-disk.ts';

const CHILD = fileURLToPath(new URL('full-disk-child.ts', import.meta.url));
const inOwnMount = (script: string, ...values: string[]) =>
  spawnSync('unshare', ['-rm', 'sh', '-ec', script, 'sh', ...values], { encoding: 'utf8' });
const mayMount = inOwnMount('mount -t tmpfs -o size=1m none /mnt').status === 0;
if (!mayMount) console.log('skipped: full disk on a real file system (no right to mount a tmpfs)');

describe('a full disk', () => {
  test('no visit is begun below the least free space, and a low disk says so first', () =>
    inFolder((directory) => {
      let free = 10_000;
      const options = { ...optionsFor(directory), disk: { reserveBytes: 1000, lowBytes: 5000, leastBytes: 2000 } };
      const store = expectOk(openStore({ ...options, freeBytes: () => free }));
      expect(expectOk(store.disk()).state).toBe('ok');
      free = 4000;
      expect(expectOk(store.disk()).state).toBe('low');
      expect(store.beginVisit({ id: 'a', phase: 'language' }).ok).toBe(true);
      free = 1999;
      expect(store.beginVisit({ id: 'b', phase: 'language' })).toMatchObject({
        ok: false,
        fault: { code: 'store.full' },
      });
      free = 10_000;
      rmSync(join(directory, 'reserve.bin'));
      expect(expectOk(store.disk()).state).toBe('full');
      expect(store.beginVisit({ id: 'b', phase: 'language' }).ok, 'the reserve is taken again first').toBe(true);
      store.close();
    }));

  test.skipIf(!mayMount)(
    'the visit under way is committed from the reserve, the next one waits for room',
    { timeout: 60_000 },
    () =>
      inFolder((directory) => {
        const script = 'mount -t tmpfs -o size=8m none "$1" && exec "$2" --import tsx "$3" "$1"';
        const run = inOwnMount(script, directory, process.execPath, CHILD);
        expect(run.stderr).toBe('');
        expect(JSON.parse(run.stdout)).toEqual({
          committed: 'ok',
          nextVisit: 'store.full',
          state: 'full',
          afterRoom: 'ok',
          lastSeq: 2,
          audit: 'ok',
        });
      }),
  );
});
