import { describe, expect, test } from 'vitest';
import type { DeviceEvent, DeviceRole } from '../../../drivers/ports.ts';
import { createSimulatedDevices } from '../../../drivers/simulation/devices.ts';
import { LITHUANIAN_CARD, POLISH_PASSPORT } from '../../../drivers/simulation/specimens.ts';
import { createWorld } from '../../../drivers/simulation/world.ts';
import { anyCamera, anyDevice, anyDocumentScanner } from '../conformance.ts';
import { createSmallStudio, meanOf } from '../small-studio.ts';
import { createWindingClock } from '../winding-clock.ts';

function build() {
  const clock = createWindingClock();
  const world = createWorld({ clock });
  const studio = createSmallStudio();
  const devices = createSimulatedDevices(world, {
    studio,
    camera: { widthPx: 64, heightPx: 48, framesPerSecond: 8 },
  });
  const cable = (role: DeviceRole) => ({ unplug: () => world.unplug(role), plug: () => world.plug(role) });
  // Drawing takes real time, not the world's: each step of time begins and ends with everything drawn.
  const pass = async (ms: number) => {
    await studio.quiet();
    await clock.wind(ms);
    await studio.quiet();
  };
  return { clock, world, studio, devices, cable, pass };
}

describe('simulated document scanner', () => {
  anyDocumentScanner(async () => {
    const { world, devices, cable, pass } = build();
    return {
      device: devices.scanner,
      pass,
      ...cable('document-scanner'),
      lay: () => world.place(POLISH_PASSPORT),
      takeAway: () => world.remove(),
    };
  });

  test('a document already lying there is announced on opening', async () => {
    const { world, devices } = build();
    world.place(POLISH_PASSPORT);
    const events: DeviceEvent[] = [];
    devices.scanner.listen((event) => events.push(event));
    await devices.scanner.open();
    expect(events).toEqual([{ type: 'document.placed' }]);
  });

  test('laying another document on the first takes the first away', async () => {
    const { world, devices } = build();
    await devices.scanner.open();
    const events: string[] = [];
    devices.scanner.listen((event) => events.push(event.type));
    world.place(POLISH_PASSPORT);
    world.place(LITHUANIAN_CARD);
    expect(events).toEqual(['document.placed', 'document.removed', 'document.placed']);
  });

  test('a picture from anywhere is handed out byte by byte, whatever it holds', async () => {
    const { world, devices, pass } = build();
    const junk = Uint8Array.from([1, 2, 3, 250]);
    await devices.scanner.open();
    world.placePicture({ label: 'junk', images: { white: junk } });
    const capture = devices.scanner.capture({ lights: ['white', 'infrared'], signal: new AbortController().signal });
    await pass(1000);
    expect(await capture).toEqual({
      ok: true,
      value: { origin: 'simulated', images: [{ light: 'white', bytes: junk, dpi: null }] },
    });
  });
});

describe('simulated face camera', () => {
  anyCamera(async () => {
    const { world, devices, cable, pass } = build();
    world.stand({ persons: ['zofia'], presentation: 'live' });
    return { device: devices.camera, pass, ...cable('face-camera') };
  });

  test('it sees the person turn, and turn back', async () => {
    const { world, devices, pass } = build();
    world.stand({ persons: ['zofia'], presentation: 'live' });
    await devices.camera.open();
    const means: Promise<number>[] = [];
    await devices.camera.stream((frame) => means.push(meanOf(frame.jpeg)));
    for (let i = 0; i < 80; i++) await pass(50);
    means.length = 0;
    world.act('turn-left');
    for (let i = 0; i < 60; i++) await pass(50);
    const seen = await Promise.all(means);
    expect(Math.max(...seen)).toBeGreaterThan(180);
    expect(seen.at(-1)).toBeCloseTo(128, 0);
  });

  test('a print and a screen cannot follow a challenge', async () => {
    const { world } = build();
    for (const presentation of ['print', 'screen'] as const) {
      world.stand({ persons: ['zofia'], presentation });
      world.act('turn-left');
      expect(world.gesture()).toBeNull();
    }
  });

  test('a frozen camera is a stall after two seconds', async () => {
    const { world, devices, pass } = build();
    world.stand({ persons: ['zofia'], presentation: 'live' });
    await devices.camera.open();
    const events: DeviceEvent[] = [];
    devices.camera.listen((event) => events.push(event));
    await devices.camera.stream(() => {});
    await pass(1000);
    world.freezeCamera(true);
    await pass(1800);
    expect(events).toEqual([]);
    await pass(600);
    expect(events).toEqual([{ type: 'device.lost', fault: { code: 'camera.stalled', where: 'face-camera' } }]);
  });

  test('a still person costs no new pictures', async () => {
    const { world, devices, pass, studio } = build();
    world.stand({ persons: ['zofia'], presentation: 'live' });
    await devices.camera.open();
    await devices.camera.stream(() => {});
    for (let i = 0; i < 100; i++) await pass(50);
    const drawn = studio.drawn.length;
    for (let i = 0; i < 100; i++) await pass(50);
    expect(studio.drawn.length).toBe(drawn);
  });
});

