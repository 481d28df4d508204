import { type Actor, createActor } from 'xstate';
import type { Device, DeviceEvent, DeviceIdentity, DeviceRole, StationDevices } from '../../drivers/ports.ts';
import type { Fault, FaultCode } from '../contract/faults.ts';
import type { DeviceView } from '../contract/views.ts';
import { deviceMachine } from './device-machine.ts';
import type { SessionClock } from './session-clock.ts';

/** What the supervisor tells the session. */
export type SupervisedEvent =
  | Exclude<DeviceEvent, { type: 'device.lost' }>
  | { readonly type: 'device.lost'; readonly role: DeviceRole; readonly fault: Fault }
  | { readonly type: 'device.ready'; readonly role: DeviceRole };

export interface DeviceSupervisor {
  start(): void;
  /** Resolves once each device is ready or has failed its first try. */
  settled(): Promise<void>;
  views(): readonly DeviceView[];
  identities(): readonly DeviceIdentity[];
  isReady(role: DeviceRole): boolean;
  setBusy(role: DeviceRole, busy: boolean): void;
  close(): Promise<void>;
}

/** Fault of a device whose driver does not answer. */
const UNPLUGGED: Readonly<Record<DeviceRole, FaultCode>> = {
  'document-scanner': 'scanner.unplugged',
  'chip-reader': 'chip.unplugged',
  'face-camera': 'camera.unplugged',
  'code-reader': 'code-reader.unplugged',
  indicator: 'indicator.unplugged',
  printer: 'printer.unplugged',
};

/** One device machine beside each device of the station: opens it, watches it, and opens it again after a loss. */
export function createDeviceSupervisor(options: {
  readonly devices: StationDevices;
  readonly clock: SessionClock;
  readonly random: () => number;
  readonly onEvent: (event: SupervisedEvent) => void;
  readonly onChange: () => void;
}): DeviceSupervisor {
  const supervised = devicesOf(options.devices).map((device) => supervise(device, options));
  const byRole = (role: DeviceRole) => supervised.find(({ device }) => device.role === role);
  return {
    start() {
      for (const { actor } of supervised) actor.send({ type: 'open' });
    },
    settled: async () => {
      await Promise.all(supervised.map(({ settled }) => settled));
    },
    views: () => supervised.map(({ device, actor }) => viewOf(device, actor)),
    identities: () => supervised.flatMap(({ actor }) => actor.getSnapshot().context.identity ?? []),
    isReady: (role) => {
      const snapshot = byRole(role)?.actor.getSnapshot();
      return snapshot !== undefined && (snapshot.matches('ready') || snapshot.matches('busy'));
    },
    setBusy: (role, busy) => byRole(role)?.actor.send({ type: busy ? 'work.started' : 'work.finished' }),
    async close() {
      await Promise.all(supervised.map((one) => one.close()));
    },
  };
}

function devicesOf(devices: StationDevices): readonly Device[] {
  const { scanner, camera, chip, codes, indicator, printer } = devices;
  return [scanner, camera, chip, codes, indicator, printer].filter((device) => device !== undefined);
}

function supervise(device: Device, options: Parameters<typeof createDeviceSupervisor>[0]) {
  const { clock, random, onEvent, onChange } = options;
  const actor = createActor(deviceMachine, {
    input: { device, random, unplugged: UNPLUGGED[device.role] },
    clock: timersOf(clock),
  });
  const unlisten = device.listen((event) => {
    if (event.type !== 'device.lost') return onEvent(event);
    actor.send({ type: 'lost', fault: event.fault });
  });
  let wasReady = false;
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  actor.subscribe((snapshot) => {
    const isReady = snapshot.matches('ready') || snapshot.matches('busy');
    if (isReady && !wasReady) onEvent({ type: 'device.ready', role: device.role });
    const { fault } = snapshot.context;
    if (!isReady && wasReady && fault) onEvent({ type: 'device.lost', role: device.role, fault });
    wasReady = isReady;
    if (isReady || snapshot.matches('waiting') || snapshot.matches('faulted')) settle();
    onChange();
  });
  actor.start();
  return {
    device,
    actor,
    settled,
    async close() {
      unlisten();
      actor.stop();
      await device.close();
    },
  };
}

function viewOf(device: Device, actor: Actor<typeof deviceMachine>): DeviceView {
  const { value, context } = actor.getSnapshot();
  return {
    role: device.role,
    model: context.identity?.model ?? device.id,
    state: value,
    ...(context.fault ? { fault: context.fault } : {}),
  };
}

/** XState's timers on the session's clock. */
function timersOf(clock: SessionClock) {
  const cancels = new Map<number, () => void>();
  let last = 0;
  return {
    setTimeout(run: (...args: unknown[]) => void, ms: number) {
      last += 1;
      const id = last;
      cancels.set(
        id,
        clock.setTimer(ms, () => {
          cancels.delete(id);
          run();
        }),
      );
      return id;
    },
    clearTimeout(id: number) {
      cancels.get(id)?.();
      cancels.delete(id);
    },
  };
}
