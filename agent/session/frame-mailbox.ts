import type { CameraFrame } from '../../drivers/ports.ts';
import type { SessionClock } from './session-clock.ts';

/** The newest frame and the longest pause before it. */
export interface NewestFrame {
  readonly frame: CameraFrame;
  readonly gapMs: number;
}

/** Holds the newest frame alone: who looks slowly misses frames but never falls behind. */
export interface FrameMailbox {
  put(frame: CameraFrame): void;
  /** The newest frame not yet taken; null when none came within `timeoutMs` or the mailbox was closed. */
  take(timeoutMs: number): Promise<NewestFrame | null>;
  close(): void;
}

/** Pauses count between received frames, so a slow look is no gap; a frame out of order or repeated is dropped. */
export function createFrameMailbox(clock: Pick<SessionClock, 'setTimer'>): FrameMailbox {
  let newest: CameraFrame | null = null;
  let last: CameraFrame | null = null;
  let gapMs = 0;
  let wake: (() => void) | null = null;
  let closed = false;
  const collect = (): NewestFrame | null => {
    if (!newest || closed) return null;
    const taken = { frame: newest, gapMs };
    newest = null;
    gapMs = 0;
    return taken;
  };
  return {
    put(frame) {
      if (last && (frame.sequence <= last.sequence || frame.capturedAtMs < last.capturedAtMs)) return;
      if (last) gapMs = Math.max(gapMs, frame.capturedAtMs - last.capturedAtMs);
      last = frame;
      newest = frame;
      wake?.();
    },
    take(timeoutMs) {
      const ready = collect();
      if (ready || closed) return Promise.resolve(ready);
      return new Promise((resolve) => {
        const finish = () => {
          cancel();
          wake = null;
          resolve(collect());
        };
        const cancel = clock.setTimer(timeoutMs, finish);
        wake = finish;
      });
    },
    close() {
      closed = true;
      newest = null;
      wake?.();
    },
  };
}
