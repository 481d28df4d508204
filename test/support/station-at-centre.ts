import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Value from 'typebox/value';
import type { Fault } from '../../agent/contract/faults.ts';
import { StationConfig } from '../../agent/contract/station-config.ts';
import type { SessionClock } from '../../agent/session/session-clock.ts';
import { openStation, type Station, type StationOptions } from '../../agent/wiring.ts';
import { type Centre, openCentre } from '../../central/wiring.ts';
import { programClock } from '../../scripts/program-clock.ts';
import { DEMONSTRATION_SIGNERS } from './signed-packs.ts';

export const ROOT = new URL('../..', import.meta.url).pathname;

/** The training station's settings under another name, without its list of cameras: the tests bring cameras of their own. */
export function trainingConfig(id: string): StationConfig {
  const parsed: unknown = JSON.parse(readFileSync(join(ROOT, 'config/stations/training.json'), 'utf8'));
  const { pinnedCameras: _, ...config } = Value.Parse(StationConfig, parsed);
  return { ...config, id };
}

/** The program's clock, which a test can also put forward, so that nobody waits for back-off. */
export interface JumpingClock extends SessionClock {
  jump(ms: number): void;
}

function jumpingClock(): JumpingClock {
  const real = programClock();
  let ahead = 0;
  return {
    ...real,
    now: () => real.now() + ahead,
    jump: (ms) => {
      ahead += ms;
    },
  };
}

/** A centre in memory and the place for stations beside it, on one clock. */
export interface CentreBench {
  readonly folder: string;
  readonly clock: JumpingClock;
  readonly centre: Centre;
  /** A copy of the rule packs: centre and stations read the same bytes, whatever is edited meanwhile. */
  readonly rulePacksDir: string;
  /** Faults of all stations of the bench, as an operator's journal would have them. */
  readonly faults: Fault[];
  /** Opens a station with a folder of its own; throws the fault's code when it does not open. */
  openStation(
    id: string,
    parts: Pick<StationOptions, 'devices' | 'recognisers'> & Partial<StationOptions>,
  ): Promise<Station>;
  close(): Promise<void>;
}

export async function openCentreBench(
  options: { readonly centreKeeps?: 'in-memory' | 'on-disk' } = {},
): Promise<CentreBench> {
  const folder = mkdtempSync(join(tmpdir(), 'id06-bench-'));
  const clock = jumpingClock();
  const rulePacksDir = join(folder, 'rule-packs');
  cpSync(join(ROOT, 'config/rule-packs'), rulePacksDir, { recursive: true });
  const centre = await openCentre({
    keysDir: join(folder, 'centre-keys'),
    dataDir: options.centreKeeps === 'on-disk' ? join(folder, 'centre') : null,
    rulePacksDir,
    rulePackSigners: DEMONSTRATION_SIGNERS,
    now: clock.now,
    templateDir: join(ROOT, '.cache/pglite'),
  });
  const faults: Fault[] = [];
  const stations: Station[] = [];
  return {
    folder,
    clock,
    centre,
    rulePacksDir,
    faults,
    async openStation(id, parts) {
      const opened = await openStation({
        config: trainingConfig(id),
        dataDir: join(folder, id),
        rulePacksDir,
        centreUrl: centre.url,
        enrolmentCode: () => centre.issueEnrolmentCode(id),
        agentVersion: '0.0.0-test',
        clock,
        onFault: (fault) => faults.push(fault),
        ...parts,
      });
      if (!opened.ok) throw new Error(`the station did not open: ${JSON.stringify(opened.fault)}`);
      stations.push(opened.value);
      return opened.value;
    },
    async close() {
      for (const station of stations) await station.close();
      await centre.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the centre keeps of one station's results, in the order of their numbers. */
export interface KeptResult {
  readonly jti: string;
  readonly seq: number;
  readonly colour: string;
  readonly status: string;
  readonly signed: string;
  readonly kid: string;
}

export async function resultsAtCentre(centre: Centre, station: string): Promise<readonly KeptResult[]> {
  const rows = await centre.database.query<KeptResult>(
    'SELECT jti, seq, colour, status, signed, kid FROM results WHERE station_id = $1 ORDER BY seq',
    [station],
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/** The public key under which the centre enrolled a station. */
export async function enrolledKey(centre: Centre, kid: string) {
  const [row] = await centre.database.query<{ x: string; y: string }>('SELECT x, y FROM station_keys WHERE kid = $1', [
    kid,
  ]);
  if (!row) throw new Error('no such key at the centre');
  return { kty: 'EC', crv: 'P-256', ...row } as const;
}
