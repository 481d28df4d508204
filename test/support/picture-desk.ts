import { join } from 'node:path';
import { failed, fault } from '../../agent/contract/faults.ts';
import type { SessionClock } from '../../agent/session/session-clock.ts';
import { createFileCamera } from '../../drivers/file-source/file-camera.ts';
import { createFileScanner } from '../../drivers/file-source/file-scanner.ts';
import type { Camera, DeviceEvent, DocumentScanner } from '../../drivers/ports.ts';
import type { Press } from './play-visit.ts';

/** What a holder brings: picture files, one for each try. */
export interface Brought {
  readonly pages: readonly string[];
  readonly live: readonly string[];
}

/** File-playing scanner and camera of one station, before which a test puts other pictures for each visit. */
export interface PictureDesk {
  readonly devices: { readonly scanner: DocumentScanner; readonly camera: Camera };
  put(brought: Brought): void;
  /** Tries again while there is another picture, and goes on without when there is none. */
  readonly press: Press;
}

export function createPictureDesk(folder: string, clock: SessionClock): PictureDesk {
  const playback = { nowMs: clock.monotonic, after: (ms: number, then: () => void) => clock.setTimer(ms, then) };
  const cameraOn = (name: string) => createFileCamera({ path: join(folder, name), clock: playback });
  const scanner = createFileScanner({ pages: [] });
  const camera = cameraOn('nobody-yet');
  const listeners = new Set<(event: DeviceEvent) => void>();
  let pages: string[] = [];
  let live: string[] = [];
  return {
    devices: {
      scanner: {
        ...scanner,
        listen(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        async capture(request) {
          const page = pages.shift();
          if (page === undefined) return failed(fault('scanner.no-document'));
          const laid = createFileScanner({ pages: [join(folder, page)] });
          await laid.open();
          // The holder takes each page back once it is read.
          laid.listen((event) => {
            for (const listener of listeners) listener(event);
          });
          return laid.capture(request);
        },
      },
      camera: {
        ...camera,
        async stream(onFrame) {
          const seen = cameraOn(live.shift() ?? 'nobody-left');
          await seen.open();
          return seen.stream(onFrame);
        },
      },
    },
    put(brought) {
      pages = [...brought.pages];
      live = [...brought.live];
    },
    press({ phase, visit }) {
      if (!visit) return null;
      const again = (left: readonly string[]) => (left.length > 0 ? 'retry' : 'continueWithout');
      switch (phase) {
        case 'consent':
          return { type: 'giveConsent', visit: visit.id };
        case 'document':
          return { type: 'scanDocument', visit: visit.id };
        case 'document-retry':
          return { type: again(pages), visit: visit.id };
        case 'camera-retry':
          return { type: again(live), visit: visit.id };
        default:
          return null;
      }
    },
  };
}
