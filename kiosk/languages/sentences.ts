import type { FaultCode } from '../../agent/contract/faults.ts';
import type { SupportingPaper } from '../../agent/contract/rule-pack.ts';
import type { AppointmentView, DeviceView, StepView } from '../../agent/contract/views.ts';
import type { CheckId } from '../../agent/contract/vocabulary/checks.ts';
import type { ComparisonFeature, FeatureFinding } from '../../agent/contract/vocabulary/comparison.ts';
import type { DocumentRole, FieldMatch } from '../../agent/contract/vocabulary/document.ts';
import type {
  CardPhotoOutcome,
  CardPhotoRule,
  FaceAdvice,
  QualityMeasure,
} from '../../agent/contract/vocabulary/face-quality.ts';
import type { PageAdvice, PageProblemKind } from '../../agent/contract/vocabulary/observations.ts';
import type { CheckResult, Colour, ReasonCode, StopReason } from '../../agent/contract/vocabulary/verdict.ts';
import type {
  CameraGuidance,
  ChallengeAction,
  ComparisonAnswer,
  DeliveryState,
  ModelTier,
  Phase,
  VerificationPath,
  WorkStep,
} from '../../agent/contract/vocabulary/visit.ts';

type Words<K extends string> = Readonly<Record<K, string>>;

/**
 * Everything the product says to people in one language. Built from the closed lists of the contract, so a new phase, reason,
 * fault or check does not compile until each language has its words. Pure data and functions of numbers: the pages and the
 * command line print the same sentences.
 */
export interface Sentences {
  /** The language's own name for itself, and the BCP 47 tag for the `lang` attribute and for dates. */
  readonly language: { readonly name: string; readonly tag: string };
  readonly phases: Readonly<Record<Phase, PhaseWords>>;
  /** The three published colours and the neutral fourth: one word, what it means, what the person does now. */
  readonly colours: Readonly<
    Record<Colour, { readonly word: string; readonly meaning: string; readonly next: string }>
  >;
  readonly reasons: Readonly<Record<ReasonCode, { readonly sentence: string; readonly next: string }>>;
  readonly faults: Readonly<Record<FaultCode, { readonly sentence: string; readonly remedy: string }>>;
  /** What is wrong with the picture of a page, and what helps. */
  readonly pageProblems: Words<PageProblemKind>;
  readonly pageAdvices: Words<PageAdvice>;
  readonly challenges: Words<ChallengeAction>;
  readonly guidance: Words<CameraGuidance>;
  /** What is measured on a picture of a face, what helps, and the rules for the photo on the card. */
  readonly qualityMeasures: Words<QualityMeasure>;
  readonly faceAdvices: Words<FaceAdvice>;
  readonly cardPhotoRules: Words<CardPhotoRule>;
  readonly cardPhotoOutcomes: Words<CardPhotoOutcome>;
  readonly steps: Words<WorkStep>;
  readonly stepStates: Words<StepView['state']>;
  readonly checks: Words<CheckId>;
  readonly checkResults: Words<CheckResult>;
  readonly fieldMatches: Words<FieldMatch>;
  readonly deliveries: Words<DeliveryState>;
  readonly stopReasons: Words<StopReason>;
  readonly documents: Readonly<Record<DocumentRole, { readonly name: string; readonly place: string }>>;
  readonly papers: Words<SupportingPaper>;
  readonly paths: Words<VerificationPath>;
  readonly tiers: Words<ModelTier>;
  readonly cardholder: CardholderSentences;
  readonly staff: StaffSentences;
}

/** `title` and `lead` head the cardholder's screen; `short` names the phase on the officer's page. */
interface PhaseWords {
  readonly title: string;
  readonly lead: string;
  readonly short: string;
}

interface CardholderSentences {
  readonly pageTitle: string;
  readonly chooseLanguage: string;
  readonly continueInThisLanguage: string;
  readonly simulated: string;
  readonly help: string;
  readonly timeLeft: (seconds: number) => string;
  readonly scanCode: string;
  readonly scanCodeHint: string;
  readonly referenceLabel: string;
  readonly referenceHint: string;
  readonly referenceInvalid: string;
  readonly start: string;
  readonly showKeyboard: string;
  readonly hideKeyboard: string;
  readonly erase: string;
  readonly consentFacts: readonly string[];
  readonly biometricTitle: string;
  readonly biometricText: string;
  readonly biometricAction: string;
  readonly operatorTitle: string;
  readonly operatorText: string;
  readonly operatorAction: string;
  readonly bothEqual: string;
  readonly refuse: string;
  readonly refuseTitle: string;
  readonly refuseText: string;
  readonly refuseYes: string;
  readonly documentOf: (index: number, of: number) => string;
  readonly readNow: string;
  readonly tryAgain: string;
  readonly continueWithout: string;
  readonly continueWithoutHint: string;
  readonly attemptsLeft: (count: number) => string;
  readonly leave: string;
  readonly leaveTitle: string;
  readonly leaveText: string;
  readonly leaveYes: string;
  readonly goBack: string;
  readonly cameraPicture: string;
  readonly cameraStarting: string;
  readonly cameraDenied: string;
  readonly cameraAbsent: string;
  readonly cameraBusy: string;
  readonly cameraAgain: string;
  readonly challengeOf: (index: number, of: number) => string;
  readonly cannotDoThis: string;
  readonly readAloud: string;
  readonly anotherMovement: string;
  readonly lightInstead: string;
  readonly lightWarning: string;
  readonly progress: string;
  readonly whatWeFound: string;
  readonly whatNow: string;
  readonly receipt: string;
  readonly done: string;
  readonly starting: string;
  readonly pausedTitle: string;
  readonly pausedText: string;
  readonly commandLost: string;
  readonly dismiss: string;
}

