import { FAULTS, type Fault, type FaultCode, type Result } from '../contract/faults.ts';
import type { PresentedPaper } from '../contract/papers.ts';
import { SupportingPaper } from '../contract/rule-pack.ts';
import { mayStandForPermit, papersTaken } from '../domain/plan-documents.ts';
import type { FaceEvidence } from '../domain/visit-observations.ts';
import { askedDocument, openVisit, type SessionContext } from './session-context.ts';
import type { SessionEvent } from './session-events.ts';
import type { DocumentReading, FaceCapture, OpenVisit } from './visit-state.ts';

/** Pure questions about the visit, by the names the chart uses. */
export const visitGuards = {
  isDue: ({ context, event }: Asked) => event.type === 'deadline.passed' && event.at === context.deadlineAt,
  nothingWasSeen: ({ context }: Asked) => openVisit(context).documents.every((document) => document.attempts === 0),
  languageIsChosen: ({ context }: Asked) => context.languageIsChosen,
  scannerIsLost: ({ context }: Asked) => context.lost.scanner !== null,
  scannerIsBack: ({ context }: Asked) => context.lost.scanner === null,
  scannerIsLostInCapture: ({ context }: Asked) =>
    context.lost.scanner !== null && openVisit(context).steps['capture-document'] === 'running',
  cameraIsLost: ({ context }: Asked) => context.lost.camera !== null,
  cameraIsBack: ({ context }: Asked) => context.lost.camera === null,
  unreadDocumentLies: ({ context }: Asked) => context.glass === 'unread',
  glassIsEmpty: ({ context }: Asked) => context.glass === 'empty',
  moreDocuments: ({ context }: Asked) => openVisit(context).documents.some((document) => document.state === 'waiting'),
  mayNotPass: ({ context }: Asked) => !mayStillPass(openVisit(context)),
  isForOfficers: ({ context }: Asked) => openVisit(context).path === 'operator',
  needsOperator: ({ context }: Asked) => needsOperator(context),
  cameraDidNotWorkOut: ({ context }: Asked) => cameraDidNotWorkOut(context),
  paperIsTaken: ({ context, event }: Asked) => event.type === 'recordPaper' && paperIsTaken(context, event.paper),
  paperReplacesPermit: ({ context, event }: Asked) =>
    event.type === 'recordPaper' && paperReplacesPermit(context, event.paper),
  answeredBefore: ({ context, event }: Asked) => answeredBefore(context, event),
  anotherOfficerFollows: ({ context }: Asked) => anotherOfficerFollows(openVisit(context)),
  mayPhotographAgain: ({ context }: Asked) => mayPhotographAgain(context),
  isDueWithOpinion: ({ context, event }: Asked) =>
    event.type === 'deadline.passed' && event.at === context.deadlineAt && opinionsOf(openVisit(context)).length > 0,
  framesWaitToBeJudged: ({ context }: Asked) => framesWait(openVisit(context)),
  noAbortIsDue: ({ context }: Asked) => context.closing === null,
  stationIsBroken: ({ context }: Asked) => context.fault !== null && FAULTS[context.fault.code].severity === 'fatal',
} as const;

interface Asked {
  readonly context: SessionContext;
  readonly event: SessionEvent;
}

/**
 * No face is processed when the visit can no longer become GREEN: a document was given up, or the identity document showed no
 * portrait to compare with (data minimisation, GDPR art. 5).
 */
function mayStillPass(visit: OpenVisit): boolean {
  if (visit.documents.some((document) => document.state === 'given-up')) return false;
  if (visit.path === 'operator') return true;
  return visit.documents.some((document) => document.role === 'identity-document' && document.portrait !== null);
}

const framesWait = (visit: OpenVisit) => visit.face === null && (visit.capture?.frames.length ?? 0) > 0;

/** An officer compares on the path without biometrics, and when policy asks for it because passive liveness is missing. */
function needsOperator(context: SessionContext): boolean {
  if (openVisit(context).path === 'operator') return true;
  if (context.settings.faces === 'with-passive-liveness') return false;
  return context.settings.rulePack.policy.withoutPassiveLiveness === 'operator-path';
}

/**
 * The captures are used up and gave no face that could be judged, or the person cannot do what the camera asks. An attack, repeated
 * pictures, another face, or one that does not match or only nearly does are not among these: officers never outweigh them.
 */
function cameraDidNotWorkOut(context: SessionContext): boolean {
  const { path, face } = openVisit(context);
  if (path !== 'biometric') return false;
  if (face?.fault?.code === 'liveness.challenge-declined') return true;
  if (context.settings.rulePack.policy.inconclusiveBiometrics !== 'operator-path') return false;
  if (!face) return true;
  if (face.passive?.outcome === 'attack' || face.comparison?.continuity?.decision === 'different') return false;
  if (face.comparison && face.comparison.decision !== 'inconclusive') return false;
  return face.fault === null || UNUSABLE.has(face.fault.code);
}

