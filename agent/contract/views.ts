import Type from 'typebox';
import { Fault } from './faults.ts';
import { SupportingPaper } from './rule-pack.ts';
import { CheckId } from './vocabulary/checks.ts';
import { DocumentRole, FieldMatch, Language } from './vocabulary/document.ts';
import { Box, EvidenceGrade, PageAdvice, PageProblemKind } from './vocabulary/observations.ts';
import { CheckResult, Verdict } from './vocabulary/verdict.ts';
import {
  CameraGuidance,
  ChallengeAction,
  DeliveryState,
  ModelTier,
  Phase,
  ScreenLight,
  VerificationPath,
  WorkStep,
} from './vocabulary/visit.ts';

const closed = { additionalProperties: false } as const;

/** True progress: a step is done only when its work is. */
export type StepView = Type.Static<typeof StepView>;
export const StepView = Type.Object(
  { step: WorkStep, state: Type.Enum(['waiting', 'running', 'done', 'failed', 'skipped']) },
  closed,
);

/** How the finished visit reached the centre; `receiptId` exists only once the centre's signature was verified. */
export type OutcomeView = Type.Static<typeof OutcomeView>;
export const OutcomeView = Type.Object(
  { verdict: Verdict, delivery: DeliveryState, receiptId: Type.Optional(Type.String()) },
  closed,
);

export type ChallengeView = Type.Static<typeof ChallengeView>;
export const ChallengeView = Type.Object(
  {
    action: ChallengeAction,
    /** Colour that the screen shows now; only with `follow-light`. */
    light: Type.Optional(ScreenLight),
    /** A person for whom light changes are fine may choose `follow-light` instead of another movement. */
    lightIsOffered: Type.Boolean(),
    index: Type.Integer(),
    of: Type.Integer(),
    /** Milliseconds since the epoch. */
    deadlineAt: Type.Integer(),
  },
  closed,
);

/**
 * Whose turn it is in a comparison by eye. It tells nothing of what an earlier officer found: each answers alone.
 */
export type ComparisonView = Type.Static<typeof ComparisonView>;
export const ComparisonView = Type.Object(
  {
    officer: Type.Integer({ minimum: 1, maximum: 2 }),
    of: Type.Integer({ minimum: 1, maximum: 2 }),
    /** Whether the photo of the person may be taken again. */
    mayPhotographAgain: Type.Boolean(),
  },
  closed,
);

/** What the open visit looks like to both pages. */
export type VisitView = Type.Static<typeof VisitView>;
export const VisitView = Type.Object(
  {
    id: Type.String(),
    path: VerificationPath,
    /** Documents to present, in order, and which one is asked for now. */
    documents: Type.Array(
      Type.Object({ role: DocumentRole, state: Type.Enum(['waiting', 'asked', 'read', 'given-up']) }, closed),
    ),
    attemptsLeft: Type.Integer(),
    /** Why the last attempt did not work, when one did not. */
    fault: Type.Optional(Fault),
    /** What was wrong with the page that could not be read and what helps, worst first, two at most. */
    pageProblems: Type.Optional(
      Type.Array(Type.Object({ kind: PageProblemKind, advice: PageAdvice }, closed), { maxItems: 2 }),
    ),
    steps: Type.Array(StepView),
    guidance: Type.Optional(CameraGuidance),
    challenge: Type.Optional(ChallengeView),
    outcome: Type.Optional(OutcomeView),
    /** When the phase ends by itself, milliseconds since the epoch. */
    deadlineAt: Type.Optional(Type.Integer()),
  },
  closed,
);

const base = {
  /** Rises with every change; a page shows the newest it has. */
  revision: Type.Integer(),
  phase: Phase,
  language: Language,
  station: Type.Object(
    {
      id: Type.String(),
      site: Type.String(),
      simulated: Type.Boolean(),
      tier: ModelTier,
      /** `page`: the cardholder page owns the face camera and sends frames; `station`: the agent has one and offers a preview. */
      camera: Type.Enum(['page', 'station']),
    },
    closed,
  ),
  /** A fault that keeps the station from working, shown in `out-of-service`. */
  fault: Type.Optional(Fault),
  visit: Type.Optional(VisitView),
} as const;

/** The cardholder screen is a function of this. It holds no personal data. */
export type CardholderView = Type.Static<typeof CardholderView>;
export const CardholderView = Type.Object(base, closed);