interface StaffSentences {
  readonly pageTitle: string;
  readonly signInTitle: string;
  readonly signInText: string;
  readonly keyLabel: string;
  readonly signIn: string;
  readonly language: string;
  readonly today: string;
  readonly search: string;
  readonly noAppointments: string;
  readonly noneFound: string;
  readonly checkIn: string;
  readonly walkIn: string;
  readonly walkInHint: string;
  readonly appointmentStates: Words<AppointmentView['state']>;
  readonly visit: string;
  readonly noVisit: string;
  readonly noVisitHint: string;
  readonly steps: string;
  readonly checks: string;
  readonly checksAllFine: (count: number) => string;
  readonly checksToLookAt: (count: number, of: number) => string;
  readonly onlyIrregular: string;
  readonly noIrregular: string;
  /** A comparison of faces: one false match in so many that is to be kept, and the strictest at which it matches. */
  readonly matchLevel: (target: number, matchesAt: number | null) => string;
  readonly noChecks: string;
  readonly checkColumns: {
    readonly id: string;
    readonly compares: string;
    readonly document: string;
    readonly result: string;
  };
  readonly pictures: string;
  readonly noPictures: string;
  /** Heads the list of places marked on a picture. */
  readonly marked: string;
  /** Heads the list of MRZ characters to look at, each with its line and place counted from one. */
  readonly doubtful: string;
  readonly doubtfulPlace: (line: number, place: number) => string;
  readonly pictureKinds: Words<'document' | 'portrait' | 'live'>;
  readonly attemptsLeft: (count: number) => string;
  readonly comparisonTitle: string;
  readonly comparisonText: string;
  readonly comparisonInPerson: string;
  readonly comparisonAnswers: Words<ComparisonAnswer>;
  readonly comparisonConfirm: string;
  readonly comparisonTurn: (officer: number, of: number) => string;
  /** For the second officer: answers alone. */
  readonly comparisonAlone: string;
  readonly comparisonOfficer: string;
  readonly comparisonOfficerHint: string;
  /** Each feature of the list, and what to look at in it. */
  readonly comparisonFeatures: Readonly<Record<ComparisonFeature, { readonly name: string; readonly look: string }>>;
  readonly comparisonFindings: Words<FeatureFinding>;
  readonly comparisonLeft: (features: number) => string;
  readonly photographAgain: string;
  readonly magnifier: string;
  readonly magnifierHint: string;
  readonly larger: (picture: string) => string;
  readonly smaller: (picture: string) => string;
  readonly retry: string;
  readonly scan: string;
  readonly continueWithout: string;
  readonly finish: string;
  readonly stop: string;
  readonly recordPaper: string;
  readonly paperText: string;
  readonly paperKind: string;
  readonly paperPages: string;
  readonly paperCount: (pages: number) => string;
  readonly paperYes: string;
  readonly stopTitle: string;
  readonly stopText: string;
  readonly stopReason: string;
  readonly stopYes: string;
  readonly cancel: string;
  readonly confirm: string;
  readonly noOneChangesVerdict: string;
  readonly devices: string;
  readonly deviceRoles: Words<
    'document-scanner' | 'chip-reader' | 'face-camera' | 'code-reader' | 'indicator' | 'printer'
  >;
  readonly deviceStates: Words<DeviceView['state']>;
  readonly delivery: string;
  readonly online: string;
  readonly offline: string;
  readonly waiting: (count: number) => string;
  readonly poison: (count: number) => string;
  readonly history: string;
  readonly noHistory: string;
  readonly historyColumns: {
    readonly time: string;
    readonly reference: string;
    readonly verdict: string;
    readonly delivery: string;
    readonly receipt: string;
  };
  readonly simulator: string;
  readonly simulatorHint: string;
  readonly scenario: string;
  readonly load: string;
  readonly glass: string;
  readonly onGlass: string;
  readonly place: string;
  readonly takeAway: string;
  readonly cables: string;
  readonly connected: string;
  readonly pulled: string;
  readonly network: string;
  readonly connecting: string;
  readonly paused: string;
}
