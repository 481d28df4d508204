import { ok } from '../../agent/contract/faults.ts';
import type { Camera, CameraFrame } from '../ports.ts';
import type { Clips } from './clips.ts';
import { connect } from './connection.ts';
import type { SensorGrain } from './sensor-grain.ts';
import type { World } from './world.ts';

/** A camera that stays silent this long while streaming is lost (contract of the camera port). */
const STALL_MS = 2000;

/** A face camera looking at the scene. A view not yet drawn is skipped, as a busy camera drops a frame. */
export function createSimulatedCamera(
  world: World,
  clips: Clips,
  {
    framesPerSecond = 8,
    grain = null,
  }: { readonly framesPerSecond?: number; readonly grain?: SensorGrain | null } = {},
): Camera {
  const isOpen = (): boolean => link.session() !== null;
  const link = connect(world, 'face-camera', 'Simulated face camera', () => prepareAhead(world, clips, isOpen));
  world.listen((event) => {
    if (event.type === 'scene.changed') prepareAhead(world, clips, isOpen);
  });
  let sequence = 0;

  const stream = async (onFrame: (frame: CameraFrame) => void) => {
    const session = link.session();
    if (session === null) return link.unplugged();
    const periodMs = 1000 / framesPerSecond;
    let running = true;
    let developing = false;
    let ticks = 0;
    let lastFrameMs = world.clock.nowMs();
    let cancel = () => {};
    const stop = () => {
      running = false;
      cancel();
      session.removeEventListener('abort', stop);
    };
    const tick = () => {
      if (!running || session.aborted) return;
      cancel = world.clock.after(periodMs, tick);
      const nowMs = world.clock.nowMs();
      const jpeg = world.isCameraFrozen() ? null : clips.frame(world.scene(), world.gesture(), ticks++);
      if (jpeg !== null) {
        lastFrameMs = nowMs;
        const give = (seen: Uint8Array) => {
          if (running) onFrame({ sequence: sequence++, capturedAtMs: nowMs, jpeg: seen, origin: 'simulated' });
        };
        if (grain === null) give(jpeg);
        else if (!developing) {
          // One picture at a time keeps their order; a busy camera drops a frame.
          developing = true;
          grain(jpeg)
            .then(give, () => {})
            .finally(() => {
              developing = false;
            });
        }
      } else if (world.isCameraFrozen() && nowMs - lastFrameMs >= STALL_MS) {
        link.lose('camera.stalled');
      }
    };
    session.addEventListener('abort', stop, { once: true });
    cancel = world.clock.after(periodMs, tick);
    return ok(stop);
  };
  return { ...link, stream };
}

/** Draws the views of whoever stands there, from the moment the device is open and whenever somebody else steps up. */
function prepareAhead(world: World, clips: Clips, isOpen: () => boolean): void {
  const scene = world.scene();
  // What cannot be drawn shows as a camera without frames; the reason is for the studio's user, not for the camera.
  if (isOpen()) clips.prepare(scene, () => isOpen() && world.scene() === scene).catch(() => {});
}
