import { ok, type Result } from '../contract/faults.ts';
import { decideVerdict } from '../domain/decide-verdict.ts';
import { inspectVisit } from '../domain/inspect-visit.ts';
import type { VisitObservations } from '../domain/visit-observations.ts';
import type { AttachedPicture, FinishedVisit } from './finished-visit.ts';
import { calendarDate } from './session-clock.ts';
import type { CommittedVisit, Report } from './session-work.ts';
import type { StationPorts } from './station-ports.ts';
import { createTimedSteps } from './timed-steps.ts';
import type { OpenVisit } from './visit-state.ts';

/** Inspects the visit, decides it and hands it to the ledger; answers what the ledger has committed. */
export async function commitVisit(
  ports: StationPorts,
  visit: OpenVisit,
  report: Report,
): Promise<Result<CommittedVisit>> {
  const { clock, faces } = ports;
  // Rules may change between visits; one visit is inspected and decided by the same ones.
  const rulePack = { ...ports.rulePack };
  const steps = createTimedSteps(clock, report);
  const decidedAt = clock.now();
  const policyDate = calendarDate(decidedAt, ports.timeZone);
  const observations = observationsOf(ports, visit);
  const inspected = await steps.run('match-order', () => ok(inspectVisit(observations, rulePack, policyDate)));
  if (!inspected.ok) return inspected;
  const checks = inspected.value;
  const passiveLiveness = observations.passiveLivenessAvailable;
  const documents = observations.documents.length;
  const decided = await steps.run('decide', () =>
    ok(decideVerdict({ checks, pack: rulePack, path: visit.path, documents, passiveLiveness })),
  );
  if (!decided.ok) return decided;
  const finished: FinishedVisit = {
    id: visit.id,
    observations,
    checks,
    verdict: decided.value,
    policyDate,
    startedAt: visit.startedAt,
    decidedAt,
    monotonicMs: clock.monotonic() - visit.startedMonotonicMs,
    attempts: {
      document: visit.documents.reduce((sum, document) => sum + document.attempts, 0),
      camera: visit.cameraAttempts,
    },
    pictures: attachedPictures(ports, visit),
    notice: {
      id: ports.noticeId,
      shownAt: visit.noticeShownAt,
      acknowledged: visit.consent === 'given' || visit.consent === 'not-needed',
    },
    devices: ports.identities(),
    models: {
      tier: faces?.tier ?? 'absent',
      passiveLiveness,
      items: [...ports.mrz.models, ...ports.printedZone.models, ...(faces?.models ?? [])],
    },
  };
  const committed = await steps.run('commit', () => ports.ledger.commit(finished));
  return committed.ok ? ok({ ...committed.value, checks }) : committed;
}

/** Documents never laid down are not part of what was observed. */
function observationsOf({ ledger, faces }: StationPorts, visit: OpenVisit): VisitObservations {
  return {
    order: visit.order,
    path: visit.path,
    consent: visit.consent ?? 'not-needed',
    documents: visit.documents.flatMap(({ observation }) => (observation ? [observation] : [])),
    face: visit.face ?? visit.capture?.evidence ?? null,
    byOfficers: visit.byOfficers,
    papers: visit.papers,
    stop: visit.stop,
    deviceFault: visit.deviceFault,
    retryLimitReached: visit.retryLimitReached,
    stationEnrolled: ledger.stationIsEnrolled(),
    passiveLivenessAvailable: faces?.passiveLiveness ?? false,
  };
}

/** The front of each document and one live portrait: from the middle of the capture, or the photo officers compared with. */
function attachedPictures({ vault }: StationPorts, visit: OpenVisit): readonly AttachedPicture[] {
  const fronts = visit.documents.flatMap(({ front }, document) => {
    const picture = front === null ? null : vault.get(front);
    return picture ? [{ type: 'document_front' as const, document, jpeg: picture.jpeg }] : [];
  });
  const frames = visit.capture?.frames ?? [];
  const middle = frames[Math.floor(frames.length / 2)];
  const shown = middle ?? visit.photo;
  const live = shown === null ? null : vault.get(shown);
  return live ? [...fronts, { type: 'portrait_live', jpeg: live.jpeg }] : fronts;
}
