import type { CheckRecord } from '../contract/record.ts';
import type { RulePack } from '../contract/rule-pack.ts';
import { inspectDocument } from './inspect-document.ts';
import { inspectFace } from './inspect-face.ts';
import { inspectPapers } from './inspect-papers.ts';
import { inspectTwoDocuments } from './inspect-two-documents.ts';
import { matchOrder } from './match-order.ts';
import { parseMrz } from './parse-mrz.ts';
import type { VisitObservations } from './visit-observations.ts';

/**
 * Everything observed in, the list of checks out: the one list from which verdict, officer's view and record are made.
 * Pure; `today` is the station's calendar date (`YYYY-MM-DD`).
 */
export function inspectVisit(visit: VisitObservations, pack: RulePack, today: string): readonly CheckRecord[] {
  const context = { pack, purpose: visit.order.purpose, today };
  const read = visit.documents.map((document) => ({
    role: document.role,
    mrz: document.mrz ? parseMrz(document.mrz.format, document.mrz.lines, today) : null,
    accepted: document.mrz?.gate === 'accepted',
    words: document.printedZone?.words.map(({ text }) => text) ?? [],
  }));
  const identity = read.findIndex((document) => document.role === 'identity-document');
  return [
    ...visit.documents.flatMap((document, index) => inspectDocument(document, index, context)),
    ...inspectTwoDocuments(read, today),
    ...inspectPapers(pack, visit.order.purpose, visit.papers ?? []),
    ...matchOrder(
      visit.order,
      read[identity]?.mrz ?? null,
      read[identity]?.accepted ?? false,
      Math.max(identity, 0),
      today,
    ),
    ...inspectFace(visit),
    ...inspectProcess(visit),
  ];
}

function inspectProcess(visit: VisitObservations): CheckRecord[] {
  return [
    { id: 'PRC-01', result: visit.consent === 'refused' ? 'failed' : 'successful' },
    { id: 'PRC-02', result: visit.retryLimitReached ? 'failed' : 'successful' },
    { id: 'PRC-06', result: visit.stationEnrolled ? 'successful' : 'undetermined' },
    { id: 'PRC-07', result: 'successful' },
    visit.stop
      ? { id: 'PRC-08', result: 'failed', reason: visit.stop, by: 'operator' }
      : { id: 'PRC-08', result: 'successful' },
    { id: 'PRC-09', result: visit.deviceFault ? 'failed' : 'successful' },
  ];
}
