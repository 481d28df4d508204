import type { Result } from '../contract/faults.ts';
import { createFrameMailbox, type FrameMailbox } from './frame-mailbox.ts';
import type { StationPorts } from './station-ports.ts';

/**
 * Runs `work` while the face camera streams; `take` hands it the newest frame. The stream ends with the work, and waiting for a
 * frame ends at once when `signal` aborts. Faults: those of the camera that does not stream, and of the work.
 */
export async function withLiveFrames<T>(
  { clock, devices, onFrame }: StationPorts,
  signal: AbortSignal,
  work: (take: FrameMailbox['take']) => Promise<Result<T>>,
): Promise<Result<T>> {
  const mailbox = createFrameMailbox(clock);
  const close = () => mailbox.close();
  signal.addEventListener('abort', close, { once: true });
  const streaming = await devices.camera.stream((frame) => {
    onFrame(frame.jpeg);
    mailbox.put(frame);
  });
  if (!streaming.ok) return streaming;
  try {
    return await work(mailbox.take);
  } finally {
    signal.removeEventListener('abort', close);
    streaming.value();
  }
}
