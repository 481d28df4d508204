import { assign, fromPromise, setup } from 'xstate';
import { FAULTS, type Fault, fault, ok, type Result } from '../contract/faults.ts';
import type { FaceEvidence } from '../domain/visit-observations.ts';
import { askedDocument, openVisit, type SessionContext, type SessionSettings } from './session-context.ts';
import type { SessionEvent } from './session-events.ts';
import type { SessionLimits } from './session-limits.ts';
import type { BegunVisit, CommittedVisit, Report, SessionWork } from './session-work.ts';
import {
  askDocument,
  changeVisit,
  close,
  notePaperForPermit,
  notePhoto,
  noteProgress,
  withoutBiometrics,
} from './visit-changes.ts';
import { visitGuards } from './visit-guards.ts';
import type { DocumentReading, FaceCapture, OpenVisit } from './visit-state.ts';

/** Input of an actor that works for the open visit. */
interface VisitRequest {
  readonly work: SessionWork;
  readonly visit: OpenVisit;
  readonly report: Report;
}

/**
 * The vocabulary of the chart: its actors, guards and actions by name. Each actor resolves with a `Result`; the states branch
 * on it. Actions only change the context, except `wipe`, which overwrites the pictures.
 */
export const sessionChart = setup({
  types: {
    context: {} as SessionContext,
    events: {} as SessionEvent,
    input: {} as SessionSettings,
  },
  actors: {
    beginVisit: fromPromise<Result<BegunVisit>, { work: SessionWork; reference: string }>(({ input, signal }) =>
      input.work.beginVisit(input.reference, signal),
    ),
    readDocument: fromPromise<Result<DocumentReading>, VisitRequest>(({ input, signal }) =>
      input.work.readDocument(input.visit, whileWanted(input.report, signal), signal),
    ),
    captureFace: fromPromise<Result<FaceCapture>, VisitRequest>(({ input, signal }) =>
      input.work.captureFace(input.visit, whileWanted(input.report, signal), signal),
    ),
    takePhoto: fromPromise<Result<string | null>, VisitRequest>(({ input, signal }) =>
      input.work.takePhoto(input.visit, whileWanted(input.report, signal), signal),
    ),
    judgeFace: fromPromise<Result<FaceEvidence>, VisitRequest>(({ input, signal }) =>
      input.work.judgeFace(input.visit, whileWanted(input.report, signal), signal),
    ),
    commitVisit: fromPromise<Result<CommittedVisit>, VisitRequest>(({ input, signal }) =>
      input.work.commitVisit(input.visit, whileWanted(input.report, signal)),
    ),
    abortVisit: fromPromise<Result<void>, { work: SessionWork; visit: string; cause: Fault }>(({ input }) =>
      input.work.abortVisit(input.visit, input.cause),
    ),
    selfTest: fromPromise<Result<void>, { work: SessionWork }>(({ input }) => input.work.selfTest()),
  },
  guards: visitGuards,
  actions: {
    /** Counts an event that does not fit the moment; whoever sent the command sees the count rise. */
    refuse: assign(({ context }) => ({ refused: context.refused + 1 })),
    setDeadline: assign(({ context }, limit: keyof Omit<SessionLimits, 'capture'>) => ({
      deadlineAt: context.settings.clock.now() + context.settings.limits[limit],
    })),
    clearDeadline: assign({ deadlineAt: null }),
    noteProgress: assign(({ context, event }) => {
      switch (event.type) {
        case 'step.started':
        case 'step.finished':
        case 'capture.progressed':
          return noteProgress(context, event);
        default:
          return {};
      }
    }),
    noteDevice: assign(({ context, event }) => noteDevice(context, event)),
    askDocument: assign(({ context }) => askDocument(context)),
    clearFault: assign(({ context }) => changeVisit(context, { fault: null })),
    leave: assign(({ context }) => changeVisit(context, { stop: 'CARDHOLDER_LEFT' })),
    closeTimedOut: assign(({ context }) => close(context, fault('visit.timed-out'))),
    closeInterrupted: assign(({ context }) => close(context, fault('visit.interrupted'))),
    withoutBiometrics: assign(({ context }) => withoutBiometrics(context)),
    withoutPhoto: assign(({ context }) => notePhoto(context, ok(null))),
    /** The frames of a capture that nobody will judge. */
    dropFrames: ({ context }) => context.settings.vault.drop(openVisit(context).capture?.frames ?? []),
    /** The pictures of a document that is no longer asked for. */
    dropDocument: ({ context }) => {
      const visit = openVisit(context);
      const asked = visit.documents[askedDocument(visit)];
      if (asked) context.settings.vault.drop([asked.front, asked.portrait]);
    },
    takePaperForPermit: assign(({ context, event }) =>
      event.type === 'recordPaper' ? notePaperForPermit(context, event.paper) : {},
    ),
    /** Pictures are overwritten and the visit is forgotten. */
    wipe: ({ context }) => context.settings.vault.wipe(),
    /** A visit that ends for a fault of the station tells it; one that simply ran out of time does not. */
    keepClosingFault: assign(({ context }) => ({ fault: stationFault(context) })),
    forget: assign(({ context }) => ({ visit: null, language: context.settings.language, deadlineAt: null })),
  },
});

/** The input of an actor that works for the open visit. */
export function visitRequest({
  context,
  self,
}: {
  context: SessionContext;
  self: { send(event: SessionEvent): void };
}): VisitRequest {
  return { work: context.settings.work, visit: openVisit(context), report: (report) => self.send(report) };
}

function whileWanted(report: Report, signal: AbortSignal): Report {
  return (progress) => {
    if (!signal.aborted) report(progress);
  };
}

function stationFault({ closing }: SessionContext): Fault | null {
  return closing && FAULTS[closing.fault.code].severity !== 'info' && closing.fault.code !== 'visit.interrupted'
    ? closing.fault
    : null;
}

function noteDevice(context: SessionContext, event: SessionEvent): Partial<SessionContext> {
  switch (event.type) {
    case 'document.placed':
      return { glass: 'unread' };
    case 'document.removed':
      return { glass: 'empty' };
    case 'device.lost':
      return { lost: withLoss(context.lost, event.role, event.fault) };
    case 'device.ready':
      return { lost: withLoss(context.lost, event.role, null) };
    default:
      return {};
  }
}

function withLoss(lost: SessionContext['lost'], role: string, loss: Fault | null): SessionContext['lost'] {
  if (role === 'document-scanner') return { ...lost, scanner: loss };
  if (role === 'face-camera') return { ...lost, camera: loss };
  return lost;
}
