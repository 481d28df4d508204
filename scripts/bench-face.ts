import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openFaceNetworks } from '../models/face/face-networks.ts';
import { checkoutModelPlaces, resolveModels } from '../models/model-store.ts';
import { goalLines } from './bench-face/goals.ts';
import { measureMatching } from './bench-face/matching.ts';
import { measurePresentationAttacks } from './bench-face/presentation-attacks.ts';
import { measureSpeed } from './bench-face/speed.ts';
import type { Bench, Outcome } from './bench-face/suite.ts';

/** In the order of a run. */
const SUITES = {
  speed: measureSpeed,
  pad: measurePresentationAttacks,
  matching: measureMatching,
} as const satisfies Readonly<Record<string, (bench: Bench) => Promise<Outcome>>>;
type SuiteName = keyof typeof SUITES;

const HELP = `How well, how fast and how honestly the living face is compared with its document.

  npm run bench:face -- [--pictures DIR] [--quick] [--suite NAME …] [--references N] [--peer DIR] [--soak N]
                        [--write-calibration YYYY-MM-DD] [--json FILE]

  --pictures DIR   folder with orl/, azure-families/, officials/, astronaut/, silentface-pad/, vietmoney-pad/;
                   ../shared/pictures unless given
  --suite NAME     only this suite, may be repeated: ${Object.keys(SUITES).join(' ')}
  --quick          three persons of each set, few frames
  --references N   pictures of each person that also serve as simulated document portraits, 2 unless given
  --peer DIR       folder with the peer, made outside the repository with
                   mkdir peer && cd peer && npm init -y &&
                   npm i @vladmandic/human @tensorflow/tfjs-{core,converter,backend-wasm}; without it no peer runs
  --soak N         runs of the whole work on one frame, watching the memory; 300 unless given
  --write-calibration DATE   writes models/calibration/<model>/{photo,chip,printed}.json
  --json FILE      writes every figure

Rates have 95 % bounds: Clopper-Pearson over pairs, and a bootstrap over persons, which is the honest one, because pairs of
one person are not independent. Document portraits and most attacks are simulated from the pictures. Times are processor
time of all threads, median / 95th percentile.`;

const args = readArguments();
if (!existsSync(args.pictures)) refuse(`${args.pictures} does not exist; --pictures names the folder`);
const places = checkoutModelPlaces();
const figures: Record<string, number> = {};
console.log(`pictures of ${args.pictures}, load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`);
for (const name of args.suites) {
  const outcome = await SUITES[name](benchFor(name));
  console.log(`\n${name}\n${outcome.lines.map((line) => `  ${line}`).join('\n')}`);
  Object.assign(figures, outcome.figures);
}
console.log(`\ngoals\n${goalLines(figures).join('\n')}`);
if (args.json !== null) writeFileSync(args.json, `${JSON.stringify(figures, null, 1)}\n`);
process.exit(0);

function benchFor(suite: string): Bench {
  let saidAt = performance.now();
  return {
    pictures: args.pictures,
    quick: args.quick,
    referencesPerPerson: args.references,
    soakRuns: args.soak,
    peerFolder: args.peer,
    calibrationDate: args.calibrationDate,
    tier: async (name) => {
      const resolved = await resolveModels(name === 'station' ? places : { ...places, modelsDir: null });
      return resolved.tier === name ? openFaceNetworks(resolved) : null;
    },
    progress: (done, of) => {
      if (performance.now() - saidAt < 30_000) return;
      saidAt = performance.now();
      process.stderr.write(`${suite} ${done} of ${of}\n`);
    },
  };
}

function readArguments() {
  const { values } = parseOrRefuse();
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const asked = values.suite ?? Object.keys(SUITES);
  const unknown = asked.filter((name) => !(name in SUITES));
  if (unknown.length > 0) refuse(`no suite named ${unknown.join(', ')}; there are ${Object.keys(SUITES).join(' ')}`);
  const wholeNumber = (text: string | undefined, otherwise: number, option: string): number => {
    if (text === undefined) return otherwise;
    return /^[1-9]\d*$/.test(text) ? Number(text) : refuse(`--${option} takes a whole number from 1, not ${text}`);
  };
  const date = values['write-calibration'];
  if (date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(date)) refuse(`--write-calibration takes a date, not ${date}`);
  if (date !== undefined && values.quick) refuse('a quick run is no calibration');
  return {
    pictures: values.pictures ?? fileURLToPath(new URL('../../shared/pictures/', import.meta.url)),
    suites: [...new Set(asked)] as SuiteName[],
    quick: values.quick,
    references: wholeNumber(values.references, values.quick ? 1 : 2, 'references'),
    soak: wholeNumber(values.soak, values.quick ? 20 : 300, 'soak'),
    peer: values.peer ?? null,
    calibrationDate: date ?? null,
    json: values.json ?? null,
  };
}

function parseOrRefuse() {
  try {
    return parseArgs({
      options: {
        pictures: { type: 'string' },
        suite: { type: 'string', multiple: true },
        quick: { type: 'boolean', default: false },
        references: { type: 'string' },
        peer: { type: 'string' },
        soak: { type: 'string' },
        'write-calibration': { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(sentence: string): never {
  console.error(`bench:face: ${sentence}\nnpm run bench:face -- --help says more.`);
  process.exit(2);
}
