import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { type Bench, keep, type Outcome } from './suite.ts';
import { addTally, emptyTally, type Tally } from './tally.ts';

export const CAPTURE_FORMATS = [
  'TD1',
  'TD2',
  'TD3',
  'MRV-A',
  'MRV-B',
  'FRA-ID',
  'FRA-DL',
  'CHE-DL',
] as const satisfies readonly MrzFormat[];

/** The formats in about the shares a scanning centre meets them; an odd number, so that every process draws all. */
export const CAPTURE_MIX: readonly MrzFormat[] = [
  ...(['TD3', 'TD1', 'TD2', 'TD3', 'TD1', 'MRV-A', 'TD3', 'FRA-ID'] as const),
  ...(['TD1', 'TD3', 'MRV-B', 'TD2', 'TD3', 'FRA-DL', 'CHE-DL'] as const),
];

/** Bands of capital height, px: from here up to the next. */
export const CAP_BANDS = [8, 10, 12, 16, 20, 28] as const;

/** What one child is to do: captures `first`, `first + step`, … below `end`. */
export interface CaptureJob {
  readonly first: number;
  readonly step: number;
  readonly end: number;
}

/** A share of the work that is done. */
export interface CaptureReport {
  readonly byFormat: Readonly<Partial<Record<MrzFormat, Tally>>>;
  readonly byBand: Readonly<Record<number, Tally>>;
  /** Pictures of silent errors. */
  readonly pictures: readonly { readonly name: string; readonly base64: string }[];
}

/** Reads drawn captures of all formats in several processes. */
export async function readCaptures(bench: Bench): Promise<Outcome> {
  const all = emptyTally();
  const byFormat = new Map<MrzFormat, Tally>();
  const byBand = new Map<number, Tally>();
  const take = (report: CaptureReport): void => {
    for (const [format, tally] of Object.entries(report.byFormat)) {
      addTo(byFormat, format as MrzFormat, tally);
      addTally(all, tally);
    }
    for (const [band, tally] of Object.entries(report.byBand)) addTo(byBand, Number(band), tally);
    for (const { name, base64 } of report.pictures) keep(bench.keepFolder, name, Buffer.from(base64, 'base64'));
    bench.progress(all.n, bench.captures);
  };
  const jobs = Math.max(1, Math.min(bench.jobs, bench.captures));
  await Promise.all(
    Array.from({ length: jobs }, (_, job) =>
      runChild({ first: bench.firstCapture + job, step: jobs, end: bench.firstCapture + bench.captures }, take),
    ),
  );
  const bands = [...byBand].sort(([a], [b]) => a - b);
  return {
    rows: [
      { name: 'captures', tally: all },
      ...CAPTURE_FORMATS.flatMap((format) => {
        const tally = byFormat.get(format);
        return tally ? [{ name: `captures ${format}`, tally, aside: true }] : [];
      }),
      ...bands.map(([from, tally]) => ({ name: `captures ≥ ${from} px`, tally, aside: true })),
    ],
    figures: { 'captures n': all.n },
  };
}

function addTo<K>(map: Map<K, Tally>, key: K, tally: Tally): void {
  const sum = map.get(key) ?? emptyTally();
  addTally(sum, tally);
  map.set(key, sum);
}

function runChild(job: CaptureJob, take: (report: CaptureReport) => void): Promise<void> {
  const child = fork(fileURLToPath(new URL('./captures-child.ts', import.meta.url)), {
    execArgv: ['--import', import.meta.resolve('tsx')],
  });
  return new Promise((resolve, reject) => {
    child.on('message', (report) => take(report as CaptureReport));
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`a process that reads captures ended with code ${code}`)),
    );
    child.send(job);
  });
}
