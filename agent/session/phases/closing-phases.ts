import { assign } from 'xstate';
import { fault } from '../../contract/faults.ts';
import { sessionChart, visitRequest } from '../session-chart.ts';
import { bug, changeVisit, close, noteOutcome } from '../visit-changes.ts';

/** Inspects, decides, commits; nothing is told before the store has it. */
export const deciding = sessionChart.createStateConfig({
  entry: [{ type: 'setDeadline', params: 'commitMs' }, 'clearFault'],
  invoke: {
    src: 'commitVisit',
    input: visitRequest,
    onDone: [
      {
        guard: ({ event }) => event.output.ok,
        target: 'outcome',
        actions: assign(({ context, event }) => (event.output.ok ? noteOutcome(context, event.output.value) : {})),
      },
      {
        target: 'wiping',
        actions: assign(({ context, event }) => (event.output.ok ? {} : close(context, event.output.fault))),
      },
    ],
    onError: {
      target: 'wiping',
      actions: assign(({ context, event }) => close(context, bug('decision', event.error))),
    },
  },
  on: {
    'deadline.passed': {
      guard: 'isDue',
      target: 'wiping',
      actions: assign(({ context }) => close(context, fault('store.unavailable', { detail: 'no answer' }))),
    },
  },
});

/** Tells the committed verdict and how its delivery goes. */
export const outcome = sessionChart.createStateConfig({
  entry: { type: 'setDeadline', params: 'outcomeMs' },
  on: {
    finish: 'wiping',
    leave: 'wiping',
    'deadline.passed': { guard: 'isDue', target: 'wiping' },
    chooseLanguage: { actions: assign(({ event }) => ({ language: event.language })) },
    'delivery.changed': {
      guard: ({ context, event }) => context.visit?.outcome?.jti === event.jti,
      actions: assign(({ context, event }) => {
        const { visit } = context;
        if (!visit?.outcome) return {};
        const { jti, state, receiptId } = event;
        return changeVisit(context, {
          outcome: { jti, verdict: visit.outcome.verdict, delivery: state, ...(receiptId ? { receiptId } : {}) },
          steps: { ...visit.steps, deliver: DELIVERY_STEP[state] },
        });
      }),
    },
  },
});

const DELIVERY_STEP = { sealed: 'running', sending: 'running', accepted: 'done', poison: 'failed' } as const;

/** First the pictures are overwritten, then the store learns of a visit without result, then the glass must be free. */
export const wiping = sessionChart.createStateConfig({
  entry: ['wipe', 'keepClosingFault', 'forget'],
  initial: 'erased',
  states: {
    erased: { always: [{ guard: 'noAbortIsDue', target: 'glass' }, { target: 'closing' }] },
    closing: {
      invoke: {
        src: 'abortVisit',
        input: ({ context }) => {
          if (!context.closing) throw new Error('nothing to close');
          return { work: context.settings.work, visit: context.closing.visit, cause: context.closing.fault };
        },
        onDone: {
          target: 'glass',
          actions: assign(({ context, event }) => ({
            closing: null,
            fault: event.output.ok ? context.fault : event.output.fault,
          })),
        },
        onError: {
          target: 'glass',
          actions: assign(({ event }) => ({ closing: null, fault: bug('abort', event.error) })),
        },
      },
    },
    glass: {
      entry: { type: 'setDeadline', params: 'glassMs' },
      always: { guard: 'glassIsEmpty', target: 'done' },
      on: { 'deadline.passed': { guard: 'isDue', target: 'done' } },
    },
    /** A document left behind counts as read: the next visit does not read it by itself. */
    done: {
      entry: assign(({ context }) => ({ glass: context.glass === 'empty' ? 'empty' : 'read' })),
      always: [{ guard: 'stationIsBroken', target: '#session.out-of-service' }, { target: '#session.idle' }],
    },
  },
});

/** The station rests and tests itself from time to time. */
export const outOfService = sessionChart.createStateConfig({
  initial: 'resting',
  states: {
    resting: {
      entry: { type: 'setDeadline', params: 'selfTestMs' },
      on: { 'deadline.passed': { guard: 'isDue', target: 'testing' } },
    },
    testing: {
      entry: { type: 'setDeadline', params: 'commitMs' },
      on: { 'deadline.passed': { guard: 'isDue', target: 'resting' } },
      invoke: {
        src: 'selfTest',
        input: ({ context }) => ({ work: context.settings.work }),
        onDone: [
          { guard: ({ event }) => event.output.ok, target: '#session.idle', actions: assign({ fault: null }) },
          {
            target: 'resting',
            actions: assign(({ event }) => (event.output.ok ? {} : { fault: event.output.fault })),
          },
        ],
        onError: { target: 'resting', actions: assign(({ event }) => ({ fault: bug('self-test', event.error) })) },
      },
    },
  },
});
