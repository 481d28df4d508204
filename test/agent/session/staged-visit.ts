import Value from 'typebox/value';
import { expect } from 'vitest';
import { failed, fault, ok, type Result } from '../../../agent/contract/faults.ts';
import type { CardOrder } from '../../../agent/contract/order.ts';
import type { RulePack } from '../../../agent/contract/rule-pack.ts';
import { CardholderView, StaffView } from '../../../agent/contract/views.ts';
import type { Phase } from '../../../agent/contract/vocabulary/visit.ts';
import type { FinishedVisit } from '../../../agent/session/finished-visit.ts';
import { openSession, type Session } from '../../../agent/session/open-session.ts';
import type { SessionCommand } from '../../../agent/session/session-events.ts';
import type { VisitLedger } from '../../../agent/session/station-ports.ts';
import type { DocumentCapture } from '../../../drivers/ports.ts';
import { happyVisit, mrzReading, PACK, PASSPORT_LINES } from '../../support/visits.ts';
import { actCamera, actCodeReader, actScanner } from './acted-devices.ts';
import {
  type ActedFaces,
  actDecoder,
  actedPrintedZone,
  actFaces,
  actMrzReader,
  moved,
  type Shown,
  show,
} from './acted-recognisers.ts';
import { createWoundClock } from './wound-clock.ts';

/** A person needs time to read and to move. */
const REACTION_MS = 300;

export const ORDER: CardOrder = happyVisit().order;
const PERMIT_LINES = [
  'IRSWEPERMIT0010<<<<<<<<<<<<<<<',
  '7408122F3204153UKR<<<<<<<<<<<8',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];

const CARD_LINES = [
  'I<SWEL898902C36<<<<<<<<<<<<<<<',
  '7408122F3204153SWE<<<<<<<<<<<4',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];

export const captured = (...pages: readonly Shown['page'][]): Result<DocumentCapture> =>
  ok({
    origin: 'simulated',
    images: pages.map((page) => ({ light: 'white', bytes: show({ page: page ?? 'blurred' }), dpi: 400 })),
  });

/** One character of the name hardly likelier than another. */
function faintPassport(column: number, instead: string) {
  const sure = mrzReading('TD3', PASSPORT_LINES, { gate: 'needs-review' });
  const characters = sure.characters.map((row, line) =>
    row.map((one, at) =>
      line === 0 && at === column
        ? { ...one, probability: 0.55, alternatives: [{ text: instead, probability: 0.4 }] }
        : one,
    ),
  );
  return { ...sure, characters };
}

/** What the ledger was told, in order. */
export interface Told {
  readonly begun: string[];
  readonly committed: FinishedVisit[];
  readonly aborted: { id: string; code: string }[];
}

