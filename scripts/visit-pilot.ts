import type { Fault } from '../agent/contract/faults.ts';
import type { StaffView, VisitView } from '../agent/contract/views.ts';
import { COMPARISON_FEATURES, type FeatureFindings } from '../agent/contract/vocabulary/comparison.ts';
import type { VerificationPath } from '../agent/contract/vocabulary/visit.ts';
import type { Session } from '../agent/session/open-session.ts';
import type { SessionCommand } from '../agent/session/session-events.ts';

/** What happened to a visit that nobody clicked through. */
export type PilotedVisit =
  | { readonly kind: 'decided'; readonly view: StaffView }
  | { readonly kind: 'ended'; readonly view: StaffView };

export interface PilotOptions {
  readonly reference: string;
  readonly path: VerificationPath;
  /** Whether another page can be tried. */
  readonly pagesLeft: () => boolean;
  readonly onPhase: (view: StaffView) => void;
}

/** A fault that ends a command-line run. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

/**
 * Takes a visit from check-in to outcome without a screen: consents, lays down what there is, tries again while pages are left,
 * and goes on without what is missing. Resolves at the outcome, or when the visit ended without one.
 */
export function pilotVisit(session: Session, options: PilotOptions): Promise<PilotedVisit> {
  return new Promise((resolve, reject) => {
    let last = '';
    let started = false;
    const stop = session.onChange(look);
    const send = (command: SessionCommand) =>
      session.command(command).then((answer) => {
        if (!answer.accepted && command.type === 'checkIn') end(() => reject(new FaultError(answer.fault)));
      }, reject);
    send({ type: 'checkIn', reference: options.reference, language: 'en' });

    function look(): void {
      const view = session.staffView();
      const { visit, phase } = view;
      const moment = [
        phase,
        visit?.attemptsLeft,
        visit?.fault?.code,
        view.comparison?.officer,
        ...(visit?.documents ?? []).map(({ state }) => state),
      ];
      if (moment.join() === last) return;
      last = moment.join();
      options.onPhase(view);
      if (phase === 'outcome') end(() => resolve({ kind: 'decided', view }));
      else if (visit) {
        started = true;
        const command = answerTo(view, visit, options);
        if (command) send(command);
      } else if (started) end(() => resolve({ kind: 'ended', view }));
    }

    function end(settle: () => void): void {
      stop();
      settle();
    }
  });
}

/** Nobody looks at the person, so nobody says what the pictures show. */
const NOTHING_SEEN = Object.fromEntries(
  COMPARISON_FEATURES.map((feature) => [feature, 'cannot-see']),
) as unknown as FeatureFindings;

/** What a cooperative holder and officer do in a phase; null where the machine works. */
function answerTo(
  { phase, comparison }: StaffView,
  { id: visit, fault }: VisitView,
  options: PilotOptions,
): SessionCommand | null {
  const nothingToShow = fault?.code === 'scanner.no-document' || !options.pagesLeft();
  switch (phase) {
    case 'language':
      return { type: 'chooseLanguage', visit, language: 'en' };
    case 'consent':
      return { type: options.path === 'operator' ? 'chooseNonBiometric' : 'giveConsent', visit };
    case 'document':
      return { type: 'scanDocument', visit };
    case 'document-retry':
      return { type: nothingToShow ? 'continueWithout' : 'retry', visit };
    case 'camera-retry':
      return { type: 'continueWithout', visit };
    case 'operator-comparison':
      return {
        type: 'answerComparison',
        visit,
        officer: `PILOT-${comparison?.officer ?? 1}`,
        findings: NOTHING_SEEN,
        answer: 'cannot-tell',
      };
    case 'idle':
    case 'reading':
    case 'camera':
    case 'comparing':
    case 'deciding':
    case 'outcome':
    case 'wiping':
    case 'out-of-service':
      return null;
  }
}
