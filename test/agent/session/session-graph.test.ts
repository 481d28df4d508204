import fc from 'fast-check';
import Value from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { createActor, initialTransition, transition } from 'xstate';
import { getShortestPaths, getStateNodes } from 'xstate/graph';
import { failed, fault, ok } from '../../../agent/contract/faults.ts';
import { CardholderView, StaffView } from '../../../agent/contract/views.ts';
import { Phase } from '../../../agent/contract/vocabulary/visit.ts';
import { createPictureVault } from '../../../agent/session/picture-vault.ts';
import type { SessionSettings } from '../../../agent/session/session-context.ts';
import { SESSION_EVENT_KINDS, type SessionEvent } from '../../../agent/session/session-events.ts';
import { DEFAULT_LIMITS } from '../../../agent/session/session-limits.ts';
import { sessionMachine } from '../../../agent/session/session-machine.ts';
import type { SessionWork } from '../../../agent/session/session-work.ts';
import { phaseOf, toCardholderView, toStaffView } from '../../../agent/session/view.ts';
import { findings } from '../../support/officers.ts';
import { documentObservation, faceEvidence, happyVisit, PACK } from '../../support/visits.ts';

const NOW = Date.UTC(2026, 10, 22);
const never = () => new Promise<never>(() => {});
const work: SessionWork = {
  beginVisit: never,
  readDocument: never,
  captureFace: never,
  takePhoto: never,
  judgeFace: never,
  declineAction: () => {},
  commitVisit: never,
  abortVisit: never,
  selfTest: never,
};

function settingsWith(more: Partial<SessionSettings> = {}): SessionSettings {
  return {
    clock: { now: () => NOW, monotonic: () => 0, setTimer: () => () => {} },
    limits: { ...DEFAULT_LIMITS },
    rulePack: PACK,
    work,
    vault: createPictureVault(),
    language: 'sv',
    origin: 'simulated',
    faces: 'without-passive-liveness',
    startFault: null,
    ...more,
  };
}
const settings = settingsWith({
  rulePack: {
    ...PACK,
    policy: { withoutPassiveLiveness: 'operator-path', inconclusiveBiometrics: 'operator-path' },
    limits: { ...PACK.limits, documentAttempts: 2, cameraAttempts: 2 },
  },
});

const visit = 'visit-1';
const { order } = happyVisit();
const reading = { observation: documentObservation(), front: 'f', portrait: 'p', problem: null, usable: true };
const unusable = { ...reading, problem: fault('mrz.not-found'), usable: false, portrait: null };
const capture = { evidence: faceEvidence(), frames: ['l'] };
const verdict = { colour: 'GREEN' as const, reasons: [] };
const jti = '0191e5a0-0000-7000-8000-000000000001';

/** Each event a session can get, with the contents that lead to different places. */
const GIVEN: readonly SessionEvent[] = [
  { type: 'checkIn', reference: 'ORDER-1001' },
  { type: 'checkIn', reference: 'ORDER-1001', language: 'en' },
  { type: 'chooseLanguage', visit, language: 'en' },
  { type: 'giveConsent', visit },
  { type: 'chooseNonBiometric', visit },
  { type: 'refuseConsent', visit },
  { type: 'scanDocument', visit },
  { type: 'retry', visit },
  { type: 'continueWithout', visit },
  { type: 'finish', visit },
  { type: 'leave', visit },
  { type: 'answerComparison', visit, officer: 'OP-1', findings: findings('similar'), answer: 'same-person' },
  { type: 'answerComparison', visit, officer: 'OP-2', findings: findings('similar'), answer: 'same-person' },
  { type: 'stop', visit, reason: 'TAMPER' },
  {
    type: 'recordPaper',
    visit,
    paper: { kind: 'migration-agency-decision', pages: ['p'.repeat(43)], officer: 'OP-1' },
  },
  { type: 'declineAction', visit, instead: 'another' },
  { type: 'step.started', step: 'capture-document' },
  { type: 'step.finished', step: 'capture-document', state: 'done', ms: 1 },
  {
    type: 'capture.progressed',
    guidance: 'ok',
    challenge: { action: 'blink', lightIsOffered: true, index: 0, of: 1, deadlineAt: NOW },
  },
  { type: 'document.placed' },
  { type: 'document.removed' },
  { type: 'chip.present' },
  { type: 'chip.removed' },
  { type: 'code.read', text: 'ORDER-1001' },
  { type: 'device.lost', role: 'document-scanner', fault: fault('scanner.unplugged') },
  { type: 'device.lost', role: 'face-camera', fault: fault('camera.unplugged') },
  { type: 'device.lost', role: 'printer', fault: fault('printer.unplugged') },
  { type: 'device.ready', role: 'document-scanner' },
  { type: 'device.ready', role: 'face-camera' },
  { type: 'delivery.changed', jti, state: 'accepted', receiptId: 'ABCD-1234' },
];

