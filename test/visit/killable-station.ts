import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { expect } from 'vitest';
import { type CentreBench, ROOT, trainingConfig } from '../support/station-at-centre.ts';
import { canaryOrder } from './canary-holder.ts';
import type { ChildTask } from './visiting-child.ts';

/** One station folder, and what all processes that worked on it have said. */
export interface KillableStation {
  readonly id: string;
  readonly dataDir: string;
  /** Results of which a process said that they were committed. */
  readonly announced: Set<string>;
  booked: number;
  /** Visits that restarts found open and ended. */
  interrupted: number;
}

/** Names of the picture files in the home folder. */
export const PAGE = 'page.jpg';
export const LIVE = 'live.mjpeg';

/** Orders booked for each start: more than it has time for. */
const ORDERS = 12;
/** A process that lives longer than this is broken. */
const START_MS = 60_000;

/** Bundles the child once, so that each of the many starts is short; native code stays outside. */
export async function bundleChild(): Promise<string> {
  const outDir = join(ROOT, '.cache', `visiting-child-${process.pid}`);
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: { ssr: 'test/visit/visiting-child.ts', outDir, emptyOutDir: true, minify: false },
    ssr: { noExternal: true, external: ['better-sqlite3', 'sharp'] },
  });
  return join(outDir, 'visiting-child.js');
}

/** Runs the child on a lane's folder and kills it as many milliseconds after a line as `killAfter` says; answers its last line. */
export async function runStation(
  { bench, program, home }: { readonly bench: CentreBench; readonly program: string; readonly home: string },
  lane: KillableStation,
  work: ChildTask['work'],
  killAfter: (line: string) => number | null,
): Promise<string> {
  const orders = Array.from({ length: ORDERS }, () => canaryOrder(`${lane.id.toUpperCase()}-${++lane.booked}`));
  await bench.centre.addOrders(lane.id, orders);
  const task: ChildTask = {
    config: trainingConfig(lane.id),
    dataDir: lane.dataDir,
    rulePacksDir: bench.rulePacksDir,
    centreUrl: bench.centre.url,
    page: join(home, PAGE),
    live: join(home, LIVE),
    work,
  };
  const child = spawn(process.execPath, [program, JSON.stringify(task)], { stdio: ['pipe', 'pipe', 'pipe'] });
  // A code may be on its way to a process that has just been killed.
  child.stdin.on('error', () => {});
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const kill = () => child.kill('SIGKILL');
  const timeout = setTimeout(kill, START_MS);
  let killing: NodeJS.Timeout | undefined;
  let last = '';
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      last = line;
      const [word, ...rest] = line.split(' ');
      if (word === 'fault') errors += `${line}\n`;
      if (word === 'code?') child.stdin.write(`${await bench.centre.issueEnrolmentCode(lane.id)}\n`);
      if (word === 'committed') lane.announced.add(rest[0] ?? '');
      if (word === 'opened') noteRestart(lane, rest);
      const wait = killing ? null : killAfter(line);
      if (wait !== null) killing = setTimeout(kill, wait);
    }
    if (work === 'drain') await ended;
  } finally {
    clearTimeout(timeout);
    clearTimeout(killing);
    kill();
    await ended;
  }
  expect(errors, `the child said after '${last}'`).toBe('');
  expect(child.signalCode, `the child ended after '${last}'`).toBe(work === 'visits' ? 'SIGKILL' : null);
  return last;
}

function noteRestart(lane: KillableStation, [open, interrupted, sound]: readonly string[]): void {
  expect([open, sound], 'no visit is open after a restart, and the store is sound').toEqual(['0', 'sound']);
  expect(Number(interrupted)).toBeLessThanOrEqual(1);
  lane.interrupted += Number(interrupted);
}