/** Why frames may be of no use without anybody having tried anything. */
const UNUSABLE: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'face.none',
  'face.several',
  'face.quality',
  'liveness.inconclusive',
  'liveness.challenge-missed',
  'camera.stalled',
  'camera.unplugged',
]);

const opinionsOf = (visit: OpenVisit) => visit.byOfficers?.opinions ?? [];

/** Four eyes are two people: nobody answers twice. */
export function answeredBefore(context: SessionContext, event: Pick<SessionEvent, 'type'>): boolean {
  if (!context.visit || event.type !== 'answerComparison' || !('officer' in event)) return false;
  return opinionsOf(context.visit).some(({ officer }) => officer === event.officer);
}

/** Whether one more officer is asked after the one who answers now. */
const anotherOfficerFollows = (visit: OpenVisit) => opinionsOf(visit).length + 1 < (visit.byOfficers?.demanded ?? 0);

/** A photo is taken anew only before anybody has answered about it. */
export function mayPhotographAgain(context: SessionContext): boolean {
  const visit = openVisit(context);
  const isUntouched = visit.path === 'operator' && opinionsOf(visit).length === 0;
  return isUntouched && context.lost.camera === null && cameraTriesLeft(context) > 0;
}

/** Whether a try at the document ended well. */
export function isRead(result: Result<DocumentReading>): boolean {
  return result.ok && result.value.problem === null;
}

/** A try that took no picture costs nothing, nor does the other one of the two documents: it is only asked for the right one. */
export function costsAnAttempt(result: Result<unknown>): boolean {
  return result.ok || !(FREE_OF_COST.has(result.fault.code) || isLoss(result.fault));
}

const FREE_OF_COST: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'scanner.no-document',
  'document.permit-first',
  'document.permit-already-read',
]);

export function documentTriesLeft(context: SessionContext): number {
  const visit = openVisit(context);
  const attempts = visit.documents[askedDocument(visit)]?.attempts ?? 0;
  return Math.max(0, context.settings.rulePack.limits.documentAttempts - attempts);
}

export function cameraTriesLeft(context: SessionContext): number {
  return Math.max(0, context.settings.rulePack.limits.cameraAttempts - openVisit(context).cameraAttempts);
}

/** Kinds of paper that an officer may record now. */
export function recordablePapers(context: SessionContext): readonly SupportingPaper[] {
  const { order, papers, documents } = openVisit(context);
  const pack = context.settings.rulePack;
  const isAsked = documents.some(({ role, state }) => role === 'residence-permit' && state === 'asked');
  return SupportingPaper.enum.filter((kind) => {
    if (isAsked && mayStandForPermit(pack, order.purpose, kind)) return true;
    return papersTaken(pack, order.purpose).includes(kind) && papers.every((paper) => paper.kind !== kind);
  });
}

/** A paper that the rules know beside the documents, once of each kind. */
function paperIsTaken(context: SessionContext, { kind }: PresentedPaper): boolean {
  const { order, papers } = openVisit(context);
  const taken = papersTaken(context.settings.rulePack, order.purpose);
  return taken.includes(kind) && papers.every((paper) => paper.kind !== kind);
}

/** Only while the permit is asked for; what was read stands. */
function paperReplacesPermit(context: SessionContext, { kind }: PresentedPaper): boolean {
  const visit = openVisit(context);
  const isAsked = visit.documents[askedDocument(visit)]?.role === 'residence-permit';
  return isAsked && mayStandForPermit(context.settings.rulePack, visit.order.purpose, kind);
}

/** Another try at the document follows: this one failed and was not the last. */
export function mayReadAgain(context: SessionContext, result: Result<DocumentReading>): boolean {
  return !isRead(result) && (!costsAnAttempt(result) || documentTriesLeft(context) > 1);
}

export function isCaptured(result: Result<FaceCapture>): boolean {
  return result.ok && result.value.evidence.fault === null;
}

/** Another capture follows: this one failed and was not the last, or the camera was gone. */
export function mayCaptureAgain(context: SessionContext, result: Result<FaceCapture>): boolean {
  if (result.ok && result.value.evidence.fault?.code === 'liveness.challenge-declined') return false;
  // Who cannot do what is asked is not asked again; an officer compares instead.
  if (result.ok && result.value.evidence.fault?.code === 'liveness.challenge-declined') return false;
  return !isCaptured(result) && (!costsAnAttempt(result) || cameraTriesLeft(context) > 1);
}

/** A judgement that better frames may mend, while tries are left; not when the person went on with a failed capture. */
export function mayJudgeAgain(context: SessionContext, result: Result<FaceEvidence>): boolean {
  if (openVisit(context).capture?.evidence.fault) return false;
  return (result.ok ? result.value.fault : result.fault) !== null && cameraTriesLeft(context) > 0;
}

/** The device itself has gone; it reports back when it returns. */
export function isLoss(fault: Fault): boolean {
  return fault.code === 'scanner.unplugged' || fault.code === 'camera.unplugged' || fault.code === 'camera.stalled';
}
