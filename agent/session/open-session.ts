import type { DeviceRole, StationDevices } from '../../drivers/ports.ts';
import type { CommandAnswer } from '../contract/endpoints.ts';
import { type Fault, fault } from '../contract/faults.ts';
import type { RulePack } from '../contract/rule-pack.ts';
import type { CardholderView, StaffView } from '../contract/views.ts';
import type { Language, Light, Origin } from '../contract/vocabulary/document.ts';
import type { DeliveryState } from '../contract/vocabulary/visit.ts';
import { createDeviceSupervisor } from './device-supervisor.ts';
import { createFreshView } from './fresh-view.ts';
import { indicatorSignal } from './indicator-signal.ts';
import { createListeners } from './listeners.ts';
import { createPictureVault } from './picture-vault.ts';
import type { SessionClock } from './session-clock.ts';
import type { SessionSettings } from './session-context.ts';
import type { ProgressReport, SessionCommand } from './session-events.ts';
import { hostSession } from './session-host.ts';
import { DEFAULT_LIMITS, type SessionLimits } from './session-limits.ts';
import type { StationRecognisers, VisitLedger } from './station-ports.ts';
import { createStationWork } from './station-work.ts';
import { type Surroundings, toCardholderView, toStaffView } from './view.ts';
import { answeredBefore } from './visit-guards.ts';

export interface SessionOptions {
  readonly station: CardholderView['station'];
  readonly origin: Origin;
  /** Language of the screen between visits. */
  readonly language: Language;
  readonly devices: StationDevices;
  readonly recognisers: StationRecognisers;
  readonly ledger: VisitLedger;
  readonly rulePack: RulePack;
  readonly clock: SessionClock;
  /** Uniform in [0, 1), from a source that cannot be guessed. */
  readonly random: () => number;
  /** Names of the face cameras that this station may use. */
  readonly pinnedCameras?: readonly string[];
  readonly newVisitId: () => string;
  readonly noticeId: string;
  readonly timeZone: string;
  readonly lights?: readonly Light[];
  readonly limits?: SessionLimits;
  /** What the officer sees beside the visit; asked for whenever a view is made. */
  readonly surroundings: () => Surroundings;
  /** A bug was caught and the visit stopped safely. */
  readonly onBug?: (fault: Fault) => void;
}

/** The running station: commands in, whole views out. */
export interface Session {
  /** Answers at once, but for a check-in: that is answered when its order was found or not. */
  command(command: SessionCommand): Promise<CommandAnswer>;
  cardholderView(): CardholderView;
  staffView(): StaffView;
  /** Calls after changes; read the views then. Returns the way to stop, as the other listeners do. */
  onChange(listener: () => void): () => void;
  /** Steps of machine work as they begin and end, with milliseconds. */
  onProgress(listener: (report: ProgressReport) => void): () => void;
  /** JPEG frames of the face camera while a visit looks at it; the bytes must not be kept. */
  onFrame(listener: (jpeg: Uint8Array) => void): () => void;
  /** JPEG of a picture of the open visit; null once it is over. */
  picture(id: string): Uint8Array | null;
  deliveryChanged(change: { readonly jti: string; readonly state: DeliveryState; readonly receiptId?: string }): void;
  /** Tells that the surroundings changed. */
  refresh(): void;
  /** Resolves once every device is ready or has failed its first try. */
  devicesSettled(): Promise<void>;
  /** Ends an open visit without a result, overwrites its pictures, closes the devices. */
  close(): Promise<void>;
}

