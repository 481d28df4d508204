import { type Fault, fault, type Result } from '../contract/faults.ts';
import type { PresentedPaper } from '../contract/papers.ts';
import { planDocuments } from '../domain/plan-documents.ts';
import type { FaceEvidence, OfficerOpinion } from '../domain/visit-observations.ts';
import { askedDocument, openVisit, type SessionContext } from './session-context.ts';
import type { ProgressReport } from './session-events.ts';
import type { BegunVisit, CommittedVisit } from './session-work.ts';
import { costsAnAttempt, documentTriesLeft, isLoss, isRead } from './visit-guards.ts';
import {
  type DocumentReading,
  type FaceCapture,
  freshSteps,
  type OpenVisit,
  type PresentedDocument,
} from './visit-state.ts';

type Change = Partial<SessionContext>;

export function changeVisit(context: SessionContext, change: Partial<OpenVisit>): Change {
  return { visit: { ...openVisit(context), ...change } };
}

/** A new visit: its path is biometric when the station can look at faces at all. */
export function begin(context: SessionContext, begun: BegunVisit): Change {
  const path = context.settings.faces === 'none' ? 'operator' : 'biometric';
  const visit: OpenVisit = {
    ...begun,
    path,
    consent: null,
    noticeShownAt: null,
    documents: planDocuments(begun.order, context.settings.rulePack).map((role) => ({
      role,
      state: 'waiting',
      attempts: 0,
      observation: null,
      front: null,
      portrait: null,
    })),
    cameraAttempts: 0,
    capture: null,
    face: null,
    photo: null,
    byOfficers: null,
    papers: [],
    comparingSince: null,
    stop: null,
    deviceFault: null,
    retryLimitReached: false,
    fault: null,
    steps: freshSteps(path),
    guidance: null,
    challenge: null,
    checks: [],
    outcome: null,
  };
  return { visit, fault: null };
}

/** Consent to biometrics; where faces are not looked at, the notice alone was read and no consent is needed. */
export function consented(context: SessionContext): Change {
  return changeVisit(context, { consent: openVisit(context).path === 'biometric' ? 'given' : 'not-needed' });
}

/**
 * The path without biometrics, chosen at first or when the camera does not work out for the person. What was measured of the face
 * is forgotten; a limit of tries reached at the camera is not held against the person.
 */
export function withoutBiometrics(context: SessionContext): Change {
  const visit = openVisit(context);
  const { documentAttempts } = context.settings.rulePack.limits;
  const fresh = freshSteps('operator');
  const begun = visit.documents.some(({ attempts }) => attempts > 0);
  return changeVisit(context, {
    path: 'operator',
    consent: 'not-needed',
    steps: begun ? { ...visit.steps, ...BIOMETRIC_STEPS } : fresh,
    capture: null,
    face: null,
    fault: null,
    cameraAttempts: 0,
    retryLimitReached: visit.retryLimitReached && visit.documents.some(({ attempts }) => attempts >= documentAttempts),
  });
}

const BIOMETRIC_STEPS = {
  'capture-face': 'waiting',
  'judge-liveness': 'skipped',
  'compare-faces': 'skipped',
} as const satisfies Partial<OpenVisit['steps']>;

/** The next waiting document becomes the one asked for; the steps of the document before it start over. */
export function askDocument(context: SessionContext): Change {
  const visit = openVisit(context);
  if (askedDocument(visit) >= 0) return {};
  const next = visit.documents.findIndex((document) => document.state === 'waiting');
  return changeVisit(context, {
    documents: visit.documents.map((document, index) => (index === next ? { ...document, state: 'asked' } : document)),
    fault: null,
    steps: documentStepsAnew(visit),
  });
}

/** One try begins: what lies on the glass counts as read from now on. */
export function startReading(context: SessionContext): Change {
  return { glass: 'read', ...changeVisit(context, { fault: null, steps: documentStepsAnew(openVisit(context)) }) };
}

