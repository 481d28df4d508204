import { createHash } from 'node:crypto';
import type { SealedAttachment, VisitRecord } from '../../agent/contract/record.ts';
import type { RulePack } from '../../agent/contract/rule-pack.ts';
import { describeBasis } from '../../agent/domain/decision-basis.ts';
import { newJti } from './station-client.ts';

/** The smallest pack that can tell the four colours. */
const PACK: RulePack = {
  id: 'test-pack',
  version: 1,
  series: 'test-pack',
  sequence: 1,
  validFrom: '2026-01-01',
  validTo: null,
  basis: [{ rule: 'made for tests', known: 'assumed' }],
  outcomes: [
    { check: 'MRZ-02', result: 'undetermined', reasons: ['MRZ_UNREADABLE'] },
    { check: 'MRZ-16', result: 'failed', reasons: ['DOC_EXPIRED'] },
    { check: 'FAC-10', result: 'failed', reasons: ['FACE_MISMATCH'] },
    { check: 'PRC-08', result: 'failed', reasons: ['CARDHOLDER_LEFT'] },
    { check: 'ORD-03', result: 'successful', reasons: ['NAME_MATCH_TRUNCATED'] },
  ],
  required: [{ check: 'FAC-10', when: 'biometric-path', otherwise: 'FACE_BORDERLINE' }],
  accepts: [],
  refuses: [],
  identifiedBy: ['document'],
  freeMovementStates: ['SWE'],
  permitFirst: true,
  papers: [],
  limits: {
    documentAttempts: 3,
    cameraAttempts: 3,
    challengeActions: 1,
    challengeStrays: 1,
    challengeDeclines: 2,
    comparisonOfficers: 1,
    comparisonFeatures: 6,
  },
  policy: { withoutPassiveLiveness: 'active-challenge', inconclusiveBiometrics: 'decide' },
};

export const PACK_BYTES = Buffer.from(JSON.stringify(PACK, null, 2));
const PACK_REFERENCE = {
  id: PACK.id,
  version: PACK.version,
  sha256: createHash('sha256').update(PACK_BYTES).digest('hex'),
};

const NOW = '2026-11-22T10:00:00Z';
export const NOW_MS = Date.parse(NOW);

const PERSON = { given_name: 'ANNA MARIA', family_name: 'ERIKSSON', birthdate: '1974-08-12', nationalities: ['UTO'] };

/** A GREEN record of the ICAO specimen person, seen at `NOW_MS`. */
export function greenRecord(more: { iss: string; aud: string; seq: number; order?: string }): VisitRecord {
  return resealed({
    iss: more.iss,
    aud: more.aud,
    jti: newJti(),
    txn: 'visit-1',
    iat: NOW_MS / 1000,
    seq: more.seq,
    verified_claims: {
      verification: {
        trust_framework: 'se_id06',
        assurance_level: 'loa2',
        assurance_process: { policy: 'urn:id06:rule-pack:test-pack:1', procedure: 'supervised-station/biometric' },
        time: NOW,
        verification_process: 'visit-1',
        evidence: [
          {
            type: 'document',
            check_details: [{ check_method: 'vpip', organization: 'Sistec AB', check_id: 'document-0', time: NOW }],
            document_details: {
              type: 'passport',
              document_number: 'L898902C3',
              date_of_expiry: '2032-04-15',
              issuer: { country_code: 'UTO' },
            },
            derived_claims: PERSON,
          },
        ],
      },
      claims: PERSON,
    },
    idv: {
      schema: 'urn:id06:schema:idv-result:1',
      order_ref: more.order ?? 'ORDER-NONE',
      purpose: 'id06-card',
      path: 'biometric',
      decision: {
        colour: 'GREEN',
        reasons: ['NAME_MATCH_TRUNCATED'],
        rule_pack: PACK_REFERENCE,
        policy_date: '2026-11-22',
        basis_sha256: '',
      },
      inspection: [
        { id: 'FAC-10', result: 'successful', score: 0.7, threshold: 0.5 },
        { id: 'MRZ-16', result: 'successful', document: 0 },
        { id: 'ORD-03', result: 'successful', document: 0, match: 'truncated_equal', reason: 'NAME_MATCH_TRUNCATED' },
      ],
      documents: [{ role: 'identity-document', type: 'passport', issuing_state: 'UTO', origin: 'simulated' }],
      face: {
        challenge: [],
        comparison: {
          decision: 'match',
          score: 0.7,
          threshold: 0.5,
          reviewThreshold: 0.4,
          falseMatchRate: 0.001,
          targetFmr: 0.001,
          matchesAtFmr: 0.0001,
          calibration: 'test',
          referenceType: 'printed',
          probes: 3,
        },
      },
      attempts: { document: 1, camera: 1 },
      models: { tier: 'station', passive_liveness: true, items: [] },
      station: { id: 'ark-01', site: 'test', agent_version: '0.1.0', boot_id: 'boot', devices: [] },
      clock: { started_at: NOW, decided_at: NOW, mono_ms: 1 },
      notice: { id: 'privacy-notice/1', shown_at: NOW, ack: true },
      attachments: [],
    },
  });
}

/** The record with the digest of what now stands in it, as a station that was changed would write it. */
export function resealed(record: VisitRecord): VisitRecord {
  const basis_sha256 = createHash('sha256').update(describeBasis(record.idv)).digest('base64url');
  return { ...record, idv: { ...record.idv, decision: { ...record.idv.decision, basis_sha256 } } };
}

/** The same visit with another outcome: its checks, colour and reasons replaced, without identity claims. */
export function recordOf(
  green: VisitRecord,
  checks: VisitRecord['idv']['inspection'],
  colour: VisitRecord['idv']['decision']['colour'],
  reasons: VisitRecord['idv']['decision']['reasons'],
): VisitRecord {
  const { verified_claims: _, ...rest } = green;
  return resealed({
    ...rest,
    idv: { ...green.idv, inspection: checks, decision: { ...green.idv.decision, colour, reasons } },
  });
}

/** An attachment whose ciphertext has the given name. */
export const attachment = (name: string): SealedAttachment => ({
  desc: 'passport data page',
  type: 'document_front',
  url: `https://central.id06.example/v1/blobs/${name}`,
  digest: { alg: 'sha-256', value: `${'A'.repeat(43)}=` },
  content_type: 'image/jpeg',
  size: 5,
  enc: {
    alg: 'A256GCM',
    key: 'A'.repeat(43),
    iv: 'A'.repeat(16),
    tag: 'A'.repeat(22),
    aad: 'jti/0',
    ct_sha256: name,
  },
  retention: 'P30D',
});
