import { ok, type Result } from '../../agent/contract/faults.ts';
import type { Camera } from '../ports.ts';
import { framesOfFile } from './frames-of-file.ts';
import type { PlaybackClock } from './playback-clock.ts';
import { connectReplay } from './replay-connection.ts';

/**
 * A face camera that plays a file over and over at `framesPerSecond`. A file that cannot be played is a fault of `stream`
 * (see {@link framesOfFile}); frames carry the origin `replayed`.
 */
export function createFileCamera(options: {
  readonly path: string;
  readonly clock: PlaybackClock;
  readonly framesPerSecond?: number;
}): Camera {
  const { path, clock, framesPerSecond = 10 } = options;
  const link = connectReplay('face-camera', 'Video or picture file', 'camera.unplugged');
  let loaded: Promise<Result<readonly Uint8Array[]>> | null = null;
  let sequence = 0;
  return {
    ...link,
    stream: async (onFrame) => {
      const session = link.session();
      if (session === null) return link.closed();
      loaded ??= framesOfFile(path);
      const frames = await loaded;
      if (!frames.ok) {
        loaded = null;
        return frames;
      }
      if (session.aborted) return link.closed();
      const startedMs = clock.nowMs();
      let played = 0;
      let cancel = () => {};
      const next = () => {
        const jpeg = frames.value[played % frames.value.length];
        played++;
        // Due times count from the start of the stream, so that slow timers do not slow the film.
        cancel = clock.after(Math.max(0, startedMs + ((played + 1) * 1000) / framesPerSecond - clock.nowMs()), next);
        if (jpeg) onFrame({ sequence: sequence++, capturedAtMs: clock.nowMs(), jpeg, origin: 'replayed' });
      };
      cancel = clock.after(1000 / framesPerSecond, next);
      const stop = () => {
        cancel();
        session.removeEventListener('abort', stop);
      };
      session.addEventListener('abort', stop, { once: true });
      return ok(stop);
    },
  };
}
