import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Value from 'typebox/value';
import type { Fault } from '../agent/contract/faults.ts';
import type { CardOrder } from '../agent/contract/order.ts';
import { StationConfig } from '../agent/contract/station-config.ts';
import { planDocuments } from '../agent/domain/plan-documents.ts';
import { packInForce } from '../agent/domain/rule-pack-in-force.ts';
import { calendarDate, type SessionClock } from '../agent/session/session-clock.ts';
import type { StationRecognisers } from '../agent/session/station-ports.ts';
import { readRulePacks } from '../agent/wiring/rule-pack-files.ts';
import { openStation, type Station } from '../agent/wiring.ts';
import { type Centre, openCentre } from '../central/wiring.ts';
import { createFileCamera } from '../drivers/file-source/file-camera.ts';
import { createFileScanner } from '../drivers/file-source/file-scanner.ts';
import { FaultError } from './visit-pilot.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const RULE_PACKS = join(ROOT, 'config/rule-packs');

/** A station whose devices are files, enrolled at a centre of its own; both live in `home` and are gone with it. */
export interface FileStation {
  readonly station: Station;
  readonly centre: Centre;
  /** Whether another page can be tried. */
  pagesLeft(): boolean;
  close(): Promise<void>;
}

export async function openFileStation(options: {
  readonly home: string;
  readonly documents: readonly string[];
  readonly permit?: string | undefined;
  readonly face: string;
  readonly order: CardOrder;
  readonly recognisers: StationRecognisers;
  readonly clock: SessionClock;
  readonly onFault: (fault: Fault) => void;
}): Promise<FileStation> {
  const { home, clock, order } = options;
  // A file is no camera that anybody could list.
  const { pinnedCameras: _, ...config } = Value.Parse(
    StationConfig,
    JSON.parse(readFileSync(join(ROOT, 'config/stations/training.json'), 'utf8')),
  );
  const packs = await readRulePacks(RULE_PACKS, { signers: config.rulePackSigners, demonstration: 'taken' });
  if (!packs.ok) throw new FaultError(packs.fault);
  const day = calendarDate(clock.now(), config.timeZone);
  const rules = packInForce(packs.value, { series: config.rulePacks, day, highestUsed: 0 });
  if (!rules.ok) throw new FaultError(rules.fault);
  const centre = await openCentre({
    keysDir: join(home, 'centre-keys'),
    dataDir: null,
    rulePacksDir: RULE_PACKS,
    rulePackSigners: { keys: config.rulePackSigners, demonstration: 'taken' },
    now: clock.now,
    templateDir: join(ROOT, '.cache/pglite'),
  });
  await centre.addOrders(config.id, [order]);
  const twoDocuments = planDocuments(order, rules.value.pack).length > 1;
  const pages = [...(twoDocuments ? [options.permit ?? null] : []), ...options.documents];
  const scanner = createFileScanner({ pages });
  let captures = 0;
  const opened = await openStation({
    config,
    dataDir: join(home, 'station'),
    rulePacksDir: RULE_PACKS,
    centreUrl: centre.url,
    enrolmentCode: () => centre.issueEnrolmentCode(config.id),
    devices: {
      scanner: {
        ...scanner,
        capture(request) {
          captures++;
          return scanner.capture(request);
        },
      },
      camera: createFileCamera({
        path: options.face,
        clock: { nowMs: clock.monotonic, after: (ms, then) => clock.setTimer(ms, then) },
      }),
    },
    recognisers: options.recognisers,
    agentVersion: String(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version),
    clock,
    capture: 'recorded',
    onFault: options.onFault,
  });
  if (!opened.ok) throw new FaultError(opened.fault);
  const station = opened.value;
  await station.session.devicesSettled();
  return {
    station,
    centre,
    pagesLeft: () => captures < pages.length,
    async close() {
      await station.close();
      await centre.close();
    },
  };
}