/** A whole station made of acted parts, with the shortcuts a story needs. Each view it shows is checked against its schema. */
export async function stageVisit(
  options: {
    order?: Partial<CardOrder>;
    faces?: ActedFaces | null;
    pack?: Partial<RulePack>;
    pinnedCameras?: string[];
  } = {},
) {
  const clock = createWoundClock();
  const told: Told = { begun: [], committed: [], aborted: [] };
  const issued = { buffers: [] as Uint8Array[] };
  const order = { ...ORDER, ...options.order };
  const faces = options.faces === undefined ? actFaces() : options.faces;
  const ledger: VisitLedger = {
    findOrder: async (reference) => (reference === order.reference ? ok(order) : failed(fault('order.not-found'))),
    begin: async ({ id }) => {
      told.begun.push(id);
      return ok(undefined);
    },
    commit: async (visit) => {
      told.committed.push(visit);
      return ok({ jti: '0191e5a0-0000-7000-8000-000000000001', verdict: visit.verdict });
    },
    abort: async ({ id, cause }) => {
      told.aborted.push({ id, code: cause.code });
      return ok(undefined);
    },
    selfTest: async () => ok(undefined),
    stationIsEnrolled: () => true,
  };
  const scanner = actScanner();
  let heard: { action: string | undefined; atMs: number } = { action: undefined, atMs: 0 };
  const camera = actCamera(clock, () => {
    const action = session.cardholderView().visit?.challenge?.action;
    if (action !== heard.action) heard = { action, atMs: clock.monotonic() };
    const reacts = clock.monotonic() - heard.atMs >= REACTION_MS;
    return show({ faces: [action && reacts ? moved(action) : {}] });
  });
  const codes = actCodeReader();
  const phases: Phase[] = [];
  const bugs: string[] = [];
  let visits = 0;
  const session: Session = openSession({
    station: { id: 'test-1', site: 'Test', simulated: true, tier: faces?.tier ?? 'absent', camera: 'station' },
    origin: 'simulated',
    language: 'sv',
    devices: { scanner, camera, codes },
    recognisers: {
      decoder: actDecoder(issued),
      mrz: actMrzReader({
        passport: mrzReading('TD3', PASSPORT_LINES),
        permit: mrzReading('TD1', PERMIT_LINES),
        'card-back': mrzReading('TD1', CARD_LINES),
        faint: faintPassport(5, 'F'),
        'faint-elsewhere': faintPassport(9, '5'),
      }),
      printedZone: actedPrintedZone(['ERIKSSON', 'ANNA', 'MARIA', 'L898902C3']),
      faces,
    },
    ledger,
    rulePack: { ...PACK, ...options.pack },
    clock,
    random: () => 0.3,
    ...(options.pinnedCameras ? { pinnedCameras: options.pinnedCameras } : {}),
    newVisitId: () => {
      visits += 1;
      return `visit-${visits}`;
    },
    noticeId: 'notice-1',
    timeZone: 'Europe/Stockholm',
    lights: ['white'],
    surroundings: () => ({
      appointments: [{ reference: order.reference, name: 'A. M. ERIKSSON', state: 'expected' }],
      queue: { waiting: 0, poison: 0, online: true },
      history: [],
    }),
    onBug: (caught) => bugs.push(caught.where ?? ''),
  });
  session.onChange(() => {
    const view = session.cardholderView();
    if (phases.at(-1) !== view.phase) phases.push(view.phase);
    expect([...Value.Errors(CardholderView, view)], 'cardholder view').toEqual([]);
    expect([...Value.Errors(StaffView, session.staffView())], 'staff view').toEqual([]);
  });
  await clock.settle();

  const visit = () => session.cardholderView().visit?.id ?? 'none';
  type VisitCommand = SessionCommand extends infer C ? (C extends { visit: string } ? Omit<C, 'visit'> : never) : never;
  const command = async (wanted: VisitCommand) => {
    const answer = await session.command({ ...wanted, visit: visit() } as SessionCommand);
    await clock.settle();
    return answer;
  };
  const checkIn = async () => {
    const answer = await session.command({ type: 'checkIn', reference: order.reference, language: 'en' });
    await clock.settle();
    return answer;
  };
  const lay = async (page: Shown['page'] | null) => {
    scanner.answers = page === null ? [] : [() => captured(page)];
    scanner.captures = 0;
    scanner.emit(page === null ? { type: 'document.removed' } : { type: 'document.placed' });
    await clock.settle();
  };
  return {
    session,
    clock,
    scanner,
    camera,
    codes,
    faces,
    ledger,
    told,
    issued,
    phases,
    bugs,
    visit,
    command,
    checkIn,
    lay,
    view: () => session.cardholderView(),
    phase: () => session.cardholderView().phase,
  };
}

/** A visit up to the camera: checked in, consented, passport read. */
export async function stageAtCamera(options: Parameters<typeof stageVisit>[0] = {}) {
  const stage = await stageVisit(options);
  await stage.checkIn();
  await stage.command({ type: 'giveConsent' });
  await stage.lay('passport');
  return stage;
}
