import { type FaultCode, failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import type { Device, DeviceEvent, DeviceIdentity, DeviceRole } from '../ports.ts';

/** The part both replay devices share: open and closed, and who listens. */
export interface ReplayConnection<R extends DeviceRole> extends Device {
  readonly role: R;
  /** Aborted on close; null while closed. */
  session(): AbortSignal | null;
  emit(event: DeviceEvent): void;
  closed(): Result<never>;
}

export function connectReplay<R extends DeviceRole>(
  role: R,
  model: string,
  closedFault: FaultCode,
  opened: () => void = () => {},
): ReplayConnection<R> {
  const identity: DeviceIdentity = { role, model, serial: `FILE-${role}`, origin: 'replayed' };
  const listeners = new Set<(event: DeviceEvent) => void>();
  let open: AbortController | null = null;
  return {
    role,
    id: `file-${role}`,
    open: async () => {
      if (open === null) {
        open = new AbortController();
        opened();
      }
      return ok(identity);
    },
    close: async () => {
      const ending = open;
      open = null;
      ending?.abort();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    session: () => open?.signal ?? null,
    emit: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
    closed: () => failed(fault(closedFault, { where: role })),
  };
}
