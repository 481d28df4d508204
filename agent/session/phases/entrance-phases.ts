import Value from 'typebox/value';
import { assign } from 'xstate';
import { fault } from '../../contract/faults.ts';
import { OrderReference } from '../../contract/order.ts';
import { sessionChart } from '../session-chart.ts';
import { begin, bug, changeVisit, consented, withoutBiometrics } from '../visit-changes.ts';

/** Nobody is being served; a check-in looks for the order and begins the visit. */
export const idle = sessionChart.createStateConfig({
  initial: 'ready',
  states: {
    ready: {
      entry: { type: 'setDeadline', params: 'lookupMs' },
      exit: 'clearDeadline',
      on: {
        /** Why the last check-in was refused is told for a while only; the next person need not see it. */
        'deadline.passed': { guard: 'isDue', actions: ['clearDeadline', assign({ fault: null })] },
        checkIn: {
          target: 'lookingUp',
          actions: assign(({ context, event }) => ({
            language: event.language ?? context.settings.language,
            languageIsChosen: event.language !== undefined,
            fault: null,
          })),
        },
        'code.read': {
          guard: ({ event }) => Value.Check(OrderReference, event.text),
          target: 'lookingUp',
          actions: assign({ fault: null, languageIsChosen: false }),
        },
      },
    },
    lookingUp: {
      entry: { type: 'setDeadline', params: 'lookupMs' },
      exit: 'clearDeadline',
      invoke: {
        src: 'beginVisit',
        input: ({ context, event }) => ({
          work: context.settings.work,
          reference: event.type === 'checkIn' ? event.reference : event.type === 'code.read' ? event.text : '',
        }),
        onDone: [
          {
            guard: ({ event }) => !event.output.ok,
            target: 'ready',
            actions: assign(({ event }) => (event.output.ok ? {} : { fault: event.output.fault })),
          },
          {
            target: '#session.open',
            actions: assign(({ context, event }) => (event.output.ok ? begin(context, event.output.value) : {})),
          },
        ],
        onError: {
          target: '#session.out-of-service',
          actions: assign(({ event }) => ({ fault: bug('check-in', event.error) })),
        },
      },
      on: {
        'deadline.passed': {
          guard: 'isDue',
          target: 'ready',
          actions: assign({ fault: fault('order.list-unavailable', { detail: 'no answer' }) }),
        },
      },
    },
  },
});

export const language = sessionChart.createStateConfig({
  entry: { type: 'setDeadline', params: 'languageMs' },
  always: { guard: 'languageIsChosen', target: 'consent' },
  on: {
    chooseLanguage: { target: 'consent', actions: assign(({ event }) => ({ language: event.language })) },
  },
});

/** The notice is shown; biometrics start only after consent, and refusing them leads to the equal path without. */
export const consent = sessionChart.createStateConfig({
  entry: [
    { type: 'setDeadline', params: 'consentMs' },
    assign(({ context }) => changeVisit(context, { noticeShownAt: context.settings.clock.now() })),
  ],
  on: {
    giveConsent: { target: 'document', actions: assign(({ context }) => consented(context)) },
    chooseNonBiometric: { target: 'document', actions: assign(({ context }) => withoutBiometrics(context)) },
    refuseConsent: {
      target: '#session.deciding',
      actions: assign(({ context }) => changeVisit(context, { consent: 'refused' })),
    },
  },
});
