import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublicJwk } from '../../agent/contract/wire.ts';
import { openCentre } from '../../central/wiring.ts';
import { DEMONSTRATION_SIGNERS } from '../support/signed-packs.ts';
import { enrolledKey, ROOT } from '../support/station-at-centre.ts';

/** What `npm start` runs, as a process of its own, with the addresses that it prints for people. */
export interface RunningStation {
  readonly cardholder: string;
  readonly officer: string;
  /** Seconds from the command to the printed addresses. */
  readonly startedAfterS: number;
  /** Last lines of its journal, which explain a visit that did not go as expected. */
  journal(): string;
  /** Ends it as Ctrl-C does; rejects when it does not end well. */
  stop(): Promise<void>;
}

const START_MS = 180_000;

/** Starts station and centre on a free port; rejects with everything it printed when it does not come up. */
export function startStation(options: {
  readonly camera: 'page' | 'station';
  readonly data: string;
}): Promise<RunningStation> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'scripts/start.ts', '--camera', options.camera, '--data', options.data, '--port', '0'],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  let printed = '';
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      process.off('exit', kill);
      resolve(code);
    }),
  );
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => {
      kill();
      reject(new Error(`the station did not come up in ${START_MS / 1000} s:\n${printed}`));
    }, START_MS);
    const listen = (text: Buffer) => {
      printed += text.toString('utf8');
      const cardholder = address('cardholder', printed);
      const officer = address('officer', printed);
      if (!cardholder || !officer || !printed.includes('Ctrl-C')) return;
      clearTimeout(giveUp);
      resolve({
        cardholder,
        officer,
        startedAfterS: (performance.now() - started) / 1000,
        journal: () => readFileSync(join(options.data, 'journal.log'), 'utf8').split('\n').slice(-25).join('\n'),
        async stop() {
          child.kill('SIGTERM');
          const code = await ended;
          if (code !== 0) throw new Error(`the station ended with ${code}:\n${printed}`);
        },
      });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void ended.then((code) => {
      clearTimeout(giveUp);
      reject(new Error(`the station ended with ${code}:\n${printed}`));
    });
  });
}

const address = (name: string, printed: string): string | undefined =>
  new RegExp(`^ +${name} +(http\\S+)$`, 'm').exec(printed)?.[1];

/** A result as the centre keeps it, with the key its station was enrolled with. */
export interface CentreResult {
  readonly reference: string;
  readonly colour: string;
  readonly status: string;
  readonly receiptId: string;
  readonly signed: string;
  readonly key: PublicJwk;
}

/** Opens the centre's folder of a stopped `npm start` and reads what it keeps, in the order in which it was decided. */
export async function readCentre(data: string): Promise<readonly CentreResult[]> {
  const centre = await openCentre({
    keysDir: join(data, 'centre-keys'),
    dataDir: join(data, 'centre'),
    rulePacksDir: join(ROOT, 'config/rule-packs'),
    rulePackSigners: DEMONSTRATION_SIGNERS,
  });
  try {
    const rows = await centre.database.query<
      Record<'order_ref' | 'colour' | 'status' | 'receipt_id' | 'signed' | 'kid', string>
    >('SELECT order_ref, colour, status, receipt_id, signed, kid FROM results ORDER BY seq', []);
    const results: CentreResult[] = [];
    for (const { order_ref, colour, status, receipt_id, signed, kid } of rows) {
      const key = await enrolledKey(centre, kid);
      results.push({ reference: order_ref, colour, status, receiptId: receipt_id, signed, key });
    }
    return results;
  } finally {
    await centre.close();
  }
}
