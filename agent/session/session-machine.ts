import { assign } from 'xstate';
import { fault } from '../contract/faults.ts';
import { deciding, outcome, outOfService, wiping } from './phases/closing-phases.ts';
import { afterDocument, document, documentRetry, reading } from './phases/document-phases.ts';
import { consent, idle, language } from './phases/entrance-phases.ts';
import { afterCapture, afterFace, camera, cameraRetry, comparing, operatorComparison } from './phases/face-phases.ts';
import { sessionChart } from './session-chart.ts';
import type { SessionContext, SessionSettings } from './session-context.ts';
import { changeVisit, notePaper } from './visit-changes.ts';

/**
 * One station's sessions, one visit after the other. Top-level states and the children of `open` are the phases people see;
 * `after…` states are passed through at once. Every event is answered in every state: where nothing fits, the root refuses a
 * command visibly, notes a device or a progress report, and lets a late timer go by.
 */
export const sessionMachine = sessionChart.createMachine({
  id: 'session',
  context: ({ input }) => freshContext(input),
  initial: 'start',
  on: {
    checkIn: { actions: 'refuse' },
    chooseLanguage: { actions: 'refuse' },
    giveConsent: { actions: 'refuse' },
    chooseNonBiometric: { actions: 'refuse' },
    refuseConsent: { actions: 'refuse' },
    scanDocument: { actions: 'refuse' },
    retry: { actions: 'refuse' },
    continueWithout: { actions: 'refuse' },
    finish: { actions: 'refuse' },
    leave: { actions: 'refuse' },
    answerComparison: { actions: 'refuse' },
    stop: { actions: 'refuse' },
    recordPaper: { actions: 'refuse' },
    declineAction: { actions: 'refuse' },
    'step.started': { actions: 'noteProgress' },
    'step.finished': { actions: 'noteProgress' },
    'capture.progressed': { actions: 'noteProgress' },
    'document.placed': { actions: 'noteDevice' },
    'document.removed': { actions: 'noteDevice' },
    'device.lost': { actions: 'noteDevice' },
    'device.ready': { actions: 'noteDevice' },
    'chip.present': { actions: 'refuse' },
    'chip.removed': { actions: 'refuse' },
    'code.read': { actions: 'refuse' },
    'deadline.passed': { actions: 'refuse' },
    'delivery.changed': { actions: 'refuse' },
  },
  states: {
    start: { always: [{ guard: 'stationIsBroken', target: 'out-of-service' }, { target: 'idle' }] },
    idle,
    open: {
      initial: 'language',
      on: {
        chooseLanguage: { actions: assign(({ event }) => ({ language: event.language })) },
        stop: {
          target: 'deciding',
          actions: assign(({ context, event }) => changeVisit(context, { stop: event.reason })),
        },
        recordPaper: {
          guard: 'paperIsTaken',
          actions: assign(({ context, event }) => notePaper(context, event.paper)),
        },
        leave: [
          { guard: 'nothingWasSeen', target: 'wiping', actions: 'closeInterrupted' },
          { target: 'deciding', actions: 'leave' },
        ],
        'deadline.passed': [
          {
            guard: { type: 'isDue' },
            target: '.timedOut',
          },
        ],
      },
      states: {
        language,
        consent,
        document,
        reading,
        'document-retry': documentRetry,
        afterDocument,
        camera,
        'camera-retry': cameraRetry,
        afterCapture,
        comparing,
        afterFace,
        'operator-comparison': operatorComparison,
        timedOut: {
          always: [
            { guard: 'nothingWasSeen', target: '#session.wiping', actions: 'closeTimedOut' },
            { target: '#session.deciding', actions: 'leave' },
          ],
        },
      },
    },
    deciding,
    outcome,
    wiping,
    'out-of-service': outOfService,
  },
});

function freshContext(settings: SessionSettings): SessionContext {
  return {
    settings,
    language: settings.language,
    languageIsChosen: false,
    visit: null,
    closing: null,
    glass: 'empty',
    lost: { scanner: fault('scanner.unplugged'), camera: fault('camera.unplugged') },
    refused: 0,
    fault: settings.startFault,
    deadlineAt: null,
  };
}