describe('simulated chip reader', () => {
  const SELECT = Uint8Array.from([0x00, 0xa4, 0x04, 0x0c, 0x07, 0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01]);
  anyDevice(async () => {
    const { devices, cable, pass } = build();
    return { device: devices.chip, pass, ...cable('chip-reader') };
  });

  const ask = async (built: ReturnType<typeof build>, command: Uint8Array) => {
    const answer = built.devices.chip.transmit(command);
    await built.pass(50);
    return answer;
  };

  test('the passport application answers 9000, any other 6A82, files ask for access control', async () => {
    const built = build();
    built.world.place(POLISH_PASSPORT);
    await built.devices.chip.open();
    expect(await ask(built, SELECT)).toEqual({ ok: true, value: Uint8Array.from([0x90, 0x00]) });
    const other = SELECT.with(11, 0x02);
    expect(await ask(built, other)).toEqual({ ok: true, value: Uint8Array.from([0x6a, 0x82]) });
    const readBinary = Uint8Array.from([0x00, 0xb0, 0x81, 0x00, 0x04]);
    expect(await ask(built, readBinary)).toEqual({ ok: true, value: Uint8Array.from([0x69, 0x82]) });
    expect(await ask(built, Uint8Array.from([0x00]))).toEqual({ ok: true, value: Uint8Array.from([0x67, 0x00]) });
  });

  test('a document without a chip is no chip, and one taken away in mid-command is removed', async () => {
    const built = build();
    const { world, devices } = built;
    await devices.chip.open();
    const events: string[] = [];
    devices.chip.listen((event) => events.push(event.type));
    world.place({ ...POLISH_PASSPORT, chip: false });
    expect(await devices.chip.present()).toEqual({ ok: true, value: false });
    world.place(POLISH_PASSPORT);
    expect(await devices.chip.present()).toEqual({ ok: true, value: true });
    const cut = devices.chip.transmit(SELECT);
    world.remove();
    await built.pass(50);
    expect(await cut).toMatchObject({ ok: false, fault: { code: 'chip.removed' } });
    expect(events).toEqual(['chip.present', 'chip.removed']);
  });

  test('a cable pulled in mid-command is an unplugged reader', async () => {
    const built = build();
    built.world.place(POLISH_PASSPORT);
    await built.devices.chip.open();
    const cut = built.devices.chip.transmit(SELECT);
    built.world.unplug('chip-reader');
    await built.pass(50);
    expect(await cut).toMatchObject({ ok: false, fault: { code: 'chip.unplugged' } });
  });
});

describe('simulated code reader, lamp and printer', () => {
  const slip = { title: 'Receipt', lines: ['one'], code: 'https://example.test/r/1' };
  describe('code reader', () =>
    anyDevice(async () => {
      const { devices, cable, pass } = build();
      return { device: devices.codes, pass, ...cable('code-reader') };
    }));
  describe('lamp', () =>
    anyDevice(async () => {
      const { devices, cable, pass } = build();
      return { device: devices.indicator, pass, ...cable('indicator') };
    }));
  describe('printer', () =>
    anyDevice(async () => {
      const { devices, cable, pass } = build();
      return { device: devices.printer, pass, ...cable('printer') };
    }));

  test('a code is read only while the reader is open', async () => {
    const { world, devices } = build();
    const events: DeviceEvent[] = [];
    devices.codes.listen((event) => events.push(event));
    world.showCode('ORD-2026-0001');
    await devices.codes.open();
    world.showCode('ORD-2026-0002');
    expect(events).toEqual([{ type: 'code.read', text: 'ORD-2026-0002' }]);
  });

  test('the lamp remembers what it showed; closed it refuses', async () => {
    const { devices } = build();
    expect(await devices.indicator.show('working')).toMatchObject({
      ok: false,
      fault: { code: 'indicator.unplugged' },
    });
    await devices.indicator.open();
    await devices.indicator.show('working');
    await devices.indicator.show('GREEN');
    expect(devices.indicator.history.map((entry) => entry.signal)).toEqual(['working', 'GREEN']);
  });

  test('a printer without paper says so and keeps nothing', async () => {
    const { world, devices } = build();
    await devices.printer.open();
    world.setPaper(false);
    expect(await devices.printer.print(slip)).toMatchObject({ ok: false, fault: { code: 'printer.out-of-paper' } });
    world.setPaper(true);
    expect((await devices.printer.print(slip)).ok).toBe(true);
    expect(devices.printer.slips).toEqual([slip]);
  });
});
