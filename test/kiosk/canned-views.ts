import type { Static, TSchema } from 'typebox';
import Value from 'typebox/value';
import { CardholderView, StaffView, type VisitView } from '../../agent/contract/views.ts';
import { CHECK_IDS } from '../../agent/contract/vocabulary/checks.ts';
import type { Language } from '../../agent/contract/vocabulary/document.ts';
import { CheckResult, type Colour, type ReasonCode } from '../../agent/contract/vocabulary/verdict.ts';
import { type Phase, WorkStep } from '../../agent/contract/vocabulary/visit.ts';

/** Views as an agent would send them, each checked against the contract before a page sees it. */
export interface Canned {
  readonly language?: Language;
  readonly visit?: Partial<VisitView>;
  readonly view?: Partial<CardholderView>;
}

let revision = 0;

export function cardholderView(phase: Phase, { language = 'en', visit, view }: Canned = {}): CardholderView {
  revision += 1;
  const withoutVisit = phase === 'idle' || phase === 'out-of-service';
  return checked(CardholderView, {
    revision,
    phase,
    language,
    station: { id: 'ST-0001', site: 'Stockholm Syd', simulated: true, tier: 'npm', camera: 'page' },
    ...(phase === 'out-of-service' ? { fault: { code: 'scanner.unplugged' } } : {}),
    ...(withoutVisit ? {} : { visit: { ...visitView(phase), ...visit } }),
    ...view,
  });
}

export const REASONS: Readonly<Record<Colour, readonly ReasonCode[]>> = {
  GREEN: ['NAME_MATCH_TRANSLITERATED'],
  YELLOW: ['MRZ_UNREADABLE', 'IMAGE_GLARE', 'RETRY_LIMIT'],
  RED: ['DOC_EXPIRED', 'ORDER_MISMATCH_NAME', 'FACE_MISMATCH'],
  STOPPED: ['CARDHOLDER_LEFT'],
};

export function outcome(colour: Colour, accepted: boolean): Partial<VisitView> {
  return {
    outcome: {
      verdict: { colour, reasons: [...REASONS[colour]] },
      ...(accepted ? { delivery: 'accepted', receiptId: 'RCPT-7F3A-91C2' } : { delivery: 'sealed' }),
    },
  };
}

export function staffView(phase: Phase, canned: Canned = {}, more: Partial<StaffView> = {}): StaffView {
  const results = CheckResult.enum;
  return checked(StaffView, {
    ...cardholderView(phase, canned),
    devices: [
      { role: 'document-scanner', model: 'Simulated page scanner', state: 'ready' },
      { role: 'face-camera', model: 'Page camera', state: 'busy' },
      { role: 'chip-reader', model: 'Simulated chip reader', state: 'faulted', fault: { code: 'chip.unplugged' } },
      { role: 'printer', model: 'Simulated printer', state: 'waiting', fault: { code: 'printer.out-of-paper' } },
    ],
    appointments: [
      { reference: 'ORD-2024-0001', name: 'A. ERIKSSON', at: '2026-03-02T08:00:00Z', state: 'done' },
      {
        reference: 'ORD-2024-0002',
        name: 'M. ÖSTERSTRÖM',
        at: '2026-03-02T08:20:00Z',
        state: phase === 'idle' ? 'done' : 'in-progress',
      },
      { reference: 'ORD-2024-0003', name: 'J. KOWALCZYK-WIŚNIEWSKA', at: '2026-03-02T08:40:00Z', state: 'expected' },
      { reference: 'ORD-2024-0004', name: 'T. BERZIŅŠ', at: '2026-03-02T09:00:00Z', state: 'expected' },
      { reference: 'ORD-2024-0005', name: 'O. SHEVCHENKO', state: 'closed' },
    ],
    checks:
      phase === 'idle'
        ? []
        : CHECK_IDS.slice(15, 52).map((id, index) => ({
            id,
            result: index < 30 ? 'successful' : (results[index % 6] ?? 'failed'),
            document: 0,
          })),
    pictures:
      phase === 'idle'
        ? []
        : [
            { id: 'doc-1', kind: 'document', document: 0 },
            { id: 'portrait-1', kind: 'portrait', document: 0 },
            { id: 'live-1', kind: 'live' },
          ],
    queue: { waiting: 2, poison: 1, online: false, fault: { code: 'centre.unreachable' } },
    history: (['GREEN', 'YELLOW', 'RED', 'STOPPED'] as const).map((colour, index) => ({
      jti: `0190a1b2-c3d4-7${index}00-8000-000000000000`,
      at: `2026-03-02T07:${10 + index}:00Z`,
      reference: `ORD-2024-010${index}`,
      verdict: { colour, reasons: [...REASONS[colour]] },
      ...(index === 1 ? { delivery: 'sealed' } : { delivery: 'accepted', receiptId: `RCPT-${index}` }),
    })),
    simulator: {
      scenarios: [
        { id: 'happy-passport', title: 'Happy passport', reference: 'ORD-2024-0003' },
        { id: 'expired-card', title: 'Expired identity card', reference: 'ORD-2024-0004' },
      ],
      scenario: 'happy-passport',
      documents: [
        { title: 'Utopian passport', onGlass: true },
        { title: 'Residence permit', onGlass: false },
      ],
      cables: { 'document-scanner': true, 'face-camera': true, 'chip-reader': false, printer: true },
      online: true,
    },
    ...more,
  });
}

function visitView(phase: Phase): VisitView {
  const done = { reading: 2, comparing: 6, deciding: 9 }[phase as string] ?? 0;
  return {
    id: 'visit-7',
    path: 'biometric',
    documents: [
      { role: 'residence-permit', state: phase === 'reading' ? 'asked' : 'read' },
      { role: 'identity-document', state: phase === 'reading' ? 'waiting' : 'asked' },
    ],
    attemptsLeft: 2,
    steps: WorkStep.enum.map((step, index) => ({
      step,
      state: index < done ? 'done' : index === done ? 'running' : 'waiting',
    })),
    ...(phase === 'document-retry' ? { fault: { code: 'mrz.not-found' } } : {}),
    ...(phase === 'camera-retry' ? { fault: { code: 'liveness.challenge-missed' }, guidance: 'too-dark' } : {}),
    ...(phase === 'camera'
      ? {
          guidance: 'too-far',
          challenge: { action: 'turn-left', lightIsOffered: true, index: 0, of: 2, deadlineAt: Date.now() + 8000 },
        }
      : {}),
    ...(phase === 'outcome' ? outcome('GREEN', true) : {}),
  };
}

function checked<S extends TSchema>(schema: S, value: unknown): Static<S> {
  if (Value.Check(schema, value)) return value;
  throw new Error(`canned view does not fit the contract: ${JSON.stringify(Value.Errors(schema, value).slice(0, 3))}`);
}
