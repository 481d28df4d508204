import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pino from 'pino';
import Value from 'typebox/value';
import { StationConfig } from '../agent/contract/station-config.ts';
import { openJournal } from '../agent/observe/journal.ts';
import { serveStation } from '../agent/wiring/serve-station.ts';
import { createSimulatorDesk, type SimulatorDesk } from '../agent/wiring/simulator-desk.ts';
import { openStation } from '../agent/wiring.ts';
import { openCentre } from '../central/wiring.ts';
import { createPageCamera } from '../drivers/page-camera/page-camera.ts';
import { programClock as worldClock } from '../drivers/simulation/clock.ts';
import { createSimulatedDevices } from '../drivers/simulation/devices.ts';
import { SCENARIOS } from '../drivers/simulation/scenarios.ts';
import { createWorld } from '../drivers/simulation/world.ts';
import { en } from '../kiosk/languages/en.ts';
import { buildPages, PAGES } from './build-pages.ts';
import { openRecognisers } from './open-recognisers.ts';
import { programClock } from './program-clock.ts';

const HELP = `Starts a station on simulated devices with an embedded centre, and prints the addresses of its pages.

  npm start -- [options]

  --camera WHICH    station: the simulated camera; page: the camera of the computer that shows the page (default: station)
  --scenario NAME   the holder who comes first (default: happy-passport); ${SCENARIOS.length} of them in the simulator dock
  --data DIR        where station and centre keep their data (default: .data)
  --port PORT       port of the pages (default: as in the station's file)
  --station FILE    station file (default: config/stations/training.json)`;

const ROOT = new URL('..', import.meta.url).pathname;
const started = performance.now();
const say = (line: string) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}`);

const { values } = parseArgs({
  options: {
    camera: { type: 'string' },
    scenario: { type: 'string', default: 'happy-passport' },
    data: { type: 'string', default: join(ROOT, '.data') },
    port: { type: 'string' },
    station: { type: 'string', default: join(ROOT, 'config/stations/training.json') },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const config = stationConfig();
const data = resolve(values.data);
mkdirSync(data, { recursive: true, mode: 0o700 });
const journal = openJournal({
  destination: pino.destination({ dest: join(data, 'journal.log'), mkdir: true, sync: false }),
});
await buildPages(say);
say('opening the centre');
const centre = await openCentre({
  keysDir: join(data, 'centre-keys'),
  dataDir: join(data, 'centre'),
  rulePacksDir: join(ROOT, 'config/rule-packs'),
  rulePackSigners: { keys: config.rulePackSigners, demonstration: 'taken' },
  templateDir: join(ROOT, '.cache/pglite'),
}).catch((error: unknown) => fail(`the centre did not open: ${error instanceof Error ? error.message : error}`));
const code = await centre.issueEnrolmentCode(config.id);
await centre.addOrders(
  config.id,
  SCENARIOS.map(({ order }) => ({ ...order, state: 'open' as const })),
);
say('opening the recognisers (the first time, face models are built from npm packages)');
const recognisers = await openRecognisers(say);

const clock = programClock();
const world = createWorld({ clock: worldClock });
const devices = createSimulatedDevices(world);
const pageCamera = config.camera === 'page' ? createPageCamera({ clock, origin: 'simulated' }) : null;
let desk: SimulatorDesk | null = null;
const opened = await openStation({
  config,
  dataDir: join(data, 'station'),
  rulePacksDir: join(ROOT, 'config/rule-packs'),
  centreUrl: centre.url,
  enrolmentCode: async () => code,
  devices: pageCamera ? { ...devices, camera: pageCamera } : devices,
  recognisers,
  agentVersion: String(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version),
  clock,
  fetch: (...request) =>
    desk?.isOnline() === false ? Promise.reject(new TypeError('network cut at the dock')) : fetch(...request),
  simulator: () => desk?.view(),
  onFault: (fault) => journal.fault(fault),
});
if (!opened.ok)
  fail(`the station did not start: ${sentence(opened.fault.code)} (${opened.fault.detail ?? opened.fault.code})`);
const station = opened.value;
desk = createSimulatorDesk({
  world,
  book: async (order) => {
    await centre.addOrders(config.id, [order]);
    await station.refreshOrders();
  },
  onChange: () => {
    station.session.refresh();
    if (desk?.isOnline()) station.deliverNow();
  },
  holderDelayMs: 1500,
  scenario: values.scenario,
});
const startKey = randomBytes(12).toString('base64url');
const api = await serveStation({
  station,
  config,
  pages: PAGES,
  clock,
  journal,
  pageCamera,
  desk,
  printer: devices.printer,
  startKey,
});
if (!api.ok)
  fail(`the pages could not be opened: port ${config.listen.port} ${api.fault.detail}; choose another with --port`);
journal.note('agent.started', { station: config.id, tier: recognisers.faces?.tier ?? 'absent' });

say('ready');
console.log(`
  cardholder   ${api.value.url}/
  officer      ${api.value.url}/staff/#key=${startKey}
  centre       ${centre.url}/v1/health
  order        ${SCENARIOS.find(({ id }) => id === values.scenario)?.order.reference ?? '-'} (type it on the cardholder page, or check in from the officer page)
  stop         Ctrl-C
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

async function stop(): Promise<void> {
  say('closing: an open visit is ended and wiped');
  if (api.ok) await api.value.close();
  desk?.close();
  await station.close();
  await devices.close();
  await recognisers.close();
  await centre.close();
  process.exit(0);
}

function stationConfig(): StationConfig {
  const parsed: unknown = JSON.parse(readFileSync(values.station, 'utf8'));
  const file = Value.Parse(StationConfig, parsed);
  const camera = values.camera ?? file.camera;
  if (camera !== 'page' && camera !== 'station') fail('--camera is page or station');
  if (!SCENARIOS.some(({ id }) => id === values.scenario))
    fail(`--scenario is one of ${SCENARIOS.map(({ id }) => id).join(', ')}`);
  const { pinnedCameras, ...rest } = file;
  // The list is of the cameras of the configured place; another computer's camera cannot be known.
  const pinned = camera === file.camera && pinnedCameras ? { pinnedCameras } : {};
  return {
    ...rest,
    ...pinned,
    camera,
    listen: { ...file.listen, ...(values.port ? { port: Number(values.port) } : {}) },
  };
}

function sentence(code: keyof typeof en.faults): string {
  return `${en.faults[code].sentence} ${en.faults[code].remedy}`;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
