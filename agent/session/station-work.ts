import { failed, fault, ok } from '../contract/faults.ts';
import { captureFace } from './capture-face.ts';
import { commitVisit } from './commit-visit.ts';
import { judgeFace } from './judge-face.ts';
import { createListeners } from './listeners.ts';
import { readDocument } from './read-document.ts';
import type { Report, SessionWork } from './session-work.ts';
import type { StationPorts } from './station-ports.ts';
import { takePhoto } from './take-photo.ts';

/** The real work behind the chart, done through the station's ports. */
export function createStationWork(ports: StationPorts): SessionWork {
  const { ledger, clock, vault } = ports;
  const declined = createListeners<'another' | 'light'>();
  const heard =
    (report: Report): Report =>
    (progress) => {
      report(progress);
      ports.onProgress(progress);
    };
  return {
    async beginVisit(reference, signal) {
      const found = await ledger.findOrder(reference);
      if (!found.ok) return found;
      const order = found.value;
      if (order.state !== 'open') return failed(fault('order.closed', { detail: order.state }));
      const id = ports.newVisitId();
      const startedAt = clock.now();
      const begun = await ledger.begin({ id, reference: order.reference, startedAt });
      if (!begun.ok) return begun;
      if (signal.aborted) {
        await ledger.abort({ id, cause: fault('visit.interrupted'), at: clock.now() });
        return failed(fault('visit.interrupted'));
      }
      vault.begin(id);
      return ok({ id, order, startedAt, startedMonotonicMs: clock.monotonic() });
    },
    readDocument: (visit, report, signal) => readDocument(ports, visit, heard(report), signal),
    captureFace: (visit, report, signal) => captureFace(ports, visit, heard(report), signal, declined.add),
    declineAction: declined.tell,
    takePhoto: (visit, report, signal) => takePhoto(ports, visit, heard(report), signal),
    judgeFace: (visit, report, signal) => judgeFace(ports, visit, heard(report), signal),
    commitVisit: (visit, report) => commitVisit(ports, visit, heard(report)),
    abortVisit: (id, cause) => ledger.abort({ id, cause, at: clock.now() }),
    selfTest: () => ledger.selfTest(),
  };
}
