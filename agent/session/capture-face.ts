import { createHash } from 'node:crypto';
import type { CameraFrame } from '../../drivers/ports.ts';
import type { FaceRecognisers } from '../../models/ports.ts';
import { type Fault, failed, fault, ok, type Result } from '../contract/faults.ts';
import type { ChallengeView } from '../contract/views.ts';
import type { Origin } from '../contract/vocabulary/document.ts';
import type { CameraGuidance } from '../contract/vocabulary/visit.ts';
import { type Advance, advanceCapture, CAPTURE_START, type CaptureProgress } from './capture-progress.ts';
import { createFrameMailbox, type NewestFrame } from './frame-mailbox.ts';
import { overwrite } from './picture-vault.ts';
import type { Report } from './session-work.ts';
import type { StationPorts } from './station-ports.ts';
import { createTimedSteps } from './timed-steps.ts';
import type { FaceCapture, OpenVisit } from './visit-state.ts';

/** Looks for a new frame at least this often, so that the time limit is kept without frames. */
const WAIT_MS = 250;

/**
 * One live capture: streams, looks at the newest frame, asks for the movements in turn and keeps spread frontal frames in the
 * vault. A person's failure is `evidence.fault` (`face.*`, `liveness.*`); a camera or recogniser that fails is a fault.
 */
export async function captureFace(
  ports: StationPorts,
  visit: OpenVisit,
  report: Report,
  signal: AbortSignal,
): Promise<Result<FaceCapture>> {
  const { faces } = ports;
  if (!faces) return failed(fault('models.absent', { where: 'faces' }));
  ports.vault.drop(visit.capture?.frames ?? []);
  return createTimedSteps(ports.clock, report).run('capture-face', async () => {
    const mailbox = createFrameMailbox(ports.clock);
    const close = () => mailbox.close();
    signal.addEventListener('abort', close, { once: true });
    const streaming = await ports.devices.camera.stream((frame) => {
      ports.onFrame(frame.jpeg);
      mailbox.put(frame);
    });
    if (!streaming.ok) return streaming;
    try {
      return await new Capture(ports, faces, visit, report, signal).run(mailbox.take);
    } finally {
      signal.removeEventListener('abort', close);
      streaming.value();
    }
  });
}

/** The running capture. It is an object because its parts change together with every frame. */
class Capture {
  private readonly ports: StationPorts;
  private readonly faces: FaceRecognisers;
  private readonly visit: OpenVisit;
  private readonly report: Report;
  private readonly signal: AbortSignal;
  private progress: CaptureProgress = CAPTURE_START;
  private frames: { readonly id: string; readonly digest: string }[] = [];
  private looked = 0;
  private origin: Origin | null = null;
  private trouble: Fault | null = null;
  private told = '';

  constructor(ports: StationPorts, faces: FaceRecognisers, visit: OpenVisit, report: Report, signal: AbortSignal) {
    this.ports = ports;
    this.faces = faces;
    this.visit = visit;
    this.report = report;
    this.signal = signal;
  }

  async run(take: (timeoutMs: number) => Promise<NewestFrame | null>): Promise<Result<FaceCapture>> {
    const endMs = this.ports.clock.monotonic() + this.ports.capture.attemptMs;
    this.tell();
    while (!this.progress.finished) {
      const leftMs = endMs - this.ports.clock.monotonic();
      if (this.signal.aborted) return this.callOff();
      if (leftMs <= 0) return this.end(this.causeOfTimeout());
      const newest = await take(Math.min(WAIT_MS, leftMs));
      if (!newest || this.isStale(newest.frame)) continue;
      const looked = await this.look(newest);
      if (!looked.ok) return looked;
    }
    if (this.signal.aborted) return this.callOff();
    const missed = this.progress.results.some((result) => !result.done);
    return this.end(missed ? fault('liveness.challenge-missed') : null);
  }

  /** Nobody waits for this capture any more; the answer is not looked at. */
  private callOff(): Result<FaceCapture> {
    this.forgetFrames();
    return failed(fault('visit.interrupted', { where: 'capture' }));
  }

