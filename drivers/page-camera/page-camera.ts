import { type FaultCode, failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import type { Origin } from '../../agent/contract/vocabulary/document.ts';
import type { Camera, CameraFrame, DeviceEvent } from '../ports.ts';
import { type FrameMessage, parseFrameMessage } from './frame-message.ts';

/** A stream without a frame for this long is stalled; the first may take longer, since the page starts its camera for it. */
const STALL_MS = 2_000;
const FIRST_FRAME_MS = 12_000;
/** Browsers' camera labels have a few dozen characters. */
const LONGEST_NAME = 120;

/** One page's socket, as the camera sees it. */
export interface FrameConnection {
  /** Notes the name of the camera that the coming frames are from; an overlong one is refused. */
  name(camera: string): Result<void>;
  /** Takes one message. A refused one (`camera.frame-refused`) means that the socket must be closed. */
  receive(message: Uint8Array): Result<void>;
  /** The socket was closed. */
  close(): void;
}

/** The face camera that a page owns: `open` means that the station listens; pictures come once a page sends them. */
export interface PageCamera extends Camera {
  /** A page connects. There is one camera: an older connection is refused from now on. */
  connect(): FrameConnection;
}

/**
 * Frames that the cardholder page sends, behind the camera port. Page times are moved onto the station's monotonic clock by
 * the smallest delay seen on the connection, so a frame that waited on the way shows its age.
 */
export function createPageCamera(options: {
  readonly clock: { monotonic(): number; setTimer(ms: number, run: () => void): () => void };
  readonly origin: Origin;
}): PageCamera {
  const { clock, origin } = options;
  const identity = { role: 'face-camera', model: 'Camera of the cardholder page', serial: 'page', origin } as const;
  const listeners = new Set<(event: DeviceEvent) => void>();
  let isOpen = false;
  let streaming: { onFrame(frame: CameraFrame): void; restart(): void; stop(): void } | null = null;
  let active: FrameConnection | null = null;
  let sequence = 0;
  let lastMs = Number.NEGATIVE_INFINITY;

  const lose = (code: FaultCode) => {
    if (!isOpen) return;
    isOpen = false;
    streaming?.stop();
    for (const listener of [...listeners])
      listener({ type: 'device.lost', fault: fault(code, { where: 'face-camera' }) });
  };
  const deliver = ({ jpeg }: FrameMessage, capturedAtMs: number, source: string) => {
    if (!streaming) return;
    lastMs = Math.max(lastMs, capturedAtMs);
    streaming.restart();
    streaming.onFrame({ sequence: sequence++, capturedAtMs: lastMs, jpeg, origin, source });
  };

  return {
    role: 'face-camera',
    id: 'page-camera',
    async open() {
      isOpen = true;
      return ok(identity);
    },
    async close() {
      isOpen = false;
      streaming?.stop();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stream(onFrame) {
      if (!isOpen) return failed(fault('camera.unplugged', { where: 'face-camera' }));
      streaming?.stop();
      let cancel = clock.setTimer(FIRST_FRAME_MS, () => lose('camera.stalled'));
      const own = {
        onFrame,
        restart: () => {
          cancel();
          cancel = clock.setTimer(STALL_MS, () => lose('camera.stalled'));
        },
        stop: () => {
          cancel();
          if (streaming === own) streaming = null;
        },
      };
      streaming = own;
      return ok(own.stop);
    },
    connect() {
      const delay = createSmallestDelay();
      let lastSequence = -1;
      let lastPageMs = Number.NEGATIVE_INFINITY;
      let source = '';
      const connection: FrameConnection = {
        name(camera) {
          if (camera.length > LONGEST_NAME)
            return failed(fault('camera.frame-refused', { where: 'page', detail: 'name' }));
          source = camera;
          return ok(undefined);
        },
        receive(message) {
          if (active !== connection)
            return failed(fault('camera.frame-refused', { where: 'page', detail: 'another page sends' }));
          const parsed = parseFrameMessage(message);
          if (!parsed.ok) return parsed;
          const frame = parsed.value;
          if (frame.sequence <= lastSequence || frame.capturedAtMs < lastPageMs) {
            return failed(fault('camera.frame-refused', { where: 'page', detail: 'order' }));
          }
          lastSequence = frame.sequence;
          lastPageMs = frame.capturedAtMs;
          deliver(frame, delay(frame.capturedAtMs, clock.monotonic()), source);
          return ok(undefined);
        },
        close() {
          if (active !== connection) return;
          active = null;
          if (streaming) lose('camera.unplugged');
        },
      };
      active = connection;
      return connection;
    },
  };
}

/** Maps page milliseconds to station milliseconds: the fastest frame so far is taken as having come without delay. */
function createSmallestDelay(): (pageMs: number, arrivedMs: number) => number {
  let smallest = Number.POSITIVE_INFINITY;
  return (pageMs, arrivedMs) => {
    smallest = Math.min(smallest, arrivedMs - pageMs);
    return pageMs + smallest;
  };
}
