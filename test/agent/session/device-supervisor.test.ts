import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { failed, fault } from '../../../agent/contract/faults.ts';
import { backOffMs, deviceMachine } from '../../../agent/session/device-machine.ts';
import { createDeviceSupervisor, type SupervisedEvent } from '../../../agent/session/device-supervisor.ts';
import { actCamera, actCodeReader, actScanner } from './acted-devices.ts';
import { createWoundClock } from './wound-clock.ts';

function supervise() {
  const clock = createWoundClock();
  const devices = { scanner: actScanner(), camera: actCamera(clock, () => null), codes: actCodeReader() };
  const events: SupervisedEvent[] = [];
  const supervisor = createDeviceSupervisor({
    devices,
    clock,
    random: () => 0.5,
    onEvent: (event) => events.push(event),
    onChange: () => {},
  });
  const state = (role: string) => supervisor.views().find((view) => view.role === role)?.state;
  return { clock, devices, events, supervisor, state };
}

describe('the supervisor of the devices', () => {
  test('opens every device, and each tells once that it is ready', async () => {
    const { clock, events, supervisor, state } = supervise();
    expect(state('document-scanner')).toBe('closed');
    supervisor.start();
    await supervisor.settled();
    await clock.settle();
    expect(events.map((event) => event.type)).toEqual(['device.ready', 'device.ready', 'device.ready']);
    expect(supervisor.identities().length).toBe(3);
    await supervisor.close();
  });

  test('a device that is unplugged is opened again once it is back', async () => {
    const { clock, devices, events, supervisor, state } = supervise();
    supervisor.start();
    await clock.settle();
    devices.scanner.pull();
    await clock.settle();
    expect(state('document-scanner')).toBe('waiting');
    expect(supervisor.views()[0]?.fault?.code).toBe('scanner.unplugged');
    await clock.advance(5_000);
    expect(supervisor.isReady('document-scanner')).toBe(false);
    devices.scanner.plug();
    await clock.advance(10_000);
    expect(state('document-scanner')).toBe('ready');
    const own = events.filter((event) => 'role' in event && event.role === 'document-scanner').map(({ type }) => type);
    expect(own).toEqual(['device.ready', 'device.lost', 'device.ready']);
    await supervisor.close();
  });

  test('shows who is at work, and a loss at work is a loss', async () => {
    const { clock, devices, supervisor, state } = supervise();
    supervisor.start();
    await clock.settle();
    supervisor.setBusy('face-camera', true);
    expect(state('face-camera')).toBe('busy');
    devices.camera.pull();
    await clock.settle();
    expect(state('face-camera')).toBe('waiting');
    supervisor.setBusy('face-camera', false);
    expect(state('face-camera')).toBe('waiting');
    await supervisor.close();
  });

  test('a driver that does not answer is given up and tried again', async () => {
    const { clock, devices, supervisor, state } = supervise();
    let calls = 0;
    devices.scanner.open = () => {
      calls += 1;
      return new Promise(() => {});
    };
    supervisor.start();
    await clock.advance(10_200);
    expect(state('document-scanner')).toBe('waiting');
    await clock.advance(1_000);
    expect(calls).toBe(2);
    await supervisor.close();
  });
});

describe('one device', () => {
  test('whose fault cannot pass stays faulted until somebody opens it', async () => {
    const actor = createActor(deviceMachine, {
      input: {
        device: { open: async () => failed(fault('models.absent')) },
        random: () => 0,
        unplugged: 'scanner.unplugged',
      },
    }).start();
    actor.send({ type: 'open' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(actor.getSnapshot().value).toBe('faulted');
    actor.send({ type: 'open' });
    expect(actor.getSnapshot().value).toBe('opening');
    actor.stop();
  });

  test('waits between half a second and ten before it is tried again', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.double({ min: 0, max: 0.999, noNaN: true }), (tries, chance) => {
        const ms = backOffMs(tries, () => chance);
        expect(ms).toBeGreaterThanOrEqual(500);
        expect(ms).toBeLessThanOrEqual(10_000);
      }),
    );
  });
});