/** Starts the chart and the device machines over the given ports. Nothing of a visit is written to disk from here. */
export function openSession(options: SessionOptions): Session {
  const { clock, station, devices, rulePack, random } = options;
  const { faces } = options.recognisers;
  const limits = options.limits ?? DEFAULT_LIMITS;
  const vault = createPictureVault();
  const changes = createListeners<void>();
  const transitions = createListeners<void>();
  const progress = createListeners<ProgressReport>();
  const frames = createListeners<Uint8Array>();
  let signal = '';
  let announced = false;

  const supervisor = createDeviceSupervisor({
    devices,
    clock,
    random,
    onEvent: (event) => host.send(event),
    onChange: () => changed(),
  });
  const work = createStationWork({
    ...options.recognisers,
    devices,
    ledger: options.ledger,
    rulePack,
    clock,
    random,
    newVisitId: options.newVisitId,
    vault,
    capture: limits.capture,
    pinnedCameras: options.pinnedCameras ?? null,
    lights: options.lights ?? ['white', 'infrared', 'ultraviolet'],
    noticeId: options.noticeId,
    timeZone: options.timeZone,
    identities: supervisor.identities,
    onFrame: frames.tell,
    onProgress: (report) => {
      noteBusy(report);
      progress.tell(report);
    },
  });
  const settings: Omit<SessionSettings, 'startFault'> = {
    clock,
    limits,
    rulePack,
    work,
    vault,
    language: options.language,
    origin: options.origin,
    faces:
      !faces || faces.tier === 'absent'
        ? 'none'
        : faces.passiveLiveness
          ? 'with-passive-liveness'
          : 'without-passive-liveness',
  };
  const host = hostSession({
    settings,
    onTransition: () => {
      transitions.tell();
      changed();
    },
    onBug: (caught) => options.onBug?.(caught),
    standing: () => ROLES.filter(supervisor.isReady).map((role) => ({ type: 'device.ready', role })),
  });
  const cardholderView = createFreshView((revision) => toCardholderView(host.snapshot(), station, revision));
  const staffView = createFreshView((revision) =>
    toStaffView(host.snapshot(), station, revision, supervisor.views(), options.surroundings()),
  );
  supervisor.start();

  /** Many transitions of one moment are told once. */
  function changed(): void {
    if (announced) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      showSignal();
      changes.tell();
    });
  }

  function showSignal(): void {
    const next = indicatorSignal(cardholderView());
    if (!devices.indicator || next === signal || !supervisor.isReady('indicator')) return;
    signal = next;
    devices.indicator.show(next).then(
      (shown) => {
        if (!shown.ok) signal = '';
      },
      () => options.onBug?.(fault('program.bug', { where: 'indicator' })),
    );
  }

  function noteBusy(report: ProgressReport): void {
    if (report.type === 'capture.progressed') return;
    const role = BUSY_STEPS[report.step];
    if (role) supervisor.setBusy(role, report.type === 'step.started');
  }

  function orderLookedUp(): Promise<void> {
    return new Promise((resolve) => {
      const stop = transitions.add(() => {
        if (host.snapshot().matches({ idle: 'lookingUp' })) return;
        stop();
        resolve();
      });
    });
  }

  return {
    async command(command) {
      const before = host.snapshot().context;
      if ('visit' in command && command.visit !== before.visit?.id) return refused(fault('command.stale-visit'));
      const lookedUp = command.type === 'checkIn' ? orderLookedUp() : null;
      host.send(command);
      const after = host.snapshot();
      if (after.context.refused !== before.refused) {
        const again = answeredBefore(before, command);
        return refused(fault(again ? 'comparison.same-officer' : 'command.not-now'));
      }
      if (lookedUp && after.matches({ idle: 'lookingUp' })) await lookedUp;
      const { visit, fault: cause } = host.snapshot().context;
      return command.type === 'checkIn' && !visit ? refused(cause ?? fault('order.not-found')) : { accepted: true };
    },
    cardholderView,
    staffView,
    onChange: changes.add,
    onProgress: progress.add,
    onFrame: frames.add,
    picture: (id) => {
      const kept = vault.get(id);
      return kept ? new Uint8Array(kept.jpeg) : null;
    },
    deliveryChanged: (change) => host.send({ type: 'delivery.changed', ...change }),
    refresh: changed,
    devicesSettled: () => supervisor.settled(),
    async close() {
      await host.close();
      await supervisor.close();
    },
  };
}

const ROLES = ['document-scanner', 'chip-reader', 'face-camera', 'code-reader', 'indicator', 'printer'] as const;

/** The steps in which a device is at work. */
const BUSY_STEPS: Readonly<Partial<Record<string, DeviceRole>>> = {
  'capture-document': 'document-scanner',
  'capture-face': 'face-camera',
};

const refused = (cause: Fault): CommandAnswer => ({ accepted: false, fault: cause });
