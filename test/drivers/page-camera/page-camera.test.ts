import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrameMessage } from '../../../drivers/page-camera/frame-message.ts';
import { createPageCamera } from '../../../drivers/page-camera/page-camera.ts';
import type { CameraFrame, DeviceEvent } from '../../../drivers/ports.ts';
import { frameMessage } from '../../../kiosk/camera/frame-message.ts';
import { createWoundClock } from '../../agent/session/wound-clock.ts';

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 9, 9]);
const message = (sequence: number, atMs: number) => new Uint8Array(frameMessage(sequence, atMs, JPEG.slice().buffer));

async function stage() {
  const clock = createWoundClock();
  const camera = createPageCamera({ clock, origin: 'hardware' });
  const events: DeviceEvent[] = [];
  const frames: CameraFrame[] = [];
  camera.listen((event) => events.push(event));
  await camera.open();
  const start = () => camera.stream((frame) => frames.push(frame));
  return { clock, camera, events, frames, start };
}

describe('the camera of the cardholder page', () => {
  test('reads exactly what the page writes', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1e9, noNaN: true }), (sequence, atMs) => {
        const parsed = parseFrameMessage(message(sequence, atMs));
        expect(parsed.ok && parsed.value).toMatchObject({ sequence, jpeg: JPEG });
        expect(parsed.ok && Math.abs(parsed.value.capturedAtMs - atMs)).toBeLessThan(0.001);
      }),
    );
  });

  test('refuses any other bytes without falling over', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const parsed = parseFrameMessage(bytes);
        expect(parsed.ok || parsed.fault.code).toBe(parsed.ok ? true : 'camera.frame-refused');
      }),
    );
    expect(parseFrameMessage(new Uint8Array(1024 * 1024 + 1)).ok).toBe(false);
  });

  test('stamps frames with the clock of the station, so that a late one shows its age', async () => {
    const { clock, camera, frames, start } = await stage();
    await start();
    const page = camera.connect();
    await clock.advance(1_000);
    page.receive(message(1, 50_000));
    await clock.advance(100);
    page.receive(message(2, 50_100));
    await clock.advance(700);
    page.receive(message(3, 50_200));
    expect(frames.map(({ capturedAtMs }) => capturedAtMs)).toEqual([1_000, 1_100, 1_200]);
    expect(clock.monotonic() - (frames[2]?.capturedAtMs ?? 0)).toBe(600);
  });

  test('frames carry the name that the page told of its camera', async () => {
    const { camera, frames, start } = await stage();
    await start();
    const page = camera.connect();
    page.name('Logitech BRIO (046d:085e)');
    page.receive(message(1, 100));
    page.name('OBS Virtual Camera');
    page.receive(message(2, 200));
    expect(frames.map(({ source }) => source)).toEqual(['Logitech BRIO (046d:085e)', 'OBS Virtual Camera']);
    expect(page.name('x'.repeat(121)).ok).toBe(false);
  });

  test('a repeated or older frame is refused, and so is a page that another one has followed', async () => {
    const { camera, start } = await stage();
    await start();
    const first = camera.connect();
    expect(first.receive(message(5, 100)).ok).toBe(true);
    expect(first.receive(message(5, 200)).ok).toBe(false);
    expect(first.receive(message(6, 50)).ok).toBe(false);
    const second = camera.connect();
    expect(first.receive(message(7, 300)).ok).toBe(false);
    expect(second.receive(message(1, 10)).ok).toBe(true);
  });

  test('a page that goes away while it is looked at is a lost camera, which can be opened again', async () => {
    const { camera, events, frames, start } = await stage();
    await start();
    const page = camera.connect();
    page.receive(message(1, 10));
    page.close();
    expect(events).toEqual([{ type: 'device.lost', fault: { code: 'camera.unplugged', where: 'face-camera' } }]);
    expect((await start()).ok).toBe(false);
    await camera.open();
    await start();
    camera.connect().receive(message(1, 10));
    expect(frames.map(({ sequence }) => sequence)).toEqual([0, 1]);
  });

  test('frames that stop coming are a stalled camera; a stopped stream never stalls', async () => {
    const { clock, camera, events, start } = await stage();
    const stream = await start();
    camera.connect().receive(message(1, 10));
    await clock.advance(1_900);
    expect(events).toEqual([]);
    await clock.advance(200);
    expect(events).toMatchObject([{ fault: { code: 'camera.stalled' } }]);
    await camera.open();
    const again = await start();
    if (again.ok) again.value();
    if (stream.ok) stream.value();
    await clock.advance(60_000);
    expect(events.length).toBe(1);
  });

  test('frames that nobody looks at go nowhere', async () => {
    const { camera, frames } = await stage();
    expect(camera.connect().receive(message(1, 10)).ok).toBe(true);
    expect(frames).toEqual([]);
  });
});
