import { assign, fromPromise, setup } from 'xstate';
import type { Device, DeviceIdentity } from '../../drivers/ports.ts';
import { FAULTS, type Fault, type FaultCode, fault, type Result } from '../contract/faults.ts';

const BACK_OFF = { firstMs: 500, longestMs: 10_000 } as const;
const OPEN_TIMEOUT_MS = 10_000;

export interface DeviceInput {
  readonly device: Pick<Device, 'open'>;
  /** Uniform in [0, 1); spreads the new tries of several devices. */
  readonly random: () => number;
  /** What a driver that does not answer is reported as. */
  readonly unplugged: FaultCode;
}

export type DeviceMachineEvent =
  | { readonly type: 'open' }
  | { readonly type: 'close' }
  | { readonly type: 'lost'; readonly fault: Fault }
  | { readonly type: 'work.started' }
  | { readonly type: 'work.finished' };

interface DeviceContext extends DeviceInput {
  readonly identity: DeviceIdentity | null;
  readonly fault: Fault | null;
  /** Failed tries since the device last worked. */
  readonly tries: number;
}

/**
 * The life of one device: closed → opening → ready ⇄ busy; a fault that may pass is waited out with back-off and the device is
 * opened anew (hot-plug), one that cannot stays until somebody opens it by hand.
 */
export const deviceMachine = setup({
  types: { context: {} as DeviceContext, events: {} as DeviceMachineEvent, input: {} as DeviceInput },
  actors: {
    openDevice: fromPromise<Result<DeviceIdentity>, Pick<Device, 'open'>>(({ input }) => input.open()),
  },
  actions: {
    ignore: () => {},
    noteLoss: assign(({ event }) => (event.type === 'lost' ? { fault: event.fault } : {})),
  },
  guards: {
    mayPass: ({ context }) => context.fault !== null && FAULTS[context.fault.code].retryable,
  },
  delays: {
    backOff: ({ context }) => backOffMs(context.tries, context.random),
    openTimeout: OPEN_TIMEOUT_MS,
  },
}).createMachine({
  id: 'device',
  context: ({ input }) => ({ ...input, identity: null, fault: null, tries: 0 }),
  initial: 'closed',
  on: {
    open: { actions: 'ignore' },
    close: '.closed',
    lost: { actions: 'ignore' },
    'work.started': { actions: 'ignore' },
    'work.finished': { actions: 'ignore' },
  },
  states: {
    closed: { entry: assign({ fault: null, tries: 0 }), on: { open: 'opening' } },
    opening: {
      invoke: {
        src: 'openDevice',
        input: ({ context }) => context.device,
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'ready',
            actions: assign(({ event }) => (event.output.ok ? { identity: event.output.value } : {})),
          },
          {
            target: 'faulted',
            actions: assign(({ event }) => (event.output.ok ? {} : { fault: event.output.fault })),
          },
        ],
        onError: { target: 'faulted', actions: assign({ fault: fault('program.bug', { where: 'open' }) }) },
      },
      after: {
        openTimeout: {
          target: 'faulted',
          actions: assign(({ context }) => ({
            fault: fault(context.unplugged, { where: 'open', detail: 'no answer' }),
          })),
        },
      },
      on: { lost: { target: 'faulted', actions: 'noteLoss' } },
    },
    ready: {
      entry: assign({ fault: null, tries: 0 }),
      on: { lost: { target: 'faulted', actions: 'noteLoss' }, 'work.started': 'busy' },
    },
    busy: {
      on: { lost: { target: 'faulted', actions: 'noteLoss' }, 'work.finished': 'ready' },
    },
    faulted: {
      entry: assign(({ context }) => ({ tries: context.tries + 1 })),
      always: { guard: 'mayPass', target: 'waiting' },
      on: { open: 'opening' },
    },
    waiting: { after: { backOff: 'opening' }, on: { open: 'opening' } },
  },
});

/** Doubles from 0.5 s to 10 s; the random half keeps devices of one hub from coming back in step. */
export function backOffMs(tries: number, random: () => number): number {
  const fullMs = Math.min(BACK_OFF.longestMs, BACK_OFF.firstMs * 2 ** Math.max(0, tries - 1));
  return Math.round(Math.max(BACK_OFF.firstMs, fullMs * (0.5 + random() / 2)));
}