export type DeviceView = Type.Static<typeof DeviceView>;
export const DeviceView = Type.Object(
  {
    role: Type.String(),
    model: Type.String(),
    state: Type.Enum(['closed', 'opening', 'ready', 'busy', 'waiting', 'faulted']),
    fault: Type.Optional(Fault),
  },
  closed,
);

/** One line of the inspection for the officer. `expected` and `seen` are masked. */
export type CheckView = Type.Static<typeof CheckView>;
export const CheckView = Type.Object(
  {
    id: CheckId,
    result: CheckResult,
    document: Type.Optional(Type.Integer()),
    match: Type.Optional(FieldMatch),
    /** Of a comparison of faces: the false match rate to keep, and the strictest at which it matches. */
    fmr: Type.Optional(
      Type.Object({ target: Type.Number(), matchesAt: Type.Union([Type.Number(), Type.Null()]) }, closed),
    ),
  },
  closed,
);

export type AppointmentView = Type.Static<typeof AppointmentView>;
export const AppointmentView = Type.Object(
  {
    reference: Type.String(),
    /** Given names shortened to initials: `A. ERIKSSON`. */
    name: Type.String(),
    at: Type.Optional(Type.String()),
    state: Type.Enum(['expected', 'in-progress', 'done', 'closed']),
  },
  closed,
);

/** Places on a picture with what is wrong there. */
export type PictureMarks = Type.Static<typeof PictureMarks>;
export const PictureMarks = Type.Object(
  {
    width: Type.Integer(),
    height: Type.Integer(),
    places: Type.Array(Type.Object({ kind: PageProblemKind, box: Box }, closed)),
  },
  closed,
);

/**
 * Single MRZ characters of a page that needs review, the least certain first, in pixels of a picture of this size. Places count from
 * zero. Of the text nothing else is told: the officer has the picture.
 */
export type DoubtfulCharacters = Type.Static<typeof DoubtfulCharacters>;
export const DoubtfulCharacters = Type.Object(
  {
    width: Type.Integer(),
    height: Type.Integer(),
    characters: Type.Array(
      Type.Object(
        {
          line: Type.Integer(),
          column: Type.Integer(),
          read: Type.String({ maxLength: 1 }),
          alternatives: Type.Array(Type.String({ maxLength: 1 })),
          grade: EvidenceGrade,
          box: Box,
        },
        closed,
      ),
      { maxItems: 12 },
    ),
  },
  closed,
);

/** One finished visit of the day, without personal data. */
export type HistoryView = Type.Static<typeof HistoryView>;
export const HistoryView = Type.Object(
  {
    jti: Type.String(),
    at: Type.String(),
    reference: Type.String(),
    verdict: Verdict,
    delivery: DeliveryState,
    receiptId: Type.Optional(Type.String()),
  },
  closed,
);

/** The officer's console is a function of this. */
export type StaffView = Type.Static<typeof StaffView>;
export const StaffView = Type.Object(
  {
    ...base,
    devices: Type.Array(DeviceView),
    appointments: Type.Array(AppointmentView),
    checks: Type.Array(CheckView),
    /** Only while officers compare by eye. */
    comparison: Type.Optional(ComparisonView),
    /** Kinds of paper that may be recorded now; absent when none. */
    papers: Type.Optional(Type.Array(SupportingPaper)),
    /** Pictures of the open visit that the officer may look at: `GET /api/staff/pictures/{id}`. */
    pictures: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          kind: Type.Enum(['document', 'portrait', 'live']),
          document: Type.Optional(Type.Integer()),
          /** Where the page could not be read, in pixels of a picture of this size. */
          marks: Type.Optional(PictureMarks),
          doubts: Type.Optional(DoubtfulCharacters),
        },
        closed,
      ),
    ),
    queue: Type.Object(
      { waiting: Type.Integer(), poison: Type.Integer(), online: Type.Boolean(), fault: Type.Optional(Fault) },
      closed,
    ),
    history: Type.Array(HistoryView),
    simulator: Type.Optional(
      Type.Object(
        {
          scenarios: Type.Array(
            Type.Object({ id: Type.String(), title: Type.String(), reference: Type.String() }, closed),
          ),
          scenario: Type.Optional(Type.String()),
          documents: Type.Array(Type.Object({ title: Type.String(), onGlass: Type.Boolean() }, closed)),
          cables: Type.Record(Type.String(), Type.Boolean()),
          online: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
);
