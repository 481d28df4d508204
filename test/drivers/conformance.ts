import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Camera, CameraFrame, Device, DeviceEvent, DocumentScanner } from '../../drivers/ports.ts';

/** How a suite reaches the world around a device. What a device cannot suffer is left out. */
export interface Stage<D extends Device> {
  readonly device: D;
  /** Lets the device's time pass. */
  pass(ms: number): Promise<void>;
  unplug?(): void;
  plug?(): void;
  end?(): Promise<void>;
}

export interface ScannerStage extends Stage<DocumentScanner> {
  /** Lays a document down, if that is a thing of its own. */
  lay?(): void;
  takeAway?(): void;
}

const recordOf = (device: Device) => {
  const events: DeviceEvent[] = [];
  const stop = device.listen((event) => events.push(event));
  return { events, stop };
};

/** What every device promises: identity, opening twice, closing, and a pulled cable at rest. */
export function anyDevice<D extends Device>(stage: () => Promise<Stage<D>>): void {
  test('it says what it is, again and again', async () => {
    const { device, end } = await stage();
    const first = await device.open();
    const second = await device.open();
    expect(first).toEqual(second);
    expect(first).toMatchObject({ ok: true, value: { role: device.role } });
    if (first.ok) expect(first.value.model.length * first.value.serial.length).toBeGreaterThan(0);
    await device.close();
    await device.close();
    await end?.();
  });

  test('a listener that has stopped hears nothing more', async () => {
    const { device, unplug, end } = await stage();
    const { events, stop } = recordOf(device);
    stop();
    await device.open();
    unplug?.();
    expect(events).toEqual([]);
    await end?.();
  });

  test('a cable pulled at rest is told once, and the device opens again when it is back', async ({ skip }) => {
    const { device, unplug, plug, end } = await stage();
    if (!unplug || !plug) return skip('has no cable');
    await device.open();
    const { events } = recordOf(device);
    unplug();
    unplug();
    const lost = events.filter((event) => event.type === 'device.lost');
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatchObject({ fault: { code: expect.stringMatching(/\.unplugged$/) } });
    expect((await device.open()).ok).toBe(false);
    plug();
    expect((await device.open()).ok).toBe(true);
    await end?.();
  });
}

const request = (lights: Parameters<DocumentScanner['capture']>[0]['lights'] = ['white']) => ({
  lights,
  signal: new AbortController().signal,
});

/** Runs a call and lets time pass until it is done. */
async function during<T>(stage: Stage<Device>, call: Promise<T>, disturb?: () => void): Promise<T> {
  let done = false;
  const settled = call.finally(() => {
    done = true;
  });
  if (disturb) {
    await stage.pass(40);
    disturb();
  }
  for (let i = 0; i < 500 && !done; i++) await stage.pass(40);
  return settled;
}

export function anyDocumentScanner(stage: () => Promise<ScannerStage>): void {
  anyDevice(stage);

  test('a closed scanner captures nothing', async () => {
    const { device, end } = await stage();
    expect(await device.capture(request())).toMatchObject({ ok: false, fault: { code: 'scanner.unplugged' } });
    await end?.();
  });

  test('a document is announced and captured under white light, with its origin', async () => {
    const it = await stage();
    const { events } = recordOf(it.device);
    await it.device.open();
    it.lay?.();
    expect(events).toContainEqual({ type: 'document.placed' });
    const capture = await during(it, it.device.capture(request()));
    expect(capture).toMatchObject({ ok: true, value: { images: [{ light: 'white' }] } });
    if (!capture.ok) return;
    expect(['simulated', 'replayed', 'hardware']).toContain(capture.value.origin);
    expect((await sharp(capture.value.images[0]?.bytes).metadata()).width).toBeGreaterThan(300);
    await it.end?.();
  });

  test('a capture called off ends with a fault', async () => {
    const it = await stage();
    await it.device.open();
    it.lay?.();
    const off = new AbortController();
    off.abort();
    const capture = await during(it, it.device.capture({ lights: ['white'], signal: off.signal }));
    expect(capture).toMatchObject({ ok: false, fault: { code: 'scanner.capture-failed' } });
    await it.end?.();
  });

  test('an empty glass is no document', async ({ skip }) => {
    const it = await stage();
    if (!it.takeAway) return skip('the glass cannot be emptied');
    await it.device.open();
    it.takeAway();
    expect(await it.device.capture(request())).toMatchObject({ ok: false, fault: { code: 'scanner.no-document' } });
    await it.end?.();
  });

  test('a document taken away in mid-capture is a moved document, and the next capture works', async ({ skip }) => {
    const it = await stage();
    if (!it.takeAway || !it.lay) return skip('the glass cannot be emptied');
    await it.device.open();
    it.lay();
    const moved = await during(it, it.device.capture(request(['white', 'infrared'])), it.takeAway);
    expect(moved).toMatchObject({ ok: false, fault: { code: 'scanner.document-moved' } });
    it.lay();
    expect((await during(it, it.device.capture(request()))).ok).toBe(true);
    await it.end?.();
  });

  test('a cable pulled in mid-capture ends it at once, and replugging cures it', async ({ skip }) => {
    const it = await stage();
    if (!it.unplug || !it.plug) return skip('has no cable');
    await it.device.open();
    it.lay?.();
    const { events } = recordOf(it.device);
    const cut = await during(it, it.device.capture(request(['white', 'infrared'])), it.unplug);
    expect(cut).toMatchObject({ ok: false, fault: { code: 'scanner.unplugged' } });
    expect(events.filter((event) => event.type === 'device.lost')).toHaveLength(1);
    it.plug();
    await it.device.open();
    expect((await during(it, it.device.capture(request()))).ok).toBe(true);
    await it.end?.();
  });
}

