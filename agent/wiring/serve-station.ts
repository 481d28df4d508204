import { randomBytes } from 'node:crypto';
import type { PageCamera } from '../../drivers/page-camera/page-camera.ts';
import type { Printer } from '../../drivers/ports.ts';
import { type Api, openApi } from '../api/open-api.ts';
import type { Result } from '../contract/faults.ts';
import type { StationConfig } from '../contract/station-config.ts';
import type { Journal } from '../observe/journal.ts';
import { createMetrics } from '../observe/metrics.ts';
import type { SessionClock } from '../session/session-clock.ts';
import type { Station } from '../wiring.ts';
import { receiptSlip } from './receipt-slip.ts';
import type { SimulatorDesk } from './simulator-desk.ts';

export interface ServeOptions {
  readonly station: Station;
  readonly config: StationConfig;
  readonly pages: string | null;
  readonly clock: SessionClock;
  readonly journal: Journal;
  readonly pageCamera: PageCamera | null;
  readonly desk: SimulatorDesk | null;
  readonly printer: Printer | null;
  /** The key officers sign in with; made anew for each start. */
  readonly startKey: string;
}

/**
 * Opens the local API over a station and notes in journal and metrics what happens; the receipt is printed
 * once the centre has signed it, and a simulated holder follows the screen.
 */
export async function serveStation(options: ServeOptions): Promise<Result<Api>> {
  const { station, journal, desk } = options;
  const { session } = station;
  const metrics = createMetrics();
  let phase = '';
  let outcome = '';
  let printed = '';
  session.onChange(() => {
    const view = session.cardholderView();
    desk?.follow(view);
    if (view.phase !== phase)
      journal.note('visit.phase', { phase: view.phase, ...(view.visit ? { visit: view.visit.id } : {}) });
    phase = view.phase;
    const { queue } = session.staffView();
    metrics.queueChanged(queue.waiting, queue.poison);
    const slip = receiptSlip(view);
    if (slip && view.visit && printed !== view.visit.id) {
      printed = view.visit.id;
      options.printer?.print(slip).then((done) => done.ok || journal.fault(done.fault));
    }
    const verdict = view.visit?.outcome?.verdict;
    if (view.visit && verdict && outcome !== view.visit.id) {
      outcome = view.visit.id;
      metrics.visitEnded(verdict.colour);
      journal.note('visit.ended', { visit: view.visit.id, colour: verdict.colour, reasons: verdict.reasons });
    }
  });
  session.onProgress((report) => {
    if (report.type !== 'step.finished') return;
    metrics.stepFinished(report.step, report.state, report.ms);
    journal.note('visit.step', { step: report.step, state: report.state, ms: Math.round(report.ms) });
  });
  return openApi({
    host: '127.0.0.1',
    port: options.config.listen.port,
    pages: options.pages,
    session,
    startKey: options.startKey,
    clock: options.clock,
    newToken: () => randomBytes(24).toString('base64url'),
    pageCamera: options.pageCamera,
    simulator: desk ? (command) => desk.command(command) : null,
    metrics: () => metrics.expose(),
    onSignIn: (signIn) => {
      journal.note('api.sign-in');
      station.store.appendAudit({ event: signIn === 'accepted' ? 'operator.signed-in' : 'operator.sign-in-refused' });
    },
    onFault: (fault) => {
      metrics.faultRaised(fault.code);
      journal.fault(fault);
    },
  });
}
