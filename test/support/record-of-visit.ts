import { createHash } from 'node:crypto';
import type { VisitRecord } from '../../agent/contract/record.ts';
import type { RulePack } from '../../agent/contract/rule-pack.ts';
import { composeRecord } from '../../agent/domain/compose-record.ts';
import { decideVerdict } from '../../agent/domain/decide-verdict.ts';
import { inspectVisit } from '../../agent/domain/inspect-visit.ts';
import type { VisitObservations } from '../../agent/domain/visit-observations.ts';
import { PACK, TODAY } from './visits.ts';

/** The rules of the stories, without the end that a newer pack has set them. */
export const RULES: RulePack = { ...PACK, validTo: null };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The record that a station writes of a visit, decided by the training rules on the day of the stories. */
export function recordOfVisit(visit: VisitObservations, pack = RULES, packSha256 = '0'.repeat(64)): VisitRecord {
  const checks = inspectVisit(visit, pack, TODAY);
  const verdict = decideVerdict({
    checks,
    pack,
    path: visit.path,
    documents: visit.documents.length,
    passiveLiveness: visit.passiveLivenessAvailable,
  });
  return composeRecord(visit, checks, verdict, {
    iss: 'urn:sistec:station:test-01',
    aud: 'https://central.test/v1',
    jti: '01a1ed7d-ebd8-77dc-bf00-9dde07d20f79',
    txn: 'visit-1',
    seq: 1,
    today: TODAY,
    startedAt: `${TODAY}T08:00:00Z`,
    decidedAt: `${TODAY}T08:02:00Z`,
    monotonicMs: 12.5,
    rulePack: { id: pack.id, version: pack.version, sha256: packSha256 },
    attempts: { document: 1, camera: 1 },
    models: { tier: 'absent', passive_liveness: visit.passiveLivenessAvailable, items: [] },
    station: { id: 'test-01', site: 'test', agent_version: '0', boot_id: 'b', devices: [] },
    notice: { id: 'n/1', shown_at: `${TODAY}T08:00:00Z`, ack: true },
    attachments: [],
    sha256,
  });
}
