import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleChild } from '../bench/bundle-child.ts';
import { quantile } from './statistics.ts';
import type { Bench, Outcome } from './suite.ts';

/** What the child tells, milliseconds since the process began and bytes of resident memory at its height. */
export interface ColdReport {
  readonly openedMs: number;
  readonly firstReadingMs: number;
  /** Processor time up to then, all threads. */
  readonly firstReadingCpuMs: number;
  readonly peakBytes: number;
  readonly pages: number;
}

const RUNS = 7;
const PAGES = 200;
const PROGRAM = 'scripts/bench-mrz/cold-child.ts';
const entry = fileURLToPath(new URL('./cold-child.ts', import.meta.url));

/**
 * A fresh process from its start to its first reading, and its memory after 200 pages. The program runs as one bundled file,
 * the form a station ships, and once under tsx, whose own cost is the difference. Wall clock: the median of seven starts.
 */
export async function startCold(bench: Bench): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'id06-cold-'));
  try {
    const bundle = await bundleChild(PROGRAM, folder);
    const files = bench.set.pages.map((page) => page.path);
    const one = files.slice(0, 1);
    const starts: ColdReport[] = [];
    for (let run = 0; run < RUNS; run++) {
      bench.progress(run, RUNS + 2);
      starts.push(await runNode([bundle, '1', ...one]));
    }
    const many = [String(bench.quick ? 40 : PAGES), ...files];
    const long = await runNode([bundle, ...many]);
    const lean = await runNode(['--max-semi-space-size=1', bundle, ...many], { MALLOC_ARENA_MAX: '1' });
    const tsx = await runNode(['--import', import.meta.resolve('tsx'), entry, '1', ...one]);
    const middle = (pick: (report: ColdReport) => number) => quantile(starts.map(pick), 0.5);
    const [opened, first] = [middle((r) => r.openedMs), middle((r) => r.firstReadingMs)];
    const [peakMb, leanMb] = [long, lean].map((r) => r.peakBytes / 1_048_576) as [number, number];
    return {
      notes: [
        `cold: process start to reader open ${opened.toFixed(0)} ms, to first reading ${first.toFixed(0)} ms (bundled, median of ${RUNS}), ${middle((r) => r.firstReadingCpuMs).toFixed(0)} ms of them processor time`,
        `cold: under tsx to first reading ${tsx.firstReadingMs.toFixed(0)} ms, ${tsx.firstReadingCpuMs.toFixed(0)} ms of them processor time`,
        `cold: resident memory at its height ${peakMb.toFixed(0)} MB after ${long.pages} pages; ${leanMb.toFixed(0)} MB with MALLOC_ARENA_MAX=1 and a young generation of 1 MB`,
      ],
      figures: { 'cold first reading ms': first, 'cold peak MB': peakMb },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runNode(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<ColdReport> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(JSON.parse(output) as ColdReport);
      else reject(new Error(`a cold process ended with code ${code}`));
    });
  });
}
