// A station that does one visit after another until it is killed. Prints a line for every phase, step and promise as it happens.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { StationConfig } from '../../agent/contract/station-config.ts';
import { RECORDED_LIMITS } from '../../agent/session/session-limits.ts';
import { openStation, type Station } from '../../agent/wiring.ts';
import { createFileCamera } from '../../drivers/file-source/file-camera.ts';
import { createFileScanner } from '../../drivers/file-source/file-scanner.ts';
import { programClock } from '../../scripts/program-clock.ts';
import { pilotVisit } from '../../scripts/visit-pilot.ts';
import { CANARY, CANARY_PASSPORT } from './canary-holder.ts';
import { cannedRecognisers } from './canned-recognisers.ts';

/** What the parent tells, as JSON in the first argument. */
export interface ChildTask {
  readonly config: StationConfig;
  readonly dataDir: string;
  readonly rulePacksDir: string;
  readonly centreUrl: string;
  readonly page: string;
  readonly live: string;
  /** `visits`: until killed. `drain`: no visits; ends when nothing waits for delivery. */
  readonly work: 'visits' | 'drain';
}

/** More than a process lives for; then it stands idle until it is killed. */
const VISITS = 8;

const task = JSON.parse(process.argv[2] ?? '') as ChildTask;
const say = (line: string): void => void writeSync(1, `${line}\n`);
const clock = programClock();

say('starting');
const opened = await openStation({
  config: task.config,
  dataDir: task.dataDir,
  rulePacksDir: task.rulePacksDir,
  centreUrl: task.centreUrl,
  enrolmentCode: askParent,
  devices: {
    scanner: createFileScanner({ pages: Array.from({ length: 5000 }, () => ({ white: task.page })) }),
    camera: createFileCamera({
      path: task.live,
      framesPerSecond: 50,
      clock: { nowMs: clock.monotonic, after: (ms, then) => clock.setTimer(ms, then) },
    }),
  },
  recognisers: cannedRecognisers(CANARY_PASSPORT, [CANARY.surname, CANARY.givenNames, CANARY.documentNumber]),
  agentVersion: '0.0.0-test',
  clock,
  capture: 'recorded',
  limits: {
    ...RECORDED_LIMITS,
    // The file scanner has its next page on the glass at once; nobody comes to take it away.
    glassMs: 10,
    capture: { ...RECORDED_LIMITS.capture, gapMs: 5000, staleMs: 5000, spacingMs: 10 },
  },
  onFault: (fault) => say(`fault ${fault.code} ${fault.where ?? ''} ${fault.detail ?? ''}`),
});
if (!opened.ok) throw new Error(`the station did not open: ${JSON.stringify(opened.fault)}`);
const station = opened.value;
const open = station.store.openVisits();
const { quarantine } = station.store.startReport;
say(
  `opened ${open.ok ? open.value.length : 'fault'} ${station.startedAfterCrash} ${quarantine ? 'quarantine' : 'sound'}`,
);
if (task.work === 'drain') await drain(station);
else await visitAgainAndAgain(station);

async function visitAgainAndAgain({ session }: Station): Promise<void> {
  await session.devicesSettled();
  const told = new Map<string, string>();
  session.onProgress((report) => {
    if (report.type === 'step.started') say(`step ${report.step}`);
  });
  let phase = '';
  session.onChange(() => {
    const view = session.staffView();
    if (view.phase !== phase) say(`phase ${view.phase}`);
    phase = view.phase;
    for (const { jti, delivery } of view.history) {
      if (told.get(jti) === delivery) continue;
      if (!told.has(jti)) say(`committed ${jti}`);
      say(`${delivery} ${jti}`);
      told.set(jti, delivery);
    }
  });
  for (let count = 0; count < VISITS; count += 1) {
    const free = session.staffView().appointments.filter(({ state }) => state === 'expected');
    const next = free[Math.floor(Math.random() * free.length)];
    if (!next) throw new Error('no order left');
    const path = count % 4 === 3 ? 'operator' : 'biometric';
    const { view } = await pilotVisit(session, {
      reference: next.reference,
      path,
      pagesLeft: () => false,
      onPhase: () => {},
    });
    if (!view.visit) throw new Error(`a visit ended without a result: ${view.fault?.code}`);
    const idle = new Promise<void>((resolve) => {
      const stop = session.onChange(() => {
        if (session.staffView().phase !== 'idle') return;
        stop();
        resolve();
      });
    });
    await session.command({ type: 'finish', visit: view.visit.id });
    await idle;
  }
}

async function drain({ session, store, close }: Station): Promise<void> {
  for (let told = ''; ; ) {
    const { queue } = session.staffView();
    const text = `waiting ${queue.waiting} ${queue.fault?.code ?? ''} ${queue.fault?.detail ?? ''}`;
    if (text !== told) say(text);
    told = text;
    const counts = store.counts();
    if (!counts.ok) throw new Error(counts.fault.code);
    if (counts.value.sealed + counts.value.sending === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await close();
  say('drained');
  process.exit(0);
}

/** The parent answers with a one-time code on standard input. */
function askParent(): Promise<string> {
  say('code?');
  const lines = createInterface({ input: process.stdin });
  return new Promise((resolve) =>
    lines.once('line', (code) => {
      lines.close();
      resolve(code);
    }),
  );
}
