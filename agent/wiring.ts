import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { StationDevices } from '../drivers/ports.ts';
import { type Fault, ok, type Result } from './contract/faults.ts';
import type { RulePack } from './contract/rule-pack.ts';
import type { StationConfig } from './contract/station-config.ts';
import type { HistoryView, StaffView } from './contract/views.ts';
import type { EnrolmentGrant } from './contract/wire.ts';
import { maskedName } from './session/masked-name.ts';
import { openSession, type Session } from './session/open-session.ts';
import { calendarDate, type SessionClock } from './session/session-clock.ts';
import { DEFAULT_LIMITS, RECORDED_LIMITS, type SessionLimits } from './session/session-limits.ts';
import type { StationRecognisers } from './session/station-ports.ts';
import { openStore } from './store/open-store.ts';
import { loadRowKey } from './store/row-key.ts';
import type { Store } from './store/store.ts';
import { type CentreAddress, DEFAULT_DEADLINE_MS } from './upload/centre-link.ts';
import { createUploader, type DeliveryChange } from './upload/deliver.ts';
import { enrol, verifyGrant } from './upload/enrol.ts';
import { fetchAppointments } from './upload/fetch-appointments.ts';
import { openStationKeys, type StationKeys } from './upload/station-keys.ts';
import { untilDelivered, waitFor } from './wiring/await-delivery.ts';
import { createOrderBook } from './wiring/order-book.ts';
import { readRulePacks } from './wiring/rule-pack-files.ts';
import { openRulesInForce } from './wiring/rules-in-force.ts';
import { abortInterruptedVisits, createVisitLedger } from './wiring/visit-ledger.ts';

/** Everything a station needs from outside: devices, recognisers, keys, time, chance and paths. */
export interface StationOptions {
  readonly config: StationConfig;
  readonly dataDir: string;
  readonly rulePacksDir: string;
  readonly centreUrl: string;
  /** Asked for only when the station holds no grant yet. */
  readonly enrolmentCode: () => Promise<string>;
  readonly devices: StationDevices;
  readonly recognisers: StationRecognisers;
  readonly agentVersion: string;
  readonly clock: SessionClock;
  readonly fetch?: typeof globalThis.fetch;
  readonly limits?: SessionLimits;
  /** A recording neither follows advice nor answers a challenge, so none is given. */
  readonly capture?: 'live' | 'recorded';
  readonly simulator?: () => StaffView['simulator'];
  readonly onFault: (fault: Fault) => void;
}

/** A running station without its pages: what the API and the command line drive. */
export interface Station {
  readonly session: Session;
  readonly store: Store;
  readonly bootId: string;
  /** Reads the appointments anew from the centre. */
  refreshOrders(): Promise<Result<void>>;
  /** Looks at once for results to deliver. */
  deliverNow(): void;
  /** Resolves with the end of a delivery: accepted, refused for good, or still waiting after `withinMs`. */
  delivered(jti: string, withinMs: number): Promise<DeliveryChange | null>;
  readonly startedAfterCrash: number;
  close(): Promise<void>;
}

/** Longest wait for deliveries under way when the station closes, milliseconds. */
const CLOSE_BOUND_MS = 3_000;

