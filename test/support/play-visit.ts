import type { Fault } from '../../agent/contract/faults.ts';
import type { StaffView } from '../../agent/contract/views.ts';
import type { Verdict } from '../../agent/contract/vocabulary/verdict.ts';
import type { SessionCommand } from '../../agent/session/session-events.ts';
import type { Station } from '../../agent/wiring.ts';

/** The verdict of a visit, the faults people were shown on the way, and what happened, line by line. */
export interface PlayedVisit {
  readonly verdict: Verdict;
  readonly jti: string;
  readonly faults: readonly Fault[];
  readonly story: readonly string[];
}

/** What is done when the screen changes: the button to press, if any. */
export type Press = (view: StaffView) => SessionCommand | null;

/**
 * One visit from check-in to outcome: `press` is asked once for every new phase, try and fault; `watch` sees every change.
 * Rejects with the story when the check-in is refused, the visit ends without a verdict, or nothing is decided `withinMs`.
 */
export async function playVisit(
  { session }: Station,
  reference: string,
  press: Press,
  { watch = () => {}, withinMs = 150_000 }: { readonly watch?: () => void; readonly withinMs?: number } = {},
): Promise<PlayedVisit> {
  const story: string[] = [];
  const faults: Fault[] = [];
  const started = performance.now();
  const tell = (line: string) =>
    story.push(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  let timer: NodeJS.Timeout | undefined;
  await session.devicesSettled();
  const stopTelling = session.onProgress((report) => {
    if (report.type === 'step.finished') tell(`${report.step} ${report.state}`);
    if (report.type === 'capture.progressed') tell(`camera: ${report.guidance} ${report.challenge?.action ?? ''}`);
  });
  try {
    const view = await new Promise<StaffView>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why}\n${story.join('\n')}`));
      timer = setTimeout(() => fail(`no verdict within ${withinMs} ms`), withinMs);
      let last = '';
      let begun = false;
      const stop = session.onChange(() => {
        watch();
        const now = session.staffView();
        const { visit, phase } = now;
        const moment = [
          phase,
          visit?.attemptsLeft,
          visit?.fault?.code,
          visit?.fault?.detail,
          now.comparison?.officer,
        ].join();
        if (moment === last) return;
        last = moment;
        tell(`${phase}${visit?.fault ? `: ${visit.fault.code} ${visit.fault.detail ?? ''}` : ''}`);
        if (visit?.fault && visit.fault !== faults.at(-1)) faults.push(visit.fault);
        if (phase === 'outcome' || (begun && !visit)) stop();
        if (phase === 'outcome') resolve(now);
        else if (begun && !visit) fail(`the visit ended in ${phase} with ${now.fault?.code}`);
        if (visit) begun = true;
        const command = press(now);
        if (command) void session.command(command);
      });
      void session.command({ type: 'checkIn', reference, language: 'en' }).then((answer) => {
        if (!answer.accepted) fail(`check-in: ${answer.fault.code}`);
      });
    });
    const { outcome } = view.visit ?? {};
    if (!outcome) throw new Error('an outcome without a verdict');
    return { verdict: outcome.verdict, jti: view.history[0]?.jti ?? '', faults, story };
  } finally {
    clearTimeout(timer);
    stopTelling();
  }
}

/** Ends the visit on the screen and waits until the next person may come. */
export async function finishVisit({ session }: Station): Promise<void> {
  const { visit } = session.staffView();
  if (!visit) return;
  const idle = new Promise<void>((resolve) => {
    const stop = session.onChange(() => {
      if (session.staffView().phase !== 'idle') return;
      stop();
      resolve();
    });
  });
  await session.command({ type: 'finish', visit: visit.id });
  await idle;
}
