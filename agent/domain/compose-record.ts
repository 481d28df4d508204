import type { CheckRecord, IdvClaim, SealedAttachment, VerifiedClaims, VisitRecord } from '../contract/record.ts';
import type { RulePackReference } from '../contract/rule-pack.ts';
import type { Verdict } from '../contract/vocabulary/verdict.ts';
import { describeBasis } from './decision-basis.ts';
import { describeEvidence } from './describe-evidence.ts';
import { type MrzDocument, parseMrz } from './parse-mrz.ts';
import type { CaptureStatement, FaceEvidence, OfficerComparison, VisitObservations } from './visit-observations.ts';

/** What the station knows beside the visit itself. Times are RFC 3339 in whole seconds UTC. */
export interface RecordFacts {
  readonly iss: string;
  readonly aud: string;
  readonly jti: string;
  readonly txn: string;
  readonly seq: number;
  readonly today: string;
  readonly startedAt: string;
  readonly decidedAt: string;
  readonly monotonicMs: number;
  readonly rulePack: RulePackReference;
  readonly attempts: { readonly document: number; readonly camera: number };
  readonly models: IdvClaim['models'];
  readonly station: IdvClaim['station'];
  readonly notice: IdvClaim['notice'];
  readonly attachments: readonly SealedAttachment[];
  /** Base64url SHA-256 of a text. */
  readonly sha256: (text: string) => string;
}

/**
 * The payload to be signed: OpenID Identity Assurance `verified_claims` for a GREEN visit only, and always `idv`, from which the
 * centre re-decides. Names and numbers leave the station only as verified claims; a RED record says which field differs, not what
 * was printed.
 */
export function composeRecord(
  visit: VisitObservations,
  checks: readonly CheckRecord[],
  verdict: Verdict,
  facts: RecordFacts,
): VisitRecord {
  const documents = visit.documents.map((document) =>
    document.mrz ? parseMrz(document.mrz.format, document.mrz.lines, facts.today) : null,
  );
  const decided = {
    order_ref: visit.order.reference,
    purpose: visit.order.purpose,
    path: visit.path,
    inspection: [...checks],
    documents: visit.documents.map((document, index) => describeDocument(document, documents[index] ?? null)),
    models: facts.models,
  };
  const rules = { rule_pack: facts.rulePack, policy_date: facts.today };
  const claims = verdict.colour === 'GREEN' ? verifiedClaims(visit, documents, facts) : null;
  return {
    iss: facts.iss,
    aud: facts.aud,
    jti: facts.jti,
    txn: facts.txn,
    iat: Math.floor(Date.parse(facts.decidedAt) / 1000),
    seq: facts.seq,
    ...(claims ? { verified_claims: claims } : {}),
    idv: {
      schema: 'urn:id06:schema:idv-result:1',
      ...decided,
      decision: {
        colour: verdict.colour,
        reasons: verdict.reasons,
        ...rules,
        basis_sha256: facts.sha256(describeBasis({ ...decided, decision: rules })),
      },
      face: describeFace(visit),
      ...(visit.byOfficers ? { by_officers: describeOpinions(visit.byOfficers) } : {}),
      ...describePapers(visit),
      attempts: facts.attempts,
      station: facts.station,
      clock: { started_at: facts.startedAt, decided_at: facts.decidedAt, mono_ms: Math.round(facts.monotonicMs) },
      notice: facts.notice,
      attachments: [...facts.attachments],
    },
  };
}

function describeDocument(
  document: VisitObservations['documents'][number],
  mrz: MrzDocument | null,
): IdvClaim['documents'][number] {
  return {
    role: document.role,
    type: mrz?.type ?? 'other',
    issuing_state: mrz?.issuingState ?? '',
    origin: document.origin,
    ...(mrz ? { mrz_format: mrz.format, mrz_evidence: [...describeEvidence(document, mrz)] } : {}),
  };
}

function describeFace(visit: VisitObservations): IdvClaim['face'] {
  const face = visit.face;
  return {
    challenge: face ? face.challenge.map((step) => ({ ...step, took_ms: Math.round(step.took_ms) })) : [],
    ...(face?.comparison ? { comparison: face.comparison } : {}),
    ...(face?.passive ? { liveness: face.passive } : {}),
    ...(face ? { camera_origin: face.origin } : {}),
    ...(face?.capture ? { capture: describeCapture(face, face.capture) } : {}),
  };
}

function describeCapture(face: FaceEvidence, capture: CaptureStatement): NonNullable<IdvClaim['face']['capture']> {
  return {
    nonce: capture.nonce,
    camera: capture.camera.slice(0, 120),
    frames: face.frames,
    spread_ms: Math.round(capture.spreadMs),
    longest_gap_ms: Math.round(face.longestGapMs),
    strays: capture.strays,
    restarts: capture.restarts,
    declined: [...capture.declined],
    repeats: capture.repeats,
  };
}

function describeOpinions({ demanded, opinions }: OfficerComparison): NonNullable<IdvClaim['by_officers']> {
  return {
    demanded,
    opinions: opinions.map(({ officer, findings, answer, startedAt, answeredAt }) => ({
      officer,
      findings,
      answer,
      started_at: rfc3339(startedAt),
      answered_at: rfc3339(answeredAt),
    })),
  };
}

function describePapers({ papers = [] }: VisitObservations): Pick<IdvClaim, 'papers'> {
  if (papers.length === 0) return {};
  return {
    papers: papers.map(({ kind, pages, officer, recordedAt }) => ({
      kind,
      pages: pages.length,
      sha256: [...pages],
      officer,
      recorded_at: rfc3339(recordedAt),
    })),
  };
}

const rfc3339 = (epochMs: number) => new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');

function verifiedClaims(
  visit: VisitObservations,
  documents: readonly (MrzDocument | null)[],
  facts: RecordFacts,
): VerifiedClaims | null {
  const read = documents.filter((document) => document !== null);
  const identity = read.at(-1);
  if (!identity) return null;
  return {
    verification: {
      trust_framework: 'se_id06',
      assurance_level: 'loa2',
      assurance_process: {
        policy: `urn:id06:rule-pack:${facts.rulePack.id}:${facts.rulePack.version}`,
        procedure: `supervised-station/${visit.path}`,
      },
      time: facts.decidedAt,
      verification_process: facts.txn,
      evidence: read.map((document, index) => ({
        type: 'document' as const,
        check_details: [
          detail('vpip', `document-${index}`, facts),
          detail(visit.path === 'operator' ? 'pvp' : 'bvp', 'person', facts),
        ],
        document_details: {
          type: document.type,
          document_number: document.documentNumber,
          date_of_expiry: document.expiryDate?.iso ?? '',
          issuer: { country_code: document.issuingState },
        },
        derived_claims: personClaims(document),
      })),
    },
    claims: personClaims(identity),
  };
}

const detail = (check_method: 'vpip' | 'bvp' | 'pvp', check_id: string, facts: RecordFacts) => ({
  check_method,
  organization: 'Sistec AB',
  check_id,
  time: facts.decidedAt,
});

const personClaims = (document: MrzDocument) => ({
  given_name: document.givenNames,
  family_name: document.surname,
  birthdate: document.birthDate.iso ?? '',
  nationalities: [document.nationality],
});
