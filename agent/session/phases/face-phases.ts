import { assign } from 'xstate';
import { failed, fault, type Result } from '../../contract/faults.ts';
import type { FaceEvidence } from '../../domain/visit-observations.ts';
import { sessionChart, visitRequest } from '../session-chart.ts';
import {
  askOfficer,
  bug,
  changeVisit,
  close,
  noteCapture,
  noteJudgement,
  noteOpinion,
  notePhoto,
  withoutCamera,
} from '../visit-changes.ts';
import { isCaptured, mayCaptureAgain, mayJudgeAgain } from '../visit-guards.ts';
import type { FaceCapture } from '../visit-state.ts';

/** Away from biometrics: the frames are overwritten, what was measured is forgotten, and a photo for the officers follows. */
const BY_OFFICERS = {
  target: '#session.open.camera' as const,
  reenter: true,
  actions: ['dropFrames' as const, 'withoutBiometrics' as const],
};

/** The live capture. A lost camera is waited for, and the capture then starts from its beginning. */
export const camera = sessionChart.createStateConfig({
  initial: 'plugged',
  states: {
    plugged: {
      always: [
        { guard: 'isForOfficers', target: 'photographing' },
        { guard: 'cameraIsLost', target: 'lost' },
        { target: 'watching' },
      ],
    },
    /** On the path without biometrics one photo is taken for the officers; without a camera they look at the person alone. */
    photographing: {
      entry: [{ type: 'setDeadline', params: 'cameraMs' }, 'clearFault'],
      always: { guard: 'cameraIsLost', target: '#session.open.operator-comparison', actions: 'withoutPhoto' },
      invoke: {
        src: 'takePhoto',
        input: visitRequest,
        onDone: {
          target: '#session.open.operator-comparison',
          actions: assign(({ context, event }) => notePhoto(context, event.output)),
        },
        onError: {
          target: '#session.wiping',
          actions: assign(({ context, event }) => close(context, bug('photo', event.error))),
        },
      },
      on: {
        'deadline.passed': { guard: 'isDue', target: '#session.open.operator-comparison', actions: 'withoutPhoto' },
        continueWithout: { target: '#session.open.operator-comparison', actions: 'withoutPhoto' },
      },
    },
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
        chooseNonBiometric: BY_OFFICERS,
        declineAction: {
          guard: ({ context }) => context.visit?.challenge != null,
          actions: ({ context, event }) => context.settings.work.declineAction(event.instead),
        },
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
        chooseNonBiometric: BY_OFFICERS,
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
    chooseNonBiometric: BY_OFFICERS,
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
  always: [
    { guard: 'cameraDidNotWorkOut', ...BY_OFFICERS },
    { guard: 'needsOperator', target: 'operator-comparison' },
    { target: '#session.deciding' },
  ],
});

/**
 * Officers look at document and person, one after the other and each alone. The answers can only make the verdict worse. When time
 * runs out after the first answer the visit is decided with it, since the person did all that was asked.
 */
export const operatorComparison = sessionChart.createStateConfig({
  entry: [{ type: 'setDeadline', params: 'operatorMs' }, assign(({ context }) => askOfficer(context))],
  on: {
    answerComparison: [
      { guard: 'answeredBefore', actions: 'refuse' },
      {
        guard: 'anotherOfficerFollows',
        target: 'operator-comparison',
        reenter: true,
        actions: assign(({ context, event }) => noteOpinion(context, event)),
      },
      {
        target: '#session.deciding',
        actions: assign(({ context, event }) => noteOpinion(context, event)),
      },
    ],
    retry: { guard: 'mayPhotographAgain', target: 'camera' },
    'deadline.passed': { guard: 'isDueWithOpinion', target: '#session.deciding' },
  },
});

const NO_CAPTURE: Result<FaceCapture> = failed(fault('models.timeout', { where: 'capture' }));
const NO_JUDGEMENT: Result<FaceEvidence> = failed(fault('models.timeout', { where: 'comparison' }));
