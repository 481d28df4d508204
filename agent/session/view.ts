import type { Fault } from '../contract/faults.ts';
import type { CheckRecord } from '../contract/record.ts';
import type {
  AppointmentView,
  CardholderView,
  CheckView,
  DeviceView,
  PictureMarks,
  StaffView,
  VisitView,
} from '../contract/views.ts';
import type { PageFindings, PageProblem } from '../contract/vocabulary/observations.ts';
import { Phase } from '../contract/vocabulary/visit.ts';
import { documentProblem } from '../domain/inspect-document.ts';
import { uncertainCharacters } from '../domain/uncertain-characters.ts';
import type { DocumentObservation } from '../domain/visit-observations.ts';
import type { PictureKind } from './picture-vault.ts';
import { askedDocument, type SessionContext } from './session-context.ts';
import { cameraTriesLeft, documentTriesLeft, mayPhotographAgain, recordablePapers } from './visit-guards.ts';
import { type OpenVisit, type PresentedDocument, VISIT_STEPS } from './visit-state.ts';

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
    ...comparisonOf(state),
    ...papersOf(state),
    pictures: context.settings.vault.list().map((picture) => toPictureView(picture, context.visit)),
    queue: surroundings.queue,
    history: surroundings.history,
    ...(surroundings.simulator ? { simulator: surroundings.simulator } : {}),
  };
}

/** Whose turn it is, and nothing of what anybody answered. */
function comparisonOf({ value, context }: SessionState): Pick<StaffView, 'comparison'> {
  const byOfficers = context.visit?.byOfficers;
  if (!byOfficers || phaseOf(value) !== 'operator-comparison') return {};
  const { demanded, opinions } = byOfficers;
  const officer = Math.min(opinions.length + 1, demanded);
  return { comparison: { officer, of: demanded, mayPhotographAgain: mayPhotographAgain(context) } };
}

/** While the visit is open and not yet decided. */
function papersOf({ value, context }: SessionState): Pick<StaffView, 'papers'> {
  if (!context.visit || typeof value === 'string' || !('open' in value)) return {};
  const papers = recordablePapers(context);
  return papers.length === 0 ? {} : { papers: [...papers] };
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
    ...pageProblems(visit),
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

function toCheckView({ id, result, document, match, fmr }: CheckRecord): CheckView {
  return {
    id,
    result,
    ...(document === undefined ? {} : { document }),
    ...(match === undefined ? {} : { match }),
    ...(fmr === undefined ? {} : { fmr: { target: fmr.target, matchesAt: fmr.matches_at } }),
  };
}

/** More than two remedies at once are none. */
const MOST_PROBLEMS = 2;

/** The words for the page of the try that just failed. */
function pageProblems(visit: OpenVisit): Pick<VisitView, 'pageProblems'> {
  const asked = visit.documents[askedDocument(visit)];
  if (!asked || !isAboutThePage(visit.fault)) return {};
  const problems = toldProblems(asked);
  return problems.length === 0 ? {} : { pageProblems: problems.map(({ kind, advice }) => ({ kind, advice })) };
}

/** What explains why the document was not read; nothing for one that was. */
function toldProblems({ observation }: PresentedDocument): readonly PageProblem[] {
  if (!observation || !isAboutThePage(documentProblem(observation))) return [];
  const problems = observation.findings?.problems ?? [];
  return problems.filter(({ severity }) => severity > 0).slice(0, MOST_PROBLEMS);
}

const isAboutThePage = (cause: Fault | null): boolean =>
  cause?.code === 'mrz.not-found' || cause?.code === 'mrz.unreadable';

function toPictureView(
  { id, kind, document }: { id: string; kind: PictureKind; document?: number },
  visit: OpenVisit | null,
): StaffView['pictures'][number] {
  // Only the century of a date depends on the day, and no date is shown.
  const today = new Date(visit?.startedAt ?? 0).toISOString().slice(0, 10);
  const shown = visit?.documents.find(({ front }) => front === id);
  const findings = shown?.observation?.findings;
  const problems = shown ? toldProblems(shown) : [];
  return {
    id,
    kind,
    ...(document === undefined ? {} : { document }),
    ...(findings && problems.length > 0 ? { marks: toMarks(findings, problems) } : {}),
    ...(shown?.observation ? doubtsOf(shown.observation, today) : {}),
  };
}

/** The places an officer should look at before the page is tried again. */
function doubtsOf(observation: DocumentObservation, today: string): Pick<StaffView['pictures'][number], 'doubts'> {
  const found = uncertainCharacters(observation, today);
  const { page } = observation;
  if (!page || found.length === 0) return {};
  return { doubts: { ...page, characters: found.map((one) => ({ ...one, alternatives: [...one.alternatives] })) } };
}

const toMarks = ({ width, height }: PageFindings, problems: readonly PageProblem[]): PictureMarks => ({
  width,
  height,
  places: problems.map(({ kind, box }) => ({ kind, box })),
});

function withProgress(appointment: AppointmentView, { visit }: SessionContext): AppointmentView {
  const isHere = visit !== null && visit.outcome === null && visit.order.reference === appointment.reference;
  return isHere ? { ...appointment, state: 'in-progress' } : appointment;
}
