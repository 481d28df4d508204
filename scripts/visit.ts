import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS, type Fault } from '../agent/contract/faults.ts';
import type { CheckView } from '../agent/contract/views.ts';
import type { Centre } from '../central/wiring.ts';
import { en } from '../kiosk/languages/en.ts';
import { openFileStation } from './file-station.ts';
import { openRecognisers } from './open-recognisers.ts';
import { orderFromDocument } from './order-from-document.ts';
import { programClock } from './program-clock.ts';
import { readVisitArguments } from './visit-arguments.ts';
import { FaultError, pilotVisit } from './visit-pilot.ts';

const EXIT = { GREEN: 0, YELLOW: 10, RED: 20, STOPPED: 30 } as const;
const DELIVERY_MS = 20_000;

const asked = readVisitArguments();
const started = performance.now();
const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
const say = (line: string) => console.log(`${seconds().padStart(6)} s  ${line}`);
const home = mkdtempSync(join(tmpdir(), 'id06-visit-'));
let exitCode = 1;
try {
  exitCode = await run();
} catch (error) {
  if (!(error instanceof FaultError)) throw error;
  tellFault(error.fault);
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exit(exitCode);

/** One visit from files to receipt. Resolves with the exit code. */
async function run(): Promise<number> {
  const recognisers = await openRecognisers(say);
  say(`recognisers ready (${en.tiers[recognisers.faces?.tier ?? 'absent']})`);
  const clock = programClock(asked.today ? Date.parse(`${asked.today}T12:00:00Z`) : Date.now());
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const order = asked.order ?? (await orderFromDocument(recognisers, asked.documents, today));
  if (!asked.order) say('no order given: the order claims what the document says, so matching proves nothing');
  const { station, centre, ...files } = await openFileStation({
    ...asked,
    home,
    order,
    recognisers,
    clock,
    onFault: tellFault,
  });
  say('station enrolled at the embedded centre, devices ready');
  try {
    const times: string[] = [];
    station.session.onProgress((report) => {
      if (report.type !== 'step.finished') return;
      const words = `${en.steps[report.step]}: ${en.stepStates[report.state]}`;
      if (report.state !== 'skipped') times.push(`${report.step} ${report.ms.toFixed(0)} ms`);
      say(report.state === 'skipped' ? words : `${words} (${report.ms.toFixed(0)} ms)`);
    });
    const { view } = await pilotVisit(station.session, {
      reference: order.reference,
      path: asked.byOfficer ? 'operator' : 'biometric',
      pagesLeft: files.pagesLeft,
      onPhase: ({ visit }) => {
        if (visit?.fault) tellFault(visit.fault);
      },
    });
    const verdict = view.visit?.outcome?.verdict;
    if (!verdict) {
      if (view.fault) tellFault(view.fault);
      say('the visit ended without a result; nothing was kept');
      return 1;
    }
    const jti = view.history[0]?.jti ?? '';
    const delivery = await station.delivered(jti, DELIVERY_MS);
    const receipt = delivery?.receiptId;
    say(
      receipt ? `the centre accepted the record, receipt ${receipt}` : 'not delivered: the record waits in the outbox',
    );
    for (const check of view.checks) printCheck(check);
    for (const reason of verdict.reasons) console.log(`${reason}: ${en.reasons[reason].sentence}`);
    console.log(`timings: ${times.join(', ')}; whole run ${seconds()} s`);
    if (asked.json) console.log(JSON.stringify({ jti, verdict, receipt: receipt ?? null, checks: view.checks }));
    if (asked.keep) await keepRecord(centre, jti, asked.keep);
    console.log(`VERDICT ${verdict.colour} ${verdict.reasons.join(' ') || '-'} · receipt ${receipt ?? 'none'}`);
    return EXIT[verdict.colour];
  } finally {
    await files.close();
    await recognisers.close();
  }
}

/** Writes what an outside verifier needs: the signed record as the centre opened it, and the key it knows the station by. */
async function keepRecord(centre: Centre, jti: string, folder: string): Promise<void> {
  const [row] = await centre.database.query<{ signed: string; x: string; y: string }>(
    'SELECT r.signed, k.x, k.y FROM results r JOIN station_keys k ON k.kid = r.kid WHERE r.jti = $1',
    [jti],
  );
  if (!row) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'record.jws'), row.signed);
  writeFileSync(join(folder, 'station.jwk'), JSON.stringify({ kty: 'EC', crv: 'P-256', x: row.x, y: row.y }));
}

function printCheck({ id, result, document, match }: CheckView): void {
  const mark = result === 'successful' ? '✓' : result === 'failed' ? '✕' : '–';
  const about = document === undefined ? '' : ` [document ${document + 1}]`;
  console.log(`  ${mark} ${id.padEnd(9)} ${result.padEnd(14)} ${en.checks[id]}${about}${match ? ` (${match})` : ''}`);
}

function tellFault(fault: Fault): void {
  const { sentence, remedy } = en.faults[fault.code];
  const where = fault.where ? ` at ${fault.where}` : '';
  say(`fault ${fault.code}${where}: ${sentence} ${remedy} [${FAULTS[fault.code].severity}]`);
}
