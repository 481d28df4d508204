import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createWorker } from 'tesseract.js';
import { drawPortrait, drawScene } from '../drivers/simulation/cast-pictures.ts';
import { CLEAN } from '../drivers/simulation/document/wear.ts';
import { scenarioOf } from '../drivers/simulation/scenarios.ts';
import { createStudio } from '../drivers/simulation/studio.ts';
import { benchEngine } from './bench/bench-engine.ts';
import { openFileStation } from './file-station.ts';
import { openRecognisers } from './open-recognisers.ts';
import { orderFromDocument } from './order-from-document.ts';
import { programClock } from './program-clock.ts';
import { pilotVisit } from './visit-pilot.ts';

const HELP = `Machine time of each step of a visit (median, 95th percentile) and memory, beside a peer in the same run.

  npm run bench -- [--visits N] [--document FILE --face FILE]
  npm run bench -- --engine        only the verdict engine, without recognisers

Without files, a page and a person of the simulated world are used. The peer reads the same page with tesseract.js and its
English data, the usual choice for an MRZ.`;

const { values } = parseArgs({
  options: {
    visits: { type: 'string', default: '10' },
    document: { type: 'string' },
    face: { type: 'string' },
    engine: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

if (values.engine) {
  for (const line of benchEngine()) console.log(line);
  process.exit(0);
}

const PEER_RUNS = 5;
const visits = Number(values.visits);
const home = mkdtempSync(join(tmpdir(), 'id06-bench-'));
const times = new Map<string, number[]>();
const note = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms]);
const colours = new Set<string>();
try {
  const { page, face } = await pictures();
  const recognisers = await timed('open recognisers', () => openRecognisers(console.log));
  for (let number = 0; number < visits; number++) await oneVisit(number, page, face, recognisers);
  await peer(page);
  report(recognisers.faces?.tier ?? 'absent');
  await recognisers.close();
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exit(0);

async function oneVisit(
  number: number,
  page: string,
  face: string,
  recognisers: Awaited<ReturnType<typeof openRecognisers>>,
): Promise<void> {
  const clock = programClock();
  const order = await orderFromDocument(recognisers, [page], new Date(clock.now()).toISOString().slice(0, 10));
  const { station, ...files } = await timed('open station and centre', () =>
    openFileStation({
      home: join(home, String(number)),
      documents: [page],
      face,
      order,
      recognisers,
      clock,
      onFault: () => {},
    }),
  );
  station.session.onProgress((report) => {
    if (report.type === 'step.finished' && report.state !== 'skipped') note(report.step, report.ms);
  });
  const { view } = await timed('whole visit (machine)', () =>
    pilotVisit(station.session, {
      reference: order.reference,
      path: 'biometric',
      pagesLeft: () => false,
      onPhase: () => {},
    }),
  );
  colours.add(view.visit?.outcome?.verdict.colour ?? 'none');
  await timed('deliver', () => station.delivered(view.history[0]?.jti ?? '', 20_000));
  await files.close();
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  note(name, performance.now() - began);
  return result;
}

/** The files given, or the happy passport and its holder as the simulated world draws them. */
async function pictures(): Promise<{ page: string; face: string }> {
  if (values.document && values.face) return { page: values.document, face: values.face };
  const { documents, scene } = scenarioOf('happy-passport');
  const [laid] = documents;
  if (!laid) throw new Error('the happy scenario has no document');
  const studio = createStudio({ portrait: drawPortrait, scene: drawScene });
  const page = join(home, 'page.jpg');
  const face = join(home, 'face.jpg');
  writeFileSync(page, await studio.page({ document: laid.document, side: laid.side, light: 'white', wear: CLEAN }));
  const rest = { pose: { yawDeg: 0, pitchDeg: 0, rollDeg: 0 }, blink: 0, distance: 1 };
  writeFileSync(
    face,
    await studio.view({ view: { ...scene, ...rest }, widthPx: 640, heightPx: 480, frame: 0, seed: 1 }),
  );
  return { page, face };
}

async function peer(page: string): Promise<void> {
  const langPath = new URL('../node_modules/@tesseract.js-data/eng/4.0.0_best_int', import.meta.url).pathname;
  const worker = await createWorker('eng', 1, { langPath, cacheMethod: 'none', gzip: true });
  for (let run = 0; run < Math.min(visits, PEER_RUNS); run++)
    await timed('peer: tesseract.js on the page', () => worker.recognize(page));
  await worker.terminate();
}

function report(tier: string): void {
  console.log(`\n${visits} visits, face tier ${tier}, ${[...colours].join(' ')}\n`);
  console.log(`${'step'.padEnd(32)}${'median ms'.padStart(10)}${'p95 ms'.padStart(10)}${'n'.padStart(5)}`);
  for (const [name, list] of times) {
    const figures = `${quantile(list, 0.5).padStart(10)}${quantile(list, 0.95).padStart(10)}${String(list.length).padStart(5)}`;
    console.log(`${name.padEnd(32)}${figures}`);
  }
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const [total, heap, buffers] = [rss, heapUsed, arrayBuffers].map((bytes) => (bytes / 1_048_576).toFixed(0));
  for (const line of benchEngine()) console.log(`\n${line}`);
  console.log(`\nmemory: ${total} MB resident, of it ${heap} MB heap and ${buffers} MB buffers`);
}

function quantile(list: readonly number[], share: number): string {
  const sorted = [...list].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(0);
}
