import type { StaffView } from '../../agent/contract/views.ts';
import type { Verdict } from '../../agent/contract/vocabulary/verdict.ts';
import type { SessionCommand } from '../../agent/session/session-events.ts';
import type { SimulatorDesk } from '../../agent/wiring/simulator-desk.ts';
import type { Station } from '../../agent/wiring.ts';

/** The verdict of a visit and what happened on the way, line by line. */
export type ToldVisit = Verdict & { readonly story: readonly string[] };

/**
 * One visit at a simulated station: the holder of the desk's scenario looks at the screen and does what it says, tries the camera
 * again when asked to, and the screen's buttons are pressed for him. Rejects when the visit ends without a verdict.
 */
export async function visitWithHolder(station: Station, desk: SimulatorDesk, reference: string): Promise<ToldVisit> {
  const { session } = station;
  const story: string[] = [];
  const started = performance.now();
  const tell = (line: string) =>
    story.push(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  await session.devicesSettled();
  const stopTelling = session.onProgress((report) => {
    if (report.type === 'step.finished') tell(`${report.step} ${report.state}`);
    if (report.type === 'capture.progressed') tell(`camera: ${report.guidance} ${report.challenge?.action ?? ''}`);
  });
  try {
    const verdict = await new Promise<Verdict>((resolve, reject) => {
      let answered = '';
      let begun = false;
      const stop = session.onChange(() => {
        const view = session.staffView();
        desk.follow(session.cardholderView());
        const { visit, phase } = view;
        if (visit) begun = true;
        else if (begun) {
          stop();
          reject(new Error(`the visit ended in ${phase} with ${view.fault?.code}\n${story.join('\n')}`));
        }
        if (visit?.outcome) {
          stop();
          resolve(visit.outcome.verdict);
        }
        const moment = `${phase} ${visit?.attemptsLeft}`;
        if (moment === answered) return;
        answered = moment;
        tell(`${phase}${visit?.fault ? `: ${visit.fault.code} ${visit.fault.detail ?? ''}` : ''}`);
        const press = buttonFor(view);
        if (press) void session.command(press);
      });
      void session.command({ type: 'checkIn', reference, language: 'en' }).then((answer) => {
        if (!answer.accepted) reject(new Error(`check-in: ${answer.fault.code}`));
      });
    });
    return { ...verdict, story };
  } finally {
    stopTelling();
  }
}

/** Documents are laid and movements made by the holder; buttons are only needed where nothing can be seen. */
function buttonFor({ phase, visit }: StaffView): SessionCommand | null {
  if (!visit) return null;
  if (phase === 'consent') return { type: 'giveConsent', visit: visit.id };
  if (phase === 'camera-retry') return { type: 'retry', visit: visit.id };
  return null;
}