  private isStale({ capturedAtMs }: CameraFrame): boolean {
    return this.ports.clock.monotonic() - capturedAtMs > this.ports.capture.staleMs;
  }

  private async look({ frame, gapMs }: NewestFrame): Promise<Result<void>> {
    const decoded = await this.ports.decoder.decode(frame.jpeg);
    if (!decoded.ok) {
      this.trouble = fault('camera.frame-refused', { detail: decoded.fault.code });
      return ok(undefined);
    }
    const pixels = decoded.value;
    const seen = await this.faces.observe(pixels);
    if (!seen.ok) {
      overwrite(pixels.data);
      return seen;
    }
    this.looked += 1;
    this.origin ??= frame.origin;
    const advance = advanceCapture(
      this.progress,
      { capturedAtMs: frame.capturedAtMs, gapMs, observation: seen.value },
      {
        limits: this.ports.capture,
        actions: this.ports.rulePack.limits.challengeActions,
        random: this.ports.random,
      },
    );
    this.progress = advance.progress;
    this.noteTrouble(advance);
    if (advance.startOver !== null) this.forgetFrames();
    if (advance.keep) this.keep(frame, pixels);
    else overwrite(pixels.data);
    this.tell();
    return ok(undefined);
  }

  private keep(frame: CameraFrame, pixels: { width: number; height: number; data: Uint8Array }): void {
    // A copy: `slice` of a Buffer is a view, and what is kept is overwritten later.
    const jpeg = new Uint8Array(frame.jpeg);
    const digest = createHash('sha256').update(jpeg).digest('base64url');
    const id = this.ports.vault.keep(this.visit.id, { kind: 'live', jpeg, pixels });
    if (id !== null) this.frames.push({ id, digest });
  }

  private forgetFrames(): void {
    this.ports.vault.drop(this.frames.map((frame) => frame.id));
    this.frames = [];
  }

  /** The last hindrance explains a capture that ran out of time. */
  private noteTrouble({ startOver, progress }: Advance): void {
    if (progress.guidance === 'several-faces') this.trouble = fault('face.several');
    else if (progress.guidance === 'no-face') this.trouble = fault('face.none');
    else if (startOver === 'gap')
      this.trouble = fault('liveness.inconclusive', { detail: 'frames were not continuous' });
    else if (progress.guidance !== 'ok') this.trouble = fault('face.quality', { detail: progress.guidance });
  }

  private causeOfTimeout(): Fault {
    if (this.looked === 0) return this.trouble ?? fault('camera.stalled', { detail: 'no fresh frame' });
    return this.trouble ?? fault('liveness.inconclusive', { detail: 'capture was not complete in time' });
  }

  private end(cause: Fault | null): Result<FaceCapture> {
    if (this.looked === 0) return failed(cause ?? fault('camera.stalled'));
    return ok({
      evidence: {
        origin: this.origin ?? 'hardware',
        frames: this.progress.looked,
        longestGapMs: Math.round(this.progress.longestGapMs),
        mostFaces: cause?.code === 'face.several' ? 2 : this.frames.length > 0 ? 1 : 0,
        challenge: this.progress.results,
        passive: null,
        comparison: null,
        digests: this.frames.map((frame) => frame.digest),
        fault: cause,
      },
      frames: this.frames.map((frame) => frame.id),
    });
  }

  /** Tells guidance and movement when either changed. */
  private tell(): void {
    const guidance: CameraGuidance = this.looked === 0 ? 'no-face' : this.progress.guidance;
    const challenge = this.challenge();
    const text = `${guidance} ${challenge?.index} ${challenge?.action}`;
    if (text === this.told) return;
    this.told = text;
    this.report({ type: 'capture.progressed', guidance, challenge });
  }

  private challenge(): ChallengeView | null {
    const { asked, results, waiting } = this.progress;
    if (!asked) return null;
    const { clock, capture } = this.ports;
    const leftMs = asked.sinceMs + capture.actionMs - clock.monotonic();
    const of = results.length + 1 + (waiting?.length ?? 0);
    return { action: asked.action, index: results.length, of, deadlineAt: Math.round(clock.now() + leftMs) };
  }
}
