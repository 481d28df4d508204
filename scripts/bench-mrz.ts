import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCaptures } from './bench-mrz/captures.ts';
import { startCold } from './bench-mrz/cold-start.ts';
import { readFrames } from './bench-mrz/frames.ts';
import { sendHostileInput, timeParses } from './bench-mrz/fuzz-suite.ts';
import { goalLines } from './bench-mrz/goals.ts';
import { readNegatives } from './bench-mrz/negatives.ts';
import { readOrientations } from './bench-mrz/orientations.ts';
import { readWithPeers } from './bench-mrz/peers.ts';
import { openPictureSet } from './bench-mrz/picture-set.ts';
import { openReadingLine, warmUp } from './bench-mrz/reading-line.ts';
import { figuresOf, problemLines, tableHead, tableLine } from './bench-mrz/report.ts';
import { readCrops, readDegraded, readPages } from './bench-mrz/set-suites.ts';
import type { Bench, Outcome, Row } from './bench-mrz/suite.ts';

/** In the order of a run: the longest last. */
const SUITES = {
  pages: readPages,
  crops: readCrops,
  L1: (bench: Bench) => readDegraded(bench, 'L1'),
  L2: (bench: Bench) => readDegraded(bench, 'L2'),
  L3: (bench: Bench) => readDegraded(bench, 'L3'),
  negatives: readNegatives,
  frames: readFrames,
  cold: startCold,
  parse: timeParses,
  orientations: readOrientations,
  fuzz: sendHostileInput,
  captures: readCaptures,
  peers: readWithPeers,
} as const satisfies Readonly<Record<string, (bench: Bench) => Promise<Outcome>>>;
type SuiteName = keyof typeof SUITES;

const HELP = `How well, how fast and how safely the machine-readable zone is read.

  npm run bench:mrz -- [--set DIR] [--quick] [--peers] [--suite NAME …] [--captures N] [--jobs N]
                       [--negatives DIR] [--doubted FILE …] [--keep DIR] [--json FILE]

  --set DIR        folder with truth.json, img/ and perhaps crop/; the fixtures of the tests unless given
  --suite NAME     only this suite, may be repeated: ${Object.keys(SUITES).join(' ')}
  --quick          fewer captures, pages, hostile inputs
  --peers          tesseract.js on the same crops in the same run
  --captures N     drawn captures, 100000 unless given (2000 with --quick)
  --from N         number of the first capture, 0 unless given; a long run can be split
  --jobs N         processes for the captures, one a core unless given
  --negatives DIR  pictures without an MRZ; nothing of them may be accepted
  --doubted FILE   a picture whose truth is known to be wrong: never counted as a silent error
  --keep DIR       writes the pictures that were not read exactly
  --json FILE      writes every figure

Times are processor time of all threads, median / 95th percentile: from file bytes to pixels, from pixels to a checked
reading, and both, after 60 readings of other pages; the suite cold tells the first one. Capitals of a set are taken as 0.85 of its lineHeightPx. Problems print specimen texts: use no set of real
people where others see the screen.`;

const PROBLEMS_SHOWN = 25;

const args = readArguments();
const context = await openBench();
const rows: Row[] = [];
const figures: Record<string, number> = {};
try {
  if (context.set.pages.length === 0) refuse(`${context.set.folder}: truth.json lists no picture`);
  await warmUp(context.line);
  const load = `load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`;
  console.log(`${context.set.pages.length} pages of ${context.set.folder}, ${load}\n\n${tableHead()}`);
  for (const name of args.suites) await runSuite(name);
} finally {
  await context.line.close();
}
console.log(`\ngoals\n${goalLines({ rows, figures }).join('\n')}`);
if (args.json !== null) writeFileSync(args.json, `${JSON.stringify(asJson(), null, 1)}\n`);
process.exit(0);

async function runSuite(name: SuiteName): Promise<void> {
  const outcome = await SUITES[name]({ ...context, progress: progressOf(name) });
  clearProgress();
  for (const row of outcome.rows ?? []) {
    rows.push(row);
    console.log(tableLine(row));
  }
  for (const row of outcome.rows ?? []) {
    if (row.aside) continue;
    const lines = problemLines(row.name, row.tally.problems, PROBLEMS_SHOWN);
    if (lines.length > 0) console.log(lines.join('\n'));
  }
  if (outcome.notes && outcome.notes.length > 0) console.log(outcome.notes.join('\n'));
  Object.assign(figures, outcome.figures);
}

async function openBench(): Promise<Omit<Bench, 'progress'>> {
  const set = orRefuse(() => openPictureSet(args.set));
  return {
    set,
    line: await openReadingLine(),
    quick: args.quick,
    captures: args.captures,
    firstCapture: args.firstCapture,
    jobs: args.jobs,
    negativesFolder: args.negatives,
    doubted: new Set(args.doubted),
    keepFolder: args.keep,
  };
}

function readArguments() {
  const { values } = orRefuse(() =>
    parseArgs({
      options: {
        set: { type: 'string' },
        suite: { type: 'string', multiple: true },
        quick: { type: 'boolean', default: false },
        peers: { type: 'boolean', default: false },
        captures: { type: 'string' },
        from: { type: 'string' },
        jobs: { type: 'string' },
        negatives: { type: 'string' },
        doubted: { type: 'string', multiple: true, default: [] },
        keep: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }),
  );
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const asked = values.suite ?? Object.keys(SUITES).filter((name) => name !== 'peers');
  const unknown = asked.filter((name) => !(name in SUITES));
  if (unknown.length > 0) refuse(`no suite named ${unknown.join(', ')}; there are ${Object.keys(SUITES).join(' ')}`);
  const wholeNumber = (text: string | undefined, otherwise: number, option: string): number => {
    if (text === undefined) return otherwise;
    return /^[1-9]\d*$/.test(text) ? Number(text) : refuse(`--${option} takes a whole number from 1, not ${text}`);
  };
  return {
    set: values.set ?? fileURLToPath(new URL('../test/fixtures/mrz/', import.meta.url)),
    suites: [...new Set([...asked, ...(values.peers ? ['peers'] : [])])] as SuiteName[],
    quick: values.quick,
    captures: wholeNumber(values.captures, values.quick ? 2_000 : 100_000, 'captures'),
    firstCapture: wholeNumber(values.from, 0, 'from'),
    jobs: wholeNumber(values.jobs, availableParallelism(), 'jobs'),
    negatives: values.negatives ?? null,
    doubted: values.doubted,
    keep: values.keep ?? null,
    json: values.json ?? null,
  };
}

function asJson() {
  return {
    set: args.set,
    rows: rows.map(({ name, tally }) => {
      const { decodeMs: _decode, readMs: _read, problems, ...counts } = tally;
      return { name, ...counts, ...figuresOf(tally), problems };
    }),
    figures,
  };
}

/** A line that says how far a suite is, twice a second, on a terminal; every half minute elsewhere. */
function progressOf(name: string): (done: number, of: number) => void {
  const everyMs = process.stderr.isTTY ? 500 : 30_000;
  let saidAt = performance.now();
  return (done, of) => {
    if (performance.now() - saidAt < everyMs) return;
    saidAt = performance.now();
    process.stderr.write(
      `${process.stderr.isTTY ? '\r' : ''}${name} ${done} of ${of}${process.stderr.isTTY ? '   ' : '\n'}`,
    );
  };
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}

function orRefuse<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(sentence: string): never {
  console.error(`bench:mrz: ${sentence}\nnpm run bench:mrz -- --help says more.`);
  process.exit(2);
}
