import { type FaultCode, failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import type { Device, DeviceEvent, DeviceIdentity, DeviceRole } from '../ports.ts';
import type { World } from './world.ts';

const UNPLUGGED: Readonly<Record<DeviceRole, FaultCode>> = {
  'document-scanner': 'scanner.unplugged',
  'chip-reader': 'chip.unplugged',
  'face-camera': 'camera.unplugged',
  'code-reader': 'code-reader.unplugged',
  indicator: 'indicator.unplugged',
  printer: 'printer.unplugged',
};

/** The cable between one simulated device and the station: the part every device shares. */
export interface Connection<R extends DeviceRole> extends Device {
  readonly role: R;
  /** Aborted when the device is closed or its cable is pulled; null while it is not open. */
  session(): AbortSignal | null;
  emit(event: DeviceEvent): void;
  /** Ends the connection with a fault, as a pulled cable does. */
  lose(code: FaultCode): void;
  unplugged(): Result<never>;
}

/** `opened` runs right after each successful `open`, to report what is already there. */
export function connect<R extends DeviceRole>(
  world: World,
  role: R,
  model: string,
  opened: () => void = () => {},
): Connection<R> {
  const identity: DeviceIdentity = { role, model, serial: `SIM-${role}`, origin: 'simulated' };
  const listeners = new Set<(event: DeviceEvent) => void>();
  let open: AbortController | null = null;

  const emit = (event: DeviceEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  const end = () => {
    const ending = open;
    open = null;
    ending?.abort();
  };
  const lose = (code: FaultCode) => {
    if (open === null) return;
    end();
    emit({ type: 'device.lost', fault: fault(code, { where: role }) });
  };
  const unplugged = () => failed(fault(UNPLUGGED[role], { where: role }));
  world.listen((event) => {
    if (event.type === 'cable.pulled' && event.role === role) lose(UNPLUGGED[role]);
  });

  return {
    role,
    id: `simulated-${role}`,
    open: async () => {
      if (!world.isPlugged(role)) return unplugged();
      if (open === null) {
        open = new AbortController();
        opened();
      }
      return ok(identity);
    },
    close: async () => end(),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    session: () => open?.signal ?? null,
    emit,
    lose,
    unplugged,
  };
}
