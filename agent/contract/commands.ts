import Type from 'typebox';
import { OrderReference } from './order.ts';
import { PresentedPaper } from './papers.ts';
import { FeatureFindings, OfficerId } from './vocabulary/comparison.ts';
import { Language } from './vocabulary/document.ts';
import { StopReason } from './vocabulary/verdict.ts';
import { ComparisonAnswer } from './vocabulary/visit.ts';

const closed = { additionalProperties: false } as const;

/** Commands both pages may give. A command names the visit it is meant for, so a late click never reaches the next person. */
const shared = [
  Type.Object({ type: Type.Literal('chooseLanguage'), visit: Type.String(), language: Language }, closed),
  Type.Object({ type: Type.Literal('giveConsent'), visit: Type.String() }, closed),
  Type.Object({ type: Type.Literal('chooseNonBiometric'), visit: Type.String() }, closed),
  Type.Object({ type: Type.Literal('refuseConsent'), visit: Type.String() }, closed),
  /** Read the document that lies on the glass now. */
  Type.Object({ type: Type.Literal('scanDocument'), visit: Type.String() }, closed),
  /** Try the failed step again. */
  Type.Object({ type: Type.Literal('retry'), visit: Type.String() }, closed),
  /** Go on without the failed step; the verdict will say so (YELLOW at best). */
  Type.Object({ type: Type.Literal('continueWithout'), visit: Type.String() }, closed),
  Type.Object({ type: Type.Literal('finish'), visit: Type.String() }, closed),
  /** The action asked for is not possible for this person; `light` is chosen by who is not sensitive to changing light. */
  Type.Object(
    { type: Type.Literal('declineAction'), visit: Type.String(), instead: Type.Enum(['another', 'light']) },
    closed,
  ),
] as const;

export type CardholderCommand = Type.Static<typeof CardholderCommand>;
export const CardholderCommand = Type.Union([
  ...shared,
  Type.Object({ type: Type.Literal('checkIn'), reference: OrderReference, language: Type.Optional(Language) }, closed),
  Type.Object({ type: Type.Literal('leave'), visit: Type.String() }, closed),
]);

export type StaffCommand = Type.Static<typeof StaffCommand>;
export const StaffCommand = Type.Union([
  ...shared,
  Type.Object({ type: Type.Literal('checkIn'), reference: OrderReference, language: Type.Optional(Language) }, closed),
  /** One officer's comparison by eye: the whole feature list, and the answer that follows from it. */
  Type.Object(
    {
      type: Type.Literal('answerComparison'),
      visit: Type.String(),
      officer: OfficerId,
      findings: FeatureFindings,
      answer: ComparisonAnswer,
    },
    closed,
  ),
  /** A paper that an officer has looked at. One that may stand for the residence permit takes its place while that is asked for. */
  Type.Object({ type: Type.Literal('recordPaper'), visit: Type.String(), paper: PresentedPaper }, closed),
  Type.Object({ type: Type.Literal('stop'), visit: Type.String(), reason: StopReason }, closed),
]);

/** What the simulator dock can do; offered only by a station made of simulators. */
export type SimulatorCommand = Type.Static<typeof SimulatorCommand>;
export const SimulatorCommand = Type.Union([
  /** Load a whole scenario: its document goes on the glass, its person stands ready, its order is booked. */
  Type.Object({ type: Type.Literal('loadScenario'), scenario: Type.String() }, closed),
  Type.Object({ type: Type.Literal('placeDocument'), index: Type.Integer({ minimum: 0, maximum: 3 }) }, closed),
  Type.Object({ type: Type.Literal('removeDocument') }, closed),
  Type.Object(
    {
      type: Type.Literal('setCable'),
      role: Type.Enum(['document-scanner', 'face-camera', 'chip-reader', 'printer']),
      connected: Type.Boolean(),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('setNetwork'), online: Type.Boolean() }, closed),
]);