function documentStepsAnew({ steps, path }: OpenVisit): OpenVisit['steps'] {
  return {
    ...steps,
    'capture-document': 'waiting',
    'decode-document': 'waiting',
    'read-mrz': 'waiting',
    'read-printed-zone': 'waiting',
    'find-portrait': freshSteps(path)['find-portrait'],
  };
}

/** Notes one try at the document asked for: read, to be tried again, or given up after the last try. */
export function noteReading(context: SessionContext, result: Result<DocumentReading>): Change {
  const visit = openVisit(context);
  const costs = costsAnAttempt(result);
  const last = costs && documentTriesLeft(context) <= 1;
  const problem = result.ok ? result.value.problem : result.fault;
  const accepted = isRead(result) || (last && result.ok && result.value.usable);
  const changed = asked(visit, (document) => ({
    ...document,
    ...(result.ok ? seen(result.value) : {}),
    attempts: document.attempts + (costs ? 1 : 0),
    state: accepted ? 'read' : last ? 'given-up' : 'asked',
  }));
  const givenUp = last && !accepted && problem;
  const scannerFails = !result.ok && result.fault.code === 'scanner.capture-failed';
  return {
    ...(result.ok ? {} : { glass: glassAfter(result.fault, context.glass) }),
    ...changeVisit(context, {
      documents: givenUp ? asked(visit, (_, index) => giveUp(context, changed[index], problem)) : changed,
      fault: accepted ? null : problem,
      retryLimitReached: visit.retryLimitReached || (last && !isRead(result)),
      deviceFault: givenUp && scannerFails ? problem : visit.deviceFault,
    }),
  };
}

/** A document that was not captured is unread again; what the glass told meanwhile stands. */
function glassAfter(cause: Fault, glass: SessionContext['glass']): SessionContext['glass'] {
  if (cause.code === 'scanner.no-document') return 'empty';
  return isLoss(cause) && glass === 'read' ? 'unread' : glass;
}

/** The visit goes on without the document asked for. */
export function withoutDocument(context: SessionContext, cause: Fault, deviceFault: Fault | null): Change {
  const visit = openVisit(context);
  return changeVisit(context, {
    documents: asked(visit, (document) => giveUp(context, document, cause)),
    deviceFault: deviceFault ?? visit.deviceFault,
    fault: null,
  });
}

/** A paper an officer looked at is kept with the time. */
export function notePaper(context: SessionContext, paper: PresentedPaper): Change {
  const { papers } = openVisit(context);
  return changeVisit(context, { papers: [...papers, { ...paper, recordedAt: context.settings.clock.now() }] });
}

/** A paper that stands for the permit: the card is no longer asked for, and what was seen of it is forgotten. */
export function notePaperForPermit(context: SessionContext, paper: PresentedPaper): Change {
  const visit = openVisit({ ...context, ...notePaper(context, paper) });
  const permit = askedDocument(visit);
  return { visit: { ...visit, documents: visit.documents.filter((_, index) => index !== permit), fault: null } };
}

function asked(
  visit: OpenVisit,
  change: (document: PresentedDocument, index: number) => PresentedDocument,
): readonly PresentedDocument[] {
  const index = askedDocument(visit);
  return visit.documents.map((document, position) => (position === index ? change(document, position) : document));
}

const seen = ({ observation, front, portrait }: DocumentReading) => ({ observation, front, portrait });

function giveUp(context: SessionContext, document: PresentedDocument | undefined, cause: Fault): PresentedDocument {
  if (!document) throw new Error('no document is asked for');
  const nothing = {
    role: document.role,
    origin: context.settings.origin,
    lights: [],
    digests: [],
    quality: null,
    mrz: null,
    printedZone: null,
    chip: 'not-looked-for',
  } as const;
  return { ...document, state: 'given-up', observation: { ...(document.observation ?? nothing), fault: cause } };
}