type Snapshot = ReturnType<typeof initialTransition<typeof sessionMachine>>[0];
type WalkEvent = Parameters<typeof transition<typeof sessionMachine>>[2];

/** How each kind of work can end; an actor's end reaches the chart as an event of its own. */
const ENDS: Readonly<Record<string, readonly unknown[]>> = {
  beginVisit: [ok({ id: visit, order, startedAt: NOW, startedMonotonicMs: 0 }), failed(fault('order.not-found'))],
  readDocument: [ok(reading), ok(unusable), failed(fault('scanner.no-document')), failed(fault('scanner.unplugged'))],
  captureFace: [
    ok(capture),
    ok({ ...capture, evidence: faceEvidence({ fault: fault('face.several') }) }),
    failed(fault('camera.stalled')),
    failed(fault('models.worker-lost')),
  ],
  takePhoto: [ok('live-1'), ok(null), failed(fault('camera.unplugged'))],
  judgeFace: [
    ok(faceEvidence()),
    ok(faceEvidence({ fault: fault('liveness.inconclusive') })),
    failed(fault('models.timeout')),
  ],
  commitVisit: [ok({ jti, verdict, checks: [] }), failed(fault('store.unavailable')), failed(fault('store.full'))],
  abortVisit: [ok(undefined), failed(fault('store.unavailable'))],
  selfTest: [ok(undefined), failed(fault('store.unavailable'))],
};

function possibleEvents(snapshot: Snapshot): WalkEvent[] {
  const events: unknown[] = [...GIVEN];
  if (snapshot.context.deadlineAt !== null) events.push({ type: 'deadline.passed', at: snapshot.context.deadlineAt });
  events.push({ type: 'deadline.passed', at: 1 });
  for (const node of snapshot._nodes) {
    for (const { id, src } of node.invoke) {
      for (const output of ENDS[String(src)] ?? [])
        events.push({ type: `xstate.done.actor.${id}`, output, actorId: id });
      events.push({ type: `xstate.error.actor.${id}`, error: new TypeError('x'), actorId: id });
    }
  }
  return events as WalkEvent[];
}

/** Two snapshots are one place when the state and what the guards ask about are equal. */
function place(snapshot: Snapshot): string {
  const { visit: open, glass, lost, fault: cause, closing } = snapshot.context;
  return JSON.stringify([
    snapshot.value,
    glass,
    lost.scanner?.code,
    lost.camera?.code,
    cause?.code.startsWith('store'),
    closing?.fault.code,
    snapshot.context.languageIsChosen,
    open && [
      open.path,
      open.documents.map(({ state, attempts }) => [state, attempts]),
      open.cameraAttempts,
      open.capture?.evidence.fault?.code,
      open.face !== null,
      open.face?.fault?.code,
      open.byOfficers?.opinions.map(({ officer }) => officer),
      open.steps['capture-document'] === 'running',
    ],
  ]);
}

/** Every place the chart can be in, walked breadth first over every event it can get there. */
function walk(limit: number): readonly Snapshot[] {
  const [start] = initialTransition(sessionMachine, settings);
  const found = new Map([[place(start), start]]);
  const queue = [start];
  for (let next = queue.shift(); next && found.size < limit; next = queue.shift()) {
    for (const event of possibleEvents(next)) {
      const [after] = transition(sessionMachine, next, event);
      expect(after.status, `${JSON.stringify(next.value)} × ${event.type}`).toBe('active');
      if (found.has(place(after))) continue;
      found.set(place(after), after);
      queue.push(after);
    }
  }
  return [...found.values()];
}

