import type { CameraFrame } from '../../drivers/ports.ts';
import { ok, type Result } from '../contract/faults.ts';
import { withLiveFrames } from './live-frames.ts';
import { overwrite } from './picture-vault.ts';
import type { Report } from './session-work.ts';
import type { StationPorts } from './station-ports.ts';
import { createTimedSteps } from './timed-steps.ts';
import type { OpenVisit } from './visit-state.ts';

/** The person looks up and the exposure settles; about as long as a biometric capture takes at its quickest, milliseconds. */
const POSING_MS = 2_500;
/** Without a single frame for this long the officers do without a photo, milliseconds. */
const NO_FRAME_MS = 8_000;

interface Candidate {
  readonly jpeg: Uint8Array;
  readonly sharpness: number;
}

/**
 * One live photo for officers who compare by eye: the sharpest frame of a short pose. Sharpness is that of the whole picture; no face
 * is looked for, measured or recognised, because the person chose not to have that done. Null when no usable frame came.
 */
export async function takePhoto(
  ports: StationPorts,
  visit: OpenVisit,
  report: Report,
  signal: AbortSignal,
): Promise<Result<string | null>> {
  ports.vault.drop([visit.photo]);
  const steps = createTimedSteps(ports.clock, report);
  return steps.run('capture-face', () =>
    withLiveFrames(ports, signal, async (take) => {
      report({ type: 'capture.progressed', guidance: 'hold-still', challenge: null });
      const best = await sharpestFrame(ports, async (waitMs) => (await take(waitMs))?.frame ?? null, signal);
      return ok(best === null ? null : ports.vault.keep(visit.id, { kind: 'live', jpeg: best.jpeg, pixels: null }));
    }),
  );
}

async function sharpestFrame(
  { clock, decoder }: StationPorts,
  take: (waitMs: number) => Promise<CameraFrame | null>,
  signal: AbortSignal,
): Promise<Candidate | null> {
  let best: Candidate | null = null;
  let endMs = clock.monotonic() + NO_FRAME_MS;
  for (let leftMs = NO_FRAME_MS; leftMs > 0 && !signal.aborted; leftMs = endMs - clock.monotonic()) {
    const frame = await take(leftMs);
    if (frame === null) continue;
    const decoded = await decoder.decode(frame.jpeg);
    if (!decoded.ok) continue;
    const { sharpness } = await decoder.measurePage(decoded.value);
    overwrite(decoded.value.data);
    if (best === null) endMs = clock.monotonic() + POSING_MS;
    if (best !== null && sharpness <= best.sharpness) continue;
    overwrite(best?.jpeg);
    // A copy: what is kept is overwritten later, and the driver owns the frame.
    best = { jpeg: new Uint8Array(frame.jpeg), sharpness };
  }
  if (!signal.aborted) return best;
  overwrite(best?.jpeg);
  return null;
}
