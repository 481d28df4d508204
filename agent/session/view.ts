import type { CheckRecord } from '../contract/record.ts';
import type {
  AppointmentView,
  CardholderView,
  CheckView,
  DeviceView,
  StaffView,
  VisitView,
} from '../contract/views.ts';
import { Phase } from '../contract/vocabulary/visit.ts';
import type { PictureKind } from './picture-vault.ts';
import { askedDocument, type SessionContext } from './session-context.ts';
import { cameraTriesLeft, documentTriesLeft } from './visit-guards.ts';
import { VISIT_STEPS } from './visit-state.ts';

/** The part of a chart snapshot that a view is made of. */
export interface SessionState {
  readonly value: StateValue;
  readonly context: SessionContext;
}

type StateValue = string | { readonly [state: string]: StateValue | undefined };

/** What the officer sees beside the visit; it comes from other rooms of the agent. */
export type Surroundings = Pick<StaffView, 'queue' | 'history' | 'simulator'> & {
  readonly appointments: readonly AppointmentView[];
};

const PHASES: ReadonlySet<string> = new Set(Phase.enum);

/** The phase of a chart state: its top-level state, or inside `open` the child. */
export function phaseOf(value: StateValue): Phase {
  const [state, child] = typeof value === 'string' ? [value, undefined] : (Object.entries(value)[0] ?? []);
  if (state === 'open' && child !== undefined) return phaseOf(child);
  if (state === undefined || !isPhase(state)) throw new Error(`no phase for state ${state}`);
  return state;
}

const isPhase = (state: string): state is Phase => PHASES.has(state);

/** Chart state to the cardholder's screen. No name, number or picture goes through here. */
export function toCardholderView(
  state: SessionState,
  station: CardholderView['station'],
  revision: number,
): CardholderView {
  const { context } = state;
  const visit = toVisitView(state);
  return {
    revision,
    phase: phaseOf(state.value),
    language: context.language,
    station,
    ...(context.fault ? { fault: context.fault } : {}),
    ...(visit ? { visit } : {}),
  };
}

/** Chart state, devices and surroundings to the officer's console. Names are masked where the surroundings are made. */
export function toStaffView(
  state: SessionState,
  station: CardholderView['station'],
  revision: number,
  devices: readonly DeviceView[],
  surroundings: Surroundings,
): StaffView {
  const { context } = state;
  return {
    ...toCardholderView(state, station, revision),
    devices: [...devices],
    appointments: surroundings.appointments.map((appointment) => withProgress(appointment, context)),
    checks: (context.visit?.checks ?? []).map(toCheckView),
    pictures: context.settings.vault.list().map(toPictureView),
    queue: surroundings.queue,
    history: surroundings.history,
    ...(surroundings.simulator ? { simulator: surroundings.simulator } : {}),
  };
}

function toVisitView({ value, context }: SessionState): VisitView | null {
  const { visit } = context;
  if (!visit) return null;
  const phase = phaseOf(value);
  const { outcome } = visit;
  return {
    id: visit.id,
    path: visit.path,
    documents: visit.documents.map(({ role, state }) => ({ role, state })),
    attemptsLeft: attemptsLeft(phase, context),
    ...(visit.fault ? { fault: visit.fault } : {}),
    steps: VISIT_STEPS.map(({ step }) => ({ step, state: visit.steps[step] })),
    ...(visit.guidance ? { guidance: visit.guidance } : {}),
    ...(visit.challenge ? { challenge: visit.challenge } : {}),
    ...(outcome
      ? {
          outcome: {
            verdict: outcome.verdict,
            delivery: outcome.delivery,
            ...(outcome.receiptId ? { receiptId: outcome.receiptId } : {}),
          },
        }
      : {}),
    ...(context.deadlineAt === null ? {} : { deadlineAt: Math.round(context.deadlineAt) }),
  };
}

/** Tries left at what the phase is about; 0 where nothing is tried. */
function attemptsLeft(phase: Phase, context: SessionContext): number {
  switch (phase) {
    case 'document':
    case 'reading':
    case 'document-retry':
      return context.visit && askedDocument(context.visit) >= 0 ? documentTriesLeft(context) : 0;
    case 'camera':
    case 'camera-retry':
    case 'comparing':
      return cameraTriesLeft(context);
    case 'idle':
    case 'language':
    case 'consent':
    case 'operator-comparison':
    case 'deciding':
    case 'outcome':
    case 'wiping':
    case 'out-of-service':
      return 0;
  }
}

function toCheckView({ id, result, document, match }: CheckRecord): CheckView {
  return { id, result, ...(document === undefined ? {} : { document }), ...(match === undefined ? {} : { match }) };
}

function toPictureView({ id, kind, document }: { id: string; kind: PictureKind; document?: number }) {
  return { id, kind, ...(document === undefined ? {} : { document }) };
}

function withProgress(appointment: AppointmentView, { visit }: SessionContext): AppointmentView {
  const isHere = visit !== null && visit.outcome === null && visit.order.reference === appointment.reference;
  return isHere ? { ...appointment, state: 'in-progress' } : appointment;
}
