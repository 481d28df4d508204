import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Value from 'typebox/value';
import { FAULTS, type Fault } from '../agent/contract/faults.ts';
import { StationConfig } from '../agent/contract/station-config.ts';
import { planDocuments } from '../agent/domain/plan-documents.ts';
import { readRulePack } from '../agent/wiring/rule-pack-file.ts';
import { openStation } from '../agent/wiring.ts';
import { openCentre } from '../central/wiring.ts';
import { createFileCamera } from '../drivers/file-source/file-camera.ts';
import { createFileScanner } from '../drivers/file-source/file-scanner.ts';
import { en } from '../kiosk/languages/en.ts';
import { openRecognisers } from './open-recognisers.ts';
import { orderFromDocument } from './order-from-document.ts';
import { programClock } from './program-clock.ts';
import { readVisitArguments } from './visit-arguments.ts';
import { FaultError, pilotVisit } from './visit-pilot.ts';

const EXIT = { GREEN: 0, YELLOW: 10, RED: 20, STOPPED: 30 } as const;
const ROOT = new URL('..', import.meta.url).pathname;

const asked = readVisitArguments();
const started = performance.now();
const say = (line: string) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(2).padStart(7)} s  ${line}`);
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

async function run(): Promise<number> {
  const recognisers = await openRecognisers(say);
  say(`recognisers ready (face tier: ${recognisers.faces?.tier ?? 'absent'})`);
  const clock = programClock(asked.today ? Date.parse(`${asked.today}T12:00:00Z`) : Date.now());
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const order = asked.order ?? (await orderFromDocument(recognisers, asked.documents, today));
  if (!asked.order) say('no order given: the order claims what the document says, so matching proves nothing');
  const config = stationConfig();
  const pack = readRulePack(join(ROOT, 'config/rule-packs', `${config.rulePack}.json`));
  if (!pack.ok) throw new FaultError(pack.fault);
  const centre = await openCentre({
    keysDir: join(home, 'centre-keys'),
    dataDir: null,
    rulePacksDir: join(ROOT, 'config/rule-packs'),
    now: clock.now,
    templateDir: join(ROOT, '.cache/pglite'),
  });
  await centre.addOrders(config.id, [order]);
  const twoDocuments = planDocuments(order, pack.value.pack).length > 1;
  const pages = [...(twoDocuments ? [asked.permit ?? null] : []), ...asked.documents];
  let pagesLeft = pages.length;
  const scanner = createFileScanner({ pages });
  const opened = await openStation({
    config,
    dataDir: join(home, 'station'),
    rulePacksDir: join(ROOT, 'config/rule-packs'),
    centreUrl: centre.url,
    enrolmentCode: () => centre.issueEnrolmentCode(config.id),
    devices: {
      scanner: {
        ...scanner,
        capture: async (request) => {
          pagesLeft--;
          return scanner.capture(request);
        },
      },
      camera: createFileCamera({
        path: asked.face,
        clock: { nowMs: clock.monotonic, after: (ms, then) => clock.setTimer(ms, then) },
      }),
    },
    recognisers,
    agentVersion: packageVersion(),
    clock,
    challenge: 'none',
    onFault: tellFault,
  });
  if (!opened.ok) throw new FaultError(opened.fault);
  const station = opened.value;
  await station.session.devicesSettled();
  say('station enrolled, devices ready');

  const times: string[] = [];
  station.session.onProgress((report) => {
    if (report.type !== 'step.finished') return;
    const words = `${en.steps[report.step]}: ${en.stepStates[report.state]}`;
    if (report.state !== 'skipped') times.push(`${report.step} ${report.ms.toFixed(0)} ms`);
    say(report.state === 'skipped' ? words : `${words} (${report.ms.toFixed(0)} ms)`);
  });
  const piloted = await pilotVisit(station.session, {
    reference: order.reference,
    path: asked.byOfficer ? 'operator' : 'biometric',
    pagesLeft: () => pagesLeft > 0,
    onPhase: (view) => {
      if (view.visit?.fault) tellFault(view.visit.fault);
    },
  });
  const outcome = piloted.view.visit?.outcome;
  if (piloted.kind === 'ended' || !outcome) {
    if (piloted.view.fault) tellFault(piloted.view.fault);
    say('the visit ended without a result');
    await station.close();
    await centre.close();
    await recognisers.close();
    return 1;
  }
  const jti = piloted.view.history[0]?.jti ?? '';
  const delivery = await station.delivered(jti, 20_000);
  const receipt = delivery?.receiptId ?? null;
  say(receipt ? `centre accepted the record, receipt ${receipt}` : 'not delivered: the record waits in the outbox');
  for (const check of piloted.view.checks) printCheck(check);
  for (const reason of outcome.verdict.reasons) console.log(`${reason}: ${en.reasons[reason].sentence}`);
  console.log(`timings: ${times.join(', ')}; whole run ${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (asked.json) console.log(JSON.stringify({ jti, verdict: outcome.verdict, receipt, checks: piloted.view.checks }));
  if (asked.keep) await keep(centre, jti);
  await station.close();
  await centre.close();
  await recognisers.close();
  const { colour, reasons } = outcome.verdict;
  console.log(`VERDICT ${colour} ${reasons.join(' ') || '-'} · receipt ${receipt ?? 'none'}`);
  return EXIT[colour];
}

/** Writes what an outside verifier needs: the signed record as the centre opened it, and the key it enrolled. */
async function keep(centre: Awaited<ReturnType<typeof openCentre>>, jti: string): Promise<void> {
  if (!asked.keep) return;
  mkdirSync(asked.keep, { recursive: true });
  const [row] = await centre.database.query<{ signed: string; x: string; y: string }>(
    'SELECT r.signed, k.x, k.y FROM results r JOIN station_keys k ON k.kid = r.kid WHERE r.jti = $1',
    [jti],
  );
  if (!row) return;
  writeFileSync(join(asked.keep, 'record.jws'), row.signed);
  writeFileSync(join(asked.keep, 'station.jwk'), JSON.stringify({ kty: 'EC', crv: 'P-256', x: row.x, y: row.y }));
}

function printCheck(check: {
  id: keyof typeof en.checks;
  result: keyof typeof en.checkResults;
  document?: number;
  match?: string;
}) {
  const mark = check.result === 'successful' ? '✓' : check.result === 'failed' ? '✕' : '–';
  const about = check.document === undefined ? '' : ` [document ${check.document + 1}]`;
  console.log(
    `  ${mark} ${check.id.padEnd(9)} ${check.result.padEnd(14)} ${en.checks[check.id]}${about}${check.match ? ` (${check.match})` : ''}`,
  );
}

function tellFault(fault: Fault): void {
  const words = en.faults[fault.code];
  say(
    `fault ${fault.code}${fault.where ? ` at ${fault.where}` : ''}: ${words.sentence} ${words.remedy} [${FAULTS[fault.code].severity}]`,
  );
}

function stationConfig(): StationConfig {
  const parsed: unknown = JSON.parse(readFileSync(join(ROOT, 'config/stations/training.json'), 'utf8'));
  return Value.Parse(StationConfig, parsed);
}

function packageVersion(): string {
  return String(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version);
}
