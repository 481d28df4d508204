import { type Fault, failed, fault, ok, type Result } from '../../../agent/contract/faults.ts';
import type {
  Camera,
  CameraFrame,
  CodeReader,
  Device,
  DeviceEvent,
  DeviceRole,
  DocumentCapture,
  DocumentScanner,
} from '../../../drivers/ports.ts';
import type { WoundClock } from './wound-clock.ts';

/** A device whose cable a test can pull. */
export interface ActedDevice {
  emit(event: DeviceEvent): void;
  pull(): void;
  plug(): void;
}

const UNPLUGGED = {
  'document-scanner': 'scanner.unplugged',
  'face-camera': 'camera.unplugged',
  'code-reader': 'code-reader.unplugged',
} as const;

function actDevice<R extends keyof typeof UNPLUGGED & DeviceRole>(role: R) {
  const listeners = new Set<(event: DeviceEvent) => void>();
  const onPull = new Set<() => void>();
  let plugged = true;
  let isOpen = false;
  const loss = (): Fault => fault(UNPLUGGED[role], { where: role });
  const emit = (event: DeviceEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  const device: Device & { role: R } = {
    role,
    id: `acted-${role}`,
    open: async () => {
      if (!plugged) return failed(loss());
      isOpen = true;
      return ok({ role, model: `Acted ${role}`, serial: '1', origin: 'simulated' });
    },
    close: async () => {
      isOpen = false;
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const act: ActedDevice = {
    emit,
    pull: () => {
      plugged = false;
      isOpen = false;
      for (const stop of [...onPull]) stop();
      emit({ type: 'device.lost', fault: loss() });
    },
    plug: () => {
      plugged = true;
    },
  };
  return { device, act, isOpen: () => isOpen, loss, onPull };
}

export interface ActedScanner extends DocumentScanner, ActedDevice {
  /** Answers of the coming captures; the last one repeats. */
  answers: (() => Promise<Result<DocumentCapture>> | Result<DocumentCapture>)[];
  captures: number;
}

export function actScanner(): ActedScanner {
  const { device, act, isOpen, loss, onPull } = actDevice('document-scanner');
  const scanner: ActedScanner = {
    ...device,
    ...act,
    answers: [],
    captures: 0,
    capture: async () => {
      if (!isOpen()) return failed(loss());
      const answer = scanner.answers[Math.min(scanner.captures, scanner.answers.length - 1)];
      scanner.captures += 1;
      if (!answer) return failed(fault('scanner.no-document'));
      const pulled = new Promise<Result<never>>((resolve) => onPull.add(() => resolve(failed(loss()))));
      return Promise.race([pulled, answer()]);
    },
  };
  return scanner;
}

/** Bytes of a frame in which the acted recognisers see what is told; null leaves the frame out. */
export type Acting = () => Uint8Array | null;

export interface ActedCamera extends Camera, ActedDevice {
  acting: Acting;
  streams: number;
}

/** Ten frames a second of whatever is being acted. */
export function actCamera(clock: WoundClock, acting: Acting): ActedCamera {
  const { device, act, isOpen, loss, onPull } = actDevice('face-camera');
  let sequence = 0;
  const camera: ActedCamera = {
    ...device,
    ...act,
    acting,
    streams: 0,
    stream: async (onFrame: (frame: CameraFrame) => void) => {
      if (!isOpen()) return failed(loss());
      camera.streams += 1;
      let cancel = () => {};
      const next = () => {
        cancel = clock.setTimer(100, next);
        const jpeg = camera.acting();
        if (jpeg) onFrame({ sequence: sequence++, capturedAtMs: clock.monotonic(), jpeg, origin: 'simulated' });
      };
      cancel = clock.setTimer(100, next);
      const stop = () => cancel();
      onPull.add(stop);
      return ok(stop);
    },
  };
  return camera;
}

export type ActedCodeReader = CodeReader & ActedDevice;

export function actCodeReader(): ActedCodeReader {
  const { device, act } = actDevice('code-reader');
  return { ...device, ...act };
}
