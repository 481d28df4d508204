import { assign } from 'xstate';
import { type Fault, failed, fault, type Result } from '../../contract/faults.ts';
import { sessionChart, visitRequest } from '../session-chart.ts';
import type { SessionContext } from '../session-context.ts';
import { bug, changeVisit, close, noteReading, startReading, withoutDocument } from '../visit-changes.ts';
import { mayReadAgain } from '../visit-guards.ts';
import type { DocumentReading } from '../visit-state.ts';

/** A paper stands for the permit card, as the rule of 2022-05-11 allows: the visit goes on with the passport. */
const paperForPermit = {
  guard: 'paperReplacesPermit',
  target: '#session.open.afterDocument',
  actions: ['dropDocument', 'takePaperForPermit'],
} as const;

/** Waits for the document asked for; one that already lies unread on the glass is read at once. */
export const document = sessionChart.createStateConfig({
  entry: 'askDocument',
  initial: 'waiting',
  on: { recordPaper: paperForPermit },
  states: {
    waiting: {
      entry: { type: 'setDeadline', params: 'documentMs' },
      always: [
        { guard: 'scannerIsLost', target: 'scannerLost' },
        { guard: 'unreadDocumentLies', target: '#session.open.reading' },
      ],
      on: { scanDocument: '#session.open.reading' },
    },
    scannerLost: {
      entry: [
        { type: 'setDeadline', params: 'deviceReturnMs' },
        assign(({ context }) => changeVisit(context, { fault: context.lost.scanner })),
      ],
      always: { guard: 'scannerIsBack', target: 'waiting', actions: 'clearFault' },
      on: {
        'deadline.passed': {
          guard: 'isDue',
          target: '#session.open.afterDocument',
          actions: assign(({ context }) => withoutScanner(context)),
        },
        continueWithout: {
          target: '#session.open.afterDocument',
          actions: assign(({ context }) => withoutScanner(context)),
        },
      },
    },
  },
});

/** The machine works on the document. A scanner lost while it takes pictures is waited for; afterwards it is not needed. */
export const reading = sessionChart.createStateConfig({
  entry: [{ type: 'setDeadline', params: 'readingMs' }, assign(({ context }) => startReading(context))],
  always: { guard: 'scannerIsLostInCapture', target: 'document', actions: assign({ glass: 'unread' }) },
  invoke: {
    src: 'readDocument',
    input: visitRequest,
    onDone: [
      {
        guard: ({ context, event }) => mayReadAgain(context, event.output),
        target: 'document-retry',
        actions: assign(({ context, event }) => noteReading(context, event.output)),
      },
      { target: 'afterDocument', actions: assign(({ context, event }) => noteReading(context, event.output)) },
    ],
    onError: {
      target: '#session.wiping',
      actions: assign(({ context, event }) => close(context, bug('reading', event.error))),
    },
  },
  on: {
    'deadline.passed': [
      {
        guard: ({ context, event }) => event.at === context.deadlineAt && mayReadAgain(context, HUNG),
        target: 'document-retry',
        actions: assign(({ context }) => noteReading(context, HUNG)),
      },
      { guard: 'isDue', target: 'afterDocument', actions: assign(({ context }) => noteReading(context, HUNG)) },
    ],
  },
});

/** Says what was wrong; the next try starts by command or when a document is laid down anew. */
export const documentRetry = sessionChart.createStateConfig({
  entry: { type: 'setDeadline', params: 'documentMs' },
  always: [
    { guard: 'scannerIsLost', target: 'document' },
    { guard: 'unreadDocumentLies', target: 'reading' },
  ],
  on: {
    retry: 'reading',
    scanDocument: 'reading',
    recordPaper: paperForPermit,
    continueWithout: {
      target: 'afterDocument',
      actions: assign(({ context }) => withoutDocument(context, lastFault(context), null)),
    },
  },
});

/** Where a visit goes once a document is done: the next one, the camera, or straight to the decision. */
export const afterDocument = sessionChart.createStateConfig({
  always: [
    { guard: 'moreDocuments', target: 'document' },
    { guard: 'mayNotPass', target: '#session.deciding' },
    { target: 'camera' },
  ],
});

const HUNG: Result<DocumentReading> = failed(fault('models.timeout', { where: 'reading' }));

function lastFault(context: SessionContext): Fault {
  return context.visit?.fault ?? fault('scanner.no-document');
}

function withoutScanner(context: SessionContext): Partial<SessionContext> {
  const loss = context.lost.scanner ?? fault('scanner.unplugged');
  return withoutDocument(context, loss, loss);
}