export function anyCamera(stage: () => Promise<Stage<Camera>>): void {
  anyDevice(stage);

  const collect = async (it: Stage<Camera>, ms: number) => {
    const frames: CameraFrame[] = [];
    const stream = await it.device.stream((frame) => frames.push(frame));
    if (!stream.ok) throw new Error(stream.fault.code);
    for (let passed = 0; passed < ms; passed += 50) await it.pass(50);
    return { frames, stop: stream.value };
  };

  test('a closed camera does not stream', async () => {
    const { device, end } = await stage();
    expect(await device.stream(() => {})).toMatchObject({ ok: false, fault: { code: 'camera.unplugged' } });
    await end?.();
  });

  test('frames are whole JPEGs, at least five a second, numbered without a gap, in time order', async () => {
    const it = await stage();
    await it.device.open();
    const { frames, stop } = await collect(it, 3000);
    stop();
    expect(frames.length).toBeGreaterThanOrEqual(10);
    for (const [i, frame] of frames.entries()) {
      expect(frame.sequence).toBe((frames[0]?.sequence ?? 0) + i);
      expect(frame.capturedAtMs).toBeGreaterThanOrEqual(frames[i - 1]?.capturedAtMs ?? 0);
      expect([...frame.jpeg.subarray(0, 2)]).toEqual([0xff, 0xd8]);
    }
    const second = frames.filter((frame) => frame.capturedAtMs > (frames.at(-1)?.capturedAtMs ?? 0) - 1000);
    expect(second.length).toBeGreaterThanOrEqual(5);
    expect((await sharp(frames[0]?.jpeg).metadata()).format).toBe('jpeg');
    await it.end?.();
  });

  test('a stopped stream is silent', async () => {
    const it = await stage();
    await it.device.open();
    const { frames, stop } = await collect(it, 2000);
    stop();
    const before = frames.length;
    await it.pass(1000);
    expect(frames.length).toBe(before);
    await it.end?.();
  });

  test('closing ends the stream, and a new one goes on with rising numbers', async () => {
    const it = await stage();
    await it.device.open();
    const first = await collect(it, 2000);
    await it.device.close();
    const last = first.frames.length;
    await it.pass(1000);
    expect(first.frames.length).toBe(last);
    await it.device.open();
    const again = await collect(it, 2000);
    again.stop();
    expect(again.frames[0]?.sequence).toBeGreaterThan(first.frames.at(-1)?.sequence ?? Number.POSITIVE_INFINITY);
    await it.end?.();
  });

  test('a cable pulled while streaming is told and ends the frames; replugged, it streams again', async ({ skip }) => {
    const it = await stage();
    if (!it.unplug || !it.plug) return skip('has no cable');
    await it.device.open();
    const { events } = recordOf(it.device);
    const first = await collect(it, 2000);
    it.unplug();
    const last = first.frames.length;
    await it.pass(1000);
    expect(first.frames.length).toBe(last);
    expect(events).toEqual([{ type: 'device.lost', fault: { code: 'camera.unplugged', where: 'face-camera' } }]);
    it.plug();
    await it.device.open();
    const again = await collect(it, 2000);
    again.stop();
    expect(again.frames.length).toBeGreaterThan(0);
    await it.end?.();
  });
}
