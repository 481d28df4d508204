import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { expectOk, inFolder, MEMORY_FOLDER, open } from './store-on-disk.ts';

const KILLS = 44;
const FOLDERS = 4;
const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** Bundles the child once, so that each of the many starts is short; native code stays outside. */
async function bundleChild(): Promise<string> {
  const outDir = join(REPOSITORY, '.cache', `committing-child-${process.pid}`);
  await build({
    configFile: false,
    root: REPOSITORY,
    logLevel: 'error',
    build: { ssr: 'test/agent/store/committing-child.ts', outDir, emptyOutDir: true, minify: false },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
  });
  return join(outDir, 'committing-child.js');
}

/** Starts a committing process, kills it at a moment that `patience` ms decides, and answers what it had said by then. */
async function commitUntilKilled(
  program: string,
  directory: string,
  fromStart: boolean,
  patienceMs: number,
): Promise<string[]> {
  const child = spawn(process.execPath, [program, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const ended = new Promise((resolve) => child.on('close', resolve));
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready')) resolve();
    });
  });
  if (!fromStart) await Promise.race([ready, ended]);
  await new Promise((resolve) => setTimeout(resolve, patienceMs));
  child.kill('SIGKILL');
  await ended;
  return said.split('\n').slice(0, -1);
}

/** Opens the folder as the next start would and holds it against what the killed process had said. */
function inspect(directory: string, said: readonly string[]): { results: number; ahead: number } {
  const store = open(directory);
  expect(store.startReport.quarantine).toBeNull();
  expect(store.verifyAudit()).toEqual({ ok: true, value: undefined });
  expect(expectOk(store.openVisits()).length).toBeLessThanOrEqual(1);
  let last = 0;
  for (const line of said) {
    const [what, seq, jti = ''] = line.split(' ');
    if (what === 'ready') continue;
    last = Math.max(last, Number(seq));
    const delivery = expectOk(store.delivery(jti));
    expect(delivery, `${line} was lost`).not.toBeNull();
    if (what === 'accepted') expect(delivery?.state).toBe('accepted');
  }
  const { lastSeq } = expectOk(store.station());
  const counts = expectOk(store.counts());
  const results = counts.sealed + counts.sending + counts.accepted + counts.poison;
  expect(results, 'numbers without gaps').toBe(lastSeq);
  expect(lastSeq).toBeGreaterThanOrEqual(last);
  store.close();

  const raw = new Database(join(directory, 'store.db'), { readonly: true });
  expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
  const wanted = raw.prepare("SELECT blobs FROM result WHERE state <> 'accepted'").pluck().all() as string[];
  raw.close();
  expect(readdirSync(join(directory, 'blobs')).sort()).toEqual(wanted.flatMap((names) => names.split(' ')).sort());
  return { results, ahead: said.some((line) => line !== 'ready') ? lastSeq - last : 0 };
}

test(`a process killed at ${KILLS} random moments loses nothing it had promised`, { timeout: 180_000 }, () =>
  inFolder(async (directory) => {
    const program = await bundleChild();
    let promised = 0;
    let unconfirmed = 0;
    let kills = 0;
    const lane = async (folder: string): Promise<void> => {
      while (kills < KILLS) {
        kills += 1;
        const fromStart = kills % 4 === 0;
        const said = await commitUntilKilled(program, folder, fromStart, Math.random() * 250);
        promised += said.filter((line) => line !== 'ready').length;
        unconfirmed += inspect(folder, said).ahead;
      }
    };
    await Promise.all(Array.from({ length: FOLDERS }, (_, index) => lane(join(directory, `station-${index}`))));
    console.log(`kill -9: ${kills} kills, ${promised} promises kept, ${unconfirmed} commits ahead of their promise`);
    rmSync(dirname(program), { recursive: true });
    expect(promised).toBeGreaterThan(KILLS);
  }, MEMORY_FOLDER),
);