export function noteCapture(context: SessionContext, result: Result<FaceCapture>): Change {
  const visit = openVisit(context);
  const attempts = visit.cameraAttempts + (costsAnAttempt(result) ? 1 : 0);
  const problem = result.ok ? result.value.evidence.fault : result.fault;
  return changeVisit(context, {
    cameraAttempts: attempts,
    capture: result.ok ? result.value : null,
    face: null,
    fault: problem,
    retryLimitReached:
      visit.retryLimitReached || (problem !== null && attempts >= context.settings.rulePack.limits.cameraAttempts),
    guidance: null,
    challenge: null,
  });
}

/** The judged capture; when judging failed, the capture with the reason. */
export function noteJudgement(context: SessionContext, result: Result<FaceEvidence>): Change {
  const { capture } = openVisit(context);
  if (!capture) throw new Error('no capture to judge');
  const face = result.ok ? result.value : { ...capture.evidence, fault: result.fault };
  return changeVisit(context, { face, fault: face.fault });
}

/** The visit goes on with what the last capture gave, which may be nothing. */
export function withoutCamera(context: SessionContext, deviceFault: Fault | null): Change {
  const visit = openVisit(context);
  return changeVisit(context, {
    face: visit.face ?? visit.capture?.evidence ?? null,
    deviceFault: deviceFault ?? visit.deviceFault,
    fault: null,
    guidance: null,
    challenge: null,
  });
}

/** The photo officers compare with, or none: they then look at the person alone. */
export function notePhoto(context: SessionContext, result: Result<string | null>): Change {
  const visit = openVisit(context);
  const photo = result.ok ? result.value : null;
  const steps = { ...visit.steps, 'capture-face': photo === null ? 'skipped' : 'done' } as const;
  return changeVisit(context, { photo, cameraAttempts: visit.cameraAttempts + 1, guidance: null, steps });
}

/** One officer is asked to compare; those who answered before stay as they are. */
export function askOfficer(context: SessionContext): Change {
  const { comparisonOfficers, comparisonFeatures } = context.settings.rulePack.limits;
  const byOfficers = openVisit(context).byOfficers ?? {
    demanded: comparisonOfficers,
    fewestFeatures: comparisonFeatures,
    opinions: [],
  };
  return changeVisit(context, { byOfficers, comparingSince: context.settings.clock.now() });
}

export function noteOpinion(
  context: SessionContext,
  { officer, findings, answer }: Pick<OfficerOpinion, 'officer' | 'findings' | 'answer'>,
): Change {
  const { byOfficers, comparingSince } = openVisit(context);
  if (!byOfficers || comparingSince === null) throw new Error('no officer was asked');
  const answeredAt = context.settings.clock.now();
  const opinion = { officer, findings, answer, startedAt: comparingSince, answeredAt };
  return changeVisit(context, {
    byOfficers: { ...byOfficers, opinions: [...byOfficers.opinions, opinion] },
    comparingSince: null,
  });
}

export function noteOutcome(context: SessionContext, { jti, verdict, checks }: CommittedVisit): Change {
  const steps = { ...openVisit(context).steps, deliver: 'running' } as const;
  return changeVisit(context, { outcome: { jti, verdict, delivery: 'sealed' }, checks, fault: null, steps });
}

/** The visit ends without a result. */
export function close(context: SessionContext, cause: Fault): Change {
  return { closing: { visit: openVisit(context).id, fault: cause } };
}

export function noteProgress(context: SessionContext, report: ProgressReport): Change {
  const { visit } = context;
  if (!visit) return {};
  switch (report.type) {
    case 'step.started':
      return changeVisit(context, { steps: { ...visit.steps, [report.step]: 'running' } });
    case 'step.finished':
      return changeVisit(context, { steps: { ...visit.steps, [report.step]: report.state } });
    case 'capture.progressed':
      return changeVisit(context, { guidance: report.guidance, challenge: report.challenge });
  }
}

/** A bug in the program, without its message: that may quote personal data. */
export function bug(where: string, error: unknown): Fault {
  return fault('program.bug', { where, detail: error instanceof Error ? error.name : typeof error });
}