/** Puts the station together: store, keys, grant, orders, uploader, ledger, session. Faults name what must be put right. */
export async function openStation(options: StationOptions): Promise<Result<Station>> {
  const { config, clock } = options;
  const recorded = options.capture === 'recorded';
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const today = () => calendarDate(clock.now(), config.timeZone);
  const packs = await readRulePacks(options.rulePacksDir, {
    signers: config.rulePackSigners,
    demonstration: config.devices === 'simulated' ? 'taken' : 'refused',
  });
  if (!packs.ok) return packs;
  const rowKey = loadRowKey(join(options.dataDir, 'row.key'), randomBytes);
  if (!rowKey.ok) return rowKey;
  const opened = openStore({
    directory: join(options.dataDir, 'store'),
    rowKey: rowKey.value,
    now: () => new Date(clock.now()),
  });
  if (!opened.ok) return opened;
  const store = opened.value;
  const refuse = <T extends Result<never>>(why: T): T => {
    store.close();
    return why;
  };
  const rules = openRulesInForce({
    packs: packs.value,
    series: config.rulePacks,
    store,
    day: today(),
    adapt: recorded ? withoutChallenge : (pack) => pack,
  });
  if (!rules.ok) return refuse(rules);
  const interrupted = abortInterruptedVisits(store);
  if (!interrupted.ok) return refuse(interrupted);
  const keys = await openStationKeys(join(options.dataDir, 'station.pem'));
  if (!keys.ok) return refuse(keys);
  const address: CentreAddress = {
    baseUrl: options.centreUrl,
    fetch: options.fetch ?? globalThis.fetch,
    deadlineMs: DEFAULT_DEADLINE_MS,
    nowMs: clock.now,
  };
  const grant = await obtainGrant(options, store, keys.value, address);
  if (!grant.ok) return refuse(grant);
  store.appendAudit({ event: 'agent.started' });

  const link = { ...address, keys: keys.value, grant: grant.value };
  const orders = createOrderBook(() => fetchAppointments(link));
  const history: HistoryView[] = [];
  const listeners = new Set<(change: DeliveryChange) => void>();
  let queueFault: Fault | null = null;
  const uploader = createUploader({
    outbox: store,
    link,
    random: Math.random,
    wait: waitFor,
    onChange: (change) => {
      queueFault = change.fault ?? (change.state === 'accepted' ? null : queueFault);
      const index = history.findIndex((line) => line.jti === change.jti);
      const line = history[index];
      if (line)
        history[index] = {
          ...line,
          delivery: change.state,
          ...(change.receiptId ? { receiptId: change.receiptId } : {}),
        };
      session.deliveryChanged(change);
      session.refresh();
      for (const listener of listeners) listener(change);
    },
    onStoreFault: options.onFault,
  });
  const bootId = uuidv7();
  const ledger = createVisitLedger({
    store,
    keys: keys.value,
    grant: () => grant.value,
    findOrder: orders.find,
    rules: rules.value,
    today,
    station: { id: config.id, site: config.site, agent_version: options.agentVersion, boot_id: bootId },
    onCommitted: (visit, jti) => {
      const at = new Date(visit.decidedAt).toISOString();
      history.unshift({
        jti,
        at,
        reference: visit.observations.order.reference,
        verdict: visit.verdict,
        delivery: 'sealed',
      });
      if (visit.verdict.colour === 'GREEN' || visit.verdict.colour === 'RED')
        orders.close(visit.observations.order.reference);
      uploader.wake();
    },
  });
  const session = openSession({
    station: {
      id: config.id,
      site: config.site,
      simulated: config.devices === 'simulated',
      tier: options.recognisers.faces?.tier ?? 'absent',
      camera: config.camera,
    },
    origin: config.devices === 'simulated' ? 'simulated' : 'hardware',
    language: 'sv',
    devices: options.devices,
    recognisers: options.recognisers,
    ledger,
    rulePack: rules.value.pack,
    clock,
    random: () => randomInt(2 ** 32) / 2 ** 32,
    ...(config.pinnedCameras ? { pinnedCameras: config.pinnedCameras } : {}),
    newVisitId: () => uuidv7(),
    noticeId: config.notice,
    timeZone: config.timeZone,
    limits: options.limits ?? (recorded ? RECORDED_LIMITS : DEFAULT_LIMITS),
    surroundings: () => {
      const simulator = options.simulator?.();
      return {
        queue: queueView(store, queueFault),
        history: history.slice(0, 50),
        appointments: orders.all().map((order) => ({
          reference: order.reference,
          name: maskedName(order),
          ...(order.appointmentAt ? { at: order.appointmentAt } : {}),
          state: order.state === 'open' ? ('expected' as const) : ('closed' as const),
        })),
        ...(simulator ? { simulator } : {}),
      };
    },
    onBug: options.onFault,
  });
  uploader.start();
  await orders.refresh();
  session.refresh();
  return ok({
    session,
    store,
    bootId,
    startedAfterCrash: interrupted.value,
    async refreshOrders() {
      const refreshed = await orders.refresh();
      session.refresh();
      return refreshed;
    },
    deliverNow: () => uploader.wake(),
    delivered: (jti, withinMs) => untilDelivered(store, listeners, jti, withinMs),
    async close() {
      await session.close();
      await uploader.stop(CLOSE_BOUND_MS);
      store.appendAudit({ event: 'agent.stopped' });
      store.close();
    },
  });
}

/** The grant kept from enrolment when it is still sound, else a new one for a one-time code. */
async function obtainGrant(
  options: StationOptions,
  store: Store,
  keys: StationKeys,
  address: CentreAddress,
): Promise<Result<EnrolmentGrant>> {
  const kept = store.station();
  if (!kept.ok) return kept;
  if (kept.value.grantJws !== null) {
    const grant = await verifyGrant(kept.value.grantJws, { station: options.config.id, keys });
    if (grant.ok) return grant;
  }
  const enrolled = await enrol(address, { station: options.config.id, code: await options.enrolmentCode(), keys });
  if (!enrolled.ok) return enrolled;
  const saved = store.saveGrant(enrolled.value.grantJws);
  return saved.ok ? ok(enrolled.value.grant) : saved;
}

const withoutChallenge = (pack: RulePack): RulePack => ({ ...pack, limits: { ...pack.limits, challengeActions: 0 } });

function queueView(store: Store, queueFault: Fault | null): StaffView['queue'] {
  const counts = store.counts();
  const waiting = counts.ok ? counts.value.sealed + counts.value.sending : 0;
  return {
    waiting,
    poison: counts.ok ? counts.value.poison : 0,
    online: queueFault === null,
    ...(queueFault ? { fault: queueFault } : {}),
  };
}
