import { createHash } from 'node:crypto';
import type { CameraFrame } from '../../drivers/ports.ts';
import type { FaceRecognisers, LiveFrame } from '../../models/ports.ts';
import { type Fault, failed, fault, ok, type Result } from '../contract/faults.ts';
import type { Origin } from '../contract/vocabulary/document.ts';
import type { QualityFinding } from '../contract/vocabulary/face-quality.ts';
import type { FrameObservation, Picture } from '../contract/vocabulary/observations.ts';
import type { CameraGuidance } from '../contract/vocabulary/visit.ts';
import { betterQuality } from './best-quality.ts';
import { advanceCapture, CAPTURE_START, type CaptureProgress, type CaptureRules } from './capture-progress.ts';
import { causeOfEnd, challengeView, drawNonce, hindrance } from './capture-report.ts';
import { declineAction } from './challenge-trial.ts';
import { faceColour } from './face-colour.ts';
import type { NewestFrame } from './frame-mailbox.ts';
import { withLiveFrames } from './live-frames.ts';
import { overwrite } from './picture-vault.ts';
import { type CameraWatch, watchCamera } from './pinned-camera.ts';
import { createRepeatWatch } from './repeated-frames.ts';
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
  onDecline: (declined: (instead: 'another' | 'light') => void) => () => void,
): Promise<Result<FaceCapture>> {
  const { faces } = ports;
  if (!faces) return failed(fault('models.absent', { where: 'faces' }));
  ports.vault.drop(visit.capture?.frames ?? []);
  const steps = createTimedSteps(ports.clock, report);
  return steps.run('capture-face', () =>
    withLiveFrames(ports, signal, async (take) => {
      const capture = new Capture(ports, faces, visit, report, signal);
      const stopListening = onDecline((instead) => capture.decline(instead));
      try {
        return await capture.run(take);
      } finally {
        stopListening();
        capture.forget();
      }
    }),
  );
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
  private quality: readonly QualityFinding[] | null = null;
  private trouble: Fault | null = null;
  private told = '';
  private frozenSinceMs: number | null = null;
  private readonly repeats = createRepeatWatch();
  private readonly camera: CameraWatch;
  private readonly rules: CaptureRules;
  private readonly nonce: string;

  constructor(ports: StationPorts, faces: FaceRecognisers, visit: OpenVisit, report: Report, signal: AbortSignal) {
    this.ports = ports;
    this.faces = faces;
    this.visit = visit;
    this.report = report;
    this.signal = signal;
    this.camera = watchCamera(ports.pinnedCameras);
    const { challengeActions, challengeStrays, challengeDeclines } = ports.rulePack.limits;
    const counts = { actions: challengeActions, strays: challengeStrays, declines: challengeDeclines };
    this.rules = { limits: ports.capture, challenge: { ...ports.capture, ...counts, random: ports.random } };
    this.nonce = drawNonce(ports.random);
  }

  /** The person cannot do what is asked for. */
  decline(instead: 'another' | 'light'): void {
    const { trial } = this.progress;
    if (!trial) return;
    this.progress = { ...this.progress, trial: declineAction(trial, instead, this.rules.challenge) };
    this.tell();
  }

  /** Overwrites what was remembered of the pictures. */
  forget(): void {
    this.repeats.forget();
  }

  async run(take: (timeoutMs: number) => Promise<NewestFrame | null>): Promise<Result<FaceCapture>> {
    const endMs = this.ports.clock.monotonic() + this.ports.capture.attemptMs;
    this.tell();
    while (!this.progress.finished) {
      if (this.progress.trial?.ended === 'declined') break;
      const leftMs = endMs - this.ports.clock.monotonic();
      if (this.signal.aborted) return this.callOff();
      if (leftMs <= 0) return this.end(this.causeOfTimeout());
      const newest = await take(Math.min(WAIT_MS, leftMs));
      if (!newest || this.isStale(newest.frame)) continue;
      const pinned = this.camera.see(newest.frame.source ?? this.cameraModel());
      if (pinned === 'unlisted' || pinned === 'changed')
        return this.end(fault('camera.not-pinned', { detail: pinned }));
      const looked = await this.look(newest);
      if (!looked.ok) return looked;
      if (looked.value !== null) return this.end(looked.value);
    }
    if (this.signal.aborted) return this.callOff();
    return this.end(causeOfEnd(this.progress.trial, this.rules.challenge.strays));
  }

  private cameraModel(): string {
    return this.ports.identities().find(({ role }) => role === 'face-camera')?.model ?? '';
  }

  /** Nobody waits for this capture any more; the answer is not looked at. */
  private callOff(): Result<FaceCapture> {
    this.forgetFrames();
    return failed(fault('visit.interrupted', { where: 'capture' }));
  }

  private isStale({ capturedAtMs }: CameraFrame): boolean {
    return this.ports.clock.monotonic() - capturedAtMs > this.ports.capture.staleMs;
  }

  /** Looks at one frame. A fault as value ends the capture. */
  private async look(newest: NewestFrame): Promise<Result<Fault | null>> {
    const { frame } = newest;
    const decoded = await this.ports.decoder.decode(frame.jpeg);
    if (!decoded.ok) {
      this.trouble = fault('camera.frame-refused', { detail: decoded.fault.code });
      return ok(null);
    }
    const pixels = decoded.value;
    const freshness = this.ports.capture.repeats === 'refused' ? this.repeats.see(pixels, frame.capturedAtMs) : 'fresh';
    if (freshness !== 'fresh') {
      overwrite(pixels.data);
      if (freshness === 'looped') return ok(fault('liveness.repeated-frames', { detail: 'pictures came again' }));
      this.frozenSinceMs ??= frame.capturedAtMs;
      return ok(null);
    }
    const seen = await this.faces.observe(pixels);
    if (!seen.ok) {
      overwrite(pixels.data);
      return seen;
    }
    this.looked += 1;
    this.origin ??= frame.origin;
    return ok(this.takeIn(newest, pixels, seen.value));
  }

  private takeIn({ frame, gapMs }: NewestFrame, pixels: Picture, observation: FrameObservation): Fault | null {
    const { capturedAtMs } = frame;
    // Time in which the camera sent one and the same picture is time without frames.
    const frozenMs = this.frozenSinceMs === null ? 0 : capturedAtMs - this.frozenSinceMs;
    this.frozenSinceMs = null;
    const [face] = observation.faces;
    const colour = face ? faceColour(pixels, face.box) : null;
    const nowMs = this.ports.clock.monotonic();
    const look = { capturedAtMs, nowMs, gapMs: Math.max(gapMs, frozenMs), observation, colour };
    const advance = advanceCapture(this.progress, look, this.rules);
    this.progress = advance.progress;
    this.trouble = hindrance(advance) ?? this.trouble;
    if (advance.startOver !== null) this.forgetFrames();
    if (advance.keep) {
      this.keep(frame, { ...pixels, faces: observation.faces });
      this.quality = betterQuality(this.quality, observation.quality);
    } else overwrite(pixels.data);
    this.tell();
    if (this.progress.restarts <= this.ports.capture.restarts) return null;
    return this.trouble ?? fault('liveness.inconclusive', { detail: 'the capture was broken off too often' });
  }

  private keep(frame: CameraFrame, pixels: LiveFrame): void {
    // A copy: `slice` of a Buffer is a view, and what is kept is overwritten later.
    const jpeg = new Uint8Array(frame.jpeg);
    const digest = createHash('sha256').update(jpeg).digest('base64url');
    const id = this.ports.vault.keep(this.visit.id, { kind: 'live', jpeg, pixels });
    if (id !== null) this.frames.push({ id, digest });
  }

  private forgetFrames(): void {
    this.ports.vault.drop(this.frames.map((frame) => frame.id));
    this.frames = [];
    this.quality = null;
  }

  private causeOfTimeout(): Fault {
    if (this.looked === 0) return this.trouble ?? fault('camera.stalled', { detail: 'no fresh frame' });
    return this.trouble ?? fault('liveness.inconclusive', { detail: 'capture was not complete in time' });
  }

  private end(cause: Fault | null): Result<FaceCapture> {
    if (this.looked === 0 && cause?.code !== 'camera.not-pinned') return failed(cause ?? fault('camera.stalled'));
    const { trial, firstKeptMs, lastKeptMs, restarts, looked, longestGapMs } = this.progress;
    return ok({
      evidence: {
        origin: this.origin ?? 'hardware',
        frames: looked,
        longestGapMs: Math.round(longestGapMs),
        mostFaces: cause?.code === 'face.several' ? 2 : this.frames.length > 0 ? 1 : 0,
        challenge: trial?.results ?? [],
        capture: {
          nonce: this.nonce,
          camera: this.camera.name(),
          pinned: this.camera.pinned(),
          spreadMs: (lastKeptMs ?? 0) - (firstKeptMs ?? 0),
          strays: trial?.strays ?? 0,
          restarts,
          declined: trial?.declined ?? [],
          repeats: this.repeats.repeats(),
        },
        passive: null,
        comparison: null,
        ...(this.quality === null ? {} : { quality: this.quality }),
        digests: this.frames.map((frame) => frame.digest),
        fault: cause,
      },
      frames: this.frames.map((frame) => frame.id),
    });
  }

  /** Tells guidance and action when either changed. */
  private tell(): void {
    const guidance: CameraGuidance = this.looked === 0 ? 'no-face' : this.progress.guidance;
    const { clock, capture } = this.ports;
    const challenge = challengeView(this.progress.trial, (sinceMs) =>
      Math.round(clock.now() + sinceMs + capture.actionMs - clock.monotonic()),
    );
    const text = `${guidance} ${challenge?.index} ${challenge?.action} ${challenge?.light} ${challenge?.deadlineAt}`;
    if (text === this.told) return;
    this.told = text;
    this.report({ type: 'capture.progressed', guidance, challenge });
  }
}