describe('the session chart', () => {
  const places = walk(2_400);

  test('reaches every state it has, and every phase', () => {
    const reached = new Set(places.flatMap((snapshot) => snapshot._nodes.map((node) => node.id)));
    const passedThrough = [
      'start',
      'afterDocument',
      'afterCapture',
      'afterFace',
      'timedOut',
      'plugged',
      'erased',
      'done',
    ];
    const all = getStateNodes(sessionMachine).filter((node) => !passedThrough.includes(node.key));
    expect(all.map((node) => node.id).filter((id) => !reached.has(id))).toEqual([]);
    expect(new Set(places.map((snapshot) => phaseOf(snapshot.value)))).toEqual(new Set(Phase.enum));
  });

  test('answers every event in every state: it moves, notes it, or refuses it visibly', () => {
    const types = new Set(GIVEN.map(({ type }) => type as string)).add('deadline.passed');
    expect(types).toEqual(new Set(Object.keys(SESSION_EVENT_KINDS)));
    for (const snapshot of places) {
      for (const event of possibleEvents(snapshot)) {
        expect(snapshot.can(event), `${JSON.stringify(snapshot.value)} × ${event.type}`).toBe(true);
      }
    }
  });

  test('gives views that keep to their schemas wherever it is', () => {
    const station = { id: 't', site: 's', simulated: true, tier: 'npm', camera: 'page' } as const;
    const surroundings = { appointments: [], queue: { waiting: 0, poison: 0, online: false }, history: [] };
    for (const snapshot of places) {
      expect(Value.Check(CardholderView, toCardholderView(snapshot, station, 1))).toBe(true);
      expect(Value.Check(StaffView, toStaffView(snapshot, station, 1, [], surroundings))).toBe(true);
    }
  });

  test('has a visit exactly where people see one, and a deadline wherever somebody is waited for', () => {
    for (const { value, context } of places) {
      const phase = phaseOf(value);
      const alone = phase === 'idle' || phase === 'out-of-service' || phase === 'wiping';
      expect(context.visit === null, phase).toBe(alone);
      if (!alone) expect(context.deadlineAt, phase).not.toBeNull();
    }
  });

  test('ends by itself: from anywhere, deadlines and failing work alone lead back to rest', () => {
    for (const start of places) {
      let snapshot = start;
      for (
        let step = 0;
        step < 40 && phaseOf(snapshot.value) !== 'idle' && phaseOf(snapshot.value) !== 'out-of-service';
        step += 1
      ) {
        const { deadlineAt } = snapshot.context;
        const ends = possibleEvents(snapshot).filter(({ type }) => type.startsWith('xstate.error'));
        const event = deadlineAt === null ? ends[0] : ({ type: 'deadline.passed', at: deadlineAt } as const);
        if (event) [snapshot] = transition(sessionMachine, snapshot, event);
      }
      expect(['idle', 'out-of-service'], JSON.stringify(start.value)).toContain(phaseOf(snapshot.value));
    }
  });

  test('has a shortest path to a judged face, and it passes consent before the camera', () => {
    const helpful = (snapshot: Snapshot) =>
      possibleEvents(snapshot).filter((event) => {
        const { output } = event as { output?: { ok: boolean } };
        return output ? output.ok : /^(checkIn|chooseLanguage|giveConsent|scanDocument|device.ready)$/.test(event.type);
      });
    const [happy] = getShortestPaths(sessionMachine, {
      input: settingsWith({ faces: 'with-passive-liveness' }),
      events: (snapshot) => helpful(snapshot as Snapshot) as SessionEvent[],
      serializeState: (snapshot) => place(snapshot as Snapshot),
      toState: (snapshot) => snapshot.matches('outcome'),
      stopWhen: (snapshot) => snapshot.matches('outcome'),
    }).sort((a, b) => a.steps.length - b.steps.length);
    const types = happy?.steps.map(({ event }) => event.type) ?? [];
    expect(types.indexOf('giveConsent')).toBeGreaterThan(0);
    expect(types.findIndex((type) => type.includes('camera'))).toBeGreaterThan(types.indexOf('giveConsent'));
  });

  test('any run of events leaves the chart alive, and time alone then brings it to rest', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), (choices) => {
        let [snapshot] = initialTransition(sessionMachine, settings);
        for (const choice of choices) {
          const events = possibleEvents(snapshot);
          const event = events[choice % events.length];
          if (event) [snapshot] = transition(sessionMachine, snapshot, event);
        }
        expect(snapshot.status).toBe('active');
      }),
      { numRuns: 60 },
    );
  });

  test('wipes in the real chart whenever a visit ends', () => {
    const own = settingsWith();
    const actor = createActor(sessionMachine, { input: { ...own, work: { ...work, abortVisit: never } } }).start();
    own.vault.begin(visit);
    const jpeg = new Uint8Array([1, 2, 3]);
    own.vault.keep(visit, { kind: 'document', document: 0, jpeg, pixels: null });
    actor.send({ type: 'checkIn', reference: 'ORDER-1001' });
    const [lookUp] = actor.getSnapshot()._nodes.flatMap((node) => node.invoke);
    actor.send({
      type: `xstate.done.actor.${lookUp?.id}`,
      output: ENDS.beginVisit?.[0],
    } as unknown as SessionEvent);
    actor.send({ type: 'leave', visit });
    expect(phaseOf(actor.getSnapshot().value)).toBe('wiping');
    expect([...jpeg]).toEqual([0, 0, 0]);
  });
});
