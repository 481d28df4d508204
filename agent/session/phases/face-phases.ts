import { assign } from 'xstate';
import { failed, fault, type Result } from '../../contract/faults.ts';
import type { FaceEvidence } from '../../domain/visit-observations.ts';
import { sessionChart, visitRequest } from '../session-chart.ts';
import type { SessionContext } from '../session-context.ts';
import { bug, changeVisit, close, noteCapture, noteJudgement, withoutCamera } from '../visit-changes.ts';
import { isCaptured, mayCaptureAgain, mayJudgeAgain } from '../visit-guards.ts';
import type { FaceCapture } from '../visit-state.ts';

/** The live capture. A lost camera is waited for, and the capture then starts from its beginning. */
export const camera = sessionChart.createStateConfig({
  initial: 'plugged',
  states: {
    plugged: { always: [{ guard: 'cameraIsLost', target: 'lost' }, { target: 'watching' }] },
    watching: {
      entry: [{ type: 'setDeadline', params: 'cameraMs' }, 'clearFault'],
      exit: assign(({ context }) => changeVisit(context, { guidance: null, challenge: null })),
      always: { guard: 'cameraIsLost', target: 'lost' },
      invoke: {
        src: 'captureFace',
        input: visitRequest,
        onDone: [
          {
            guard: ({ event }) => isCaptured(event.output),
            target: '#session.open.comparing',
            actions: assign(({ context, event }) => noteCapture(context, event.output)),
          },
          {
            guard: ({ context, event }) => mayCaptureAgain(context, event.output),
            target: '#session.open.camera-retry',
            actions: assign(({ context, event }) => noteCapture(context, event.output)),
          },
          {
            target: '#session.open.afterCapture',
            actions: assign(({ context, event }) => noteCapture(context, event.output)),
          },
        ],
        onError: {
          target: '#session.wiping',
          actions: assign(({ context, event }) => close(context, bug('capture', event.error))),
        },
      },
      on: {
        'deadline.passed': [
          {
            guard: ({ context, event }) => event.at === context.deadlineAt && mayCaptureAgain(context, NO_CAPTURE),
            target: '#session.open.camera-retry',
            actions: assign(({ context }) => noteCapture(context, NO_CAPTURE)),
          },
          {
            guard: 'isDue',
            target: '#session.open.afterCapture',
            actions: assign(({ context }) => noteCapture(context, NO_CAPTURE)),
          },
        ],
      },
    },
    lost: {
      entry: [
        { type: 'setDeadline', params: 'deviceReturnMs' },
        assign(({ context }) => changeVisit(context, { fault: context.lost.camera, guidance: 'camera-lost' })),
      ],
      always: { guard: 'cameraIsBack', target: 'watching' },
      on: {
        'deadline.passed': {
          guard: 'isDue',
          target: '#session.open.afterCapture',
          actions: assign(({ context }) => withoutCamera(context, context.lost.camera)),
        },
        continueWithout: {
          target: '#session.open.afterCapture',
          actions: assign(({ context }) => withoutCamera(context, context.lost.camera)),
        },
      },
    },
  },
});

export const cameraRetry = sessionChart.createStateConfig({
  entry: { type: 'setDeadline', params: 'cameraRetryMs' },
  always: { guard: 'cameraIsLost', target: 'camera' },
  on: {
    retry: 'camera',
    continueWithout: 'afterCapture',
  },
});

/** What a failed capture kept is still judged and recorded, so that an attack shows. */
export const afterCapture = sessionChart.createStateConfig({
  always: [{ guard: 'framesWaitToBeJudged', target: 'comparing' }, { target: 'afterFace' }],
});

export const comparing = sessionChart.createStateConfig({
  entry: { type: 'setDeadline', params: 'comparingMs' },
  invoke: {
    src: 'judgeFace',
    input: visitRequest,
    onDone: [
      {
        guard: ({ context, event }) => mayJudgeAgain(context, event.output),
        target: 'camera-retry',
        actions: assign(({ context, event }) => noteJudgement(context, event.output)),
      },
      { target: 'afterFace', actions: assign(({ context, event }) => noteJudgement(context, event.output)) },
    ],
    onError: {
      target: '#session.wiping',
      actions: assign(({ context, event }) => close(context, bug('comparison', event.error))),
    },
  },
  on: {
    'deadline.passed': {
      guard: 'isDue',
      target: 'afterFace',
      actions: assign(({ context }) => noteJudgement(context, NO_JUDGEMENT)),
    },
  },
});

export const afterFace = sessionChart.createStateConfig({
  entry: assign(({ context }) => withoutCamera(context, null)),
  always: [{ guard: 'needsOperator', target: 'operator-comparison' }, { target: '#session.deciding' }],
});

/** An officer looks at document and person; the answer can only make the verdict worse. */
export const operatorComparison = sessionChart.createStateConfig({
  entry: { type: 'setDeadline', params: 'operatorMs' },
  on: {
    answerComparison: {
      target: '#session.deciding',
      actions: assign(({ context, event }) => answered(context, event.answer)),
    },
  },
});

const NO_CAPTURE: Result<FaceCapture> = failed(fault('models.timeout', { where: 'capture' }));
const NO_JUDGEMENT: Result<FaceEvidence> = failed(fault('models.timeout', { where: 'comparison' }));

function answered(context: SessionContext, answer: 'same-person' | 'different-person' | 'cannot-tell') {
  return changeVisit(context, { answer });
}
