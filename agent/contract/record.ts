import Type from 'typebox';
import { OrderReference } from './order.ts';
import { PageDigest } from './papers.ts';
import { RulePackReference, SupportingPaper } from './rule-pack.ts';
import { CheckId } from './vocabulary/checks.ts';
import { FeatureFindings, OfficerId } from './vocabulary/comparison.ts';
import { DocumentRole, DocumentType, FieldMatch, MrzFormat, Origin, Purpose } from './vocabulary/document.ts';
import { FaceComparison, ModelIdentity, PassiveLiveness } from './vocabulary/observations.ts';
import { CheckResult, Colour, ReasonCode } from './vocabulary/verdict.ts';
import { ChallengeAction, ComparisonAnswer, ModelTier, VerificationPath } from './vocabulary/visit.ts';

const closed = { additionalProperties: false } as const;
const Time = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$' });
const Base64Url43 = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const Base64Sha256 = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' });
export const Jti = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' });

/** A comparison told in false match rates (ISO/IEC 19795-1): the one to keep, and the strictest at which the score still matches. */
export const MatchLevel = Type.Object(
  { target: Type.Number(), matches_at: Type.Union([Type.Number(), Type.Null()]) },
  closed,
);

/** One line of the inspection. `document` tells which of the presented documents it speaks about, by position. */
export type CheckRecord = Type.Static<typeof CheckRecord>;
export const CheckRecord = Type.Object(
  {
    id: CheckId,
    result: CheckResult,
    document: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
    /** Which of the reasons that the rule pack allows for this result applies. */
    reason: Type.Optional(ReasonCode),
    match: Type.Optional(FieldMatch),
    score: Type.Optional(Type.Number()),
    threshold: Type.Optional(Type.Number()),
    fmr: Type.Optional(MatchLevel),
    by: Type.Optional(Type.Enum(['machine', 'operator'])),
    /** Digests (base64url SHA-256) of the captures the result rests on. */
    evidence: Type.Optional(Type.Array(Base64Url43)),
  },
  closed,
);

/** A sealed picture beside the record: encrypted under its own key, which stands only in the sealed record (OpenID Attachments 1.0). */
export type SealedAttachment = Type.Static<typeof SealedAttachment>;
export const SealedAttachment = Type.Object(
  {
    desc: Type.String(),
    type: Type.Enum(['document_front', 'document_back', 'portrait_live']),
    url: Type.String(),
    digest: Type.Object({ alg: Type.Literal('sha-256'), value: Base64Sha256 }, closed),
    content_type: Type.Literal('image/jpeg'),
    size: Type.Integer({ minimum: 1 }),
    enc: Type.Object(
      {
        alg: Type.Literal('A256GCM'),
        key: Base64Url43,
        iv: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }),
        tag: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }),
        /** `jti/index`, authenticated with the ciphertext. */
        aad: Type.String(),
        /** Base64url SHA-256 of the ciphertext; also its name at the centre. */
        ct_sha256: Base64Url43,
      },
      closed,
    ),
    /** ISO 8601 duration after which the centre erases the key. */
    retention: Type.String({ pattern: '^P[0-9]+D$' }),
  },
  closed,
);

const CheckDetail = Type.Object(
  {
    check_method: Type.Enum(['vpip', 'vpiruv', 'vcrypt', 'bvp', 'pvp', 'data']),
    organization: Type.String(),
    check_id: Type.String(),
    time: Time,
  },
  closed,
);

const PersonClaims = Type.Object(
  {
    given_name: Type.String(),
    family_name: Type.String(),
    birthdate: Type.String(),
    nationalities: Type.Array(Type.String()),
  },
  closed,
);

/** OpenID Identity Assurance 1.0 `verified_claims`; present only in a GREEN record. */
export type VerifiedClaims = Type.Static<typeof VerifiedClaims>;
export const VerifiedClaims = Type.Object(
  {
    verification: Type.Object(
      {
        trust_framework: Type.String(),
        assurance_level: Type.String(),
        assurance_process: Type.Object({ policy: Type.String(), procedure: Type.String() }, closed),
        time: Time,
        verification_process: Type.String(),
        evidence: Type.Array(
          Type.Object(
            {
              type: Type.Literal('document'),
              check_details: Type.Array(CheckDetail, { minItems: 1 }),
              document_details: Type.Object(
                {
                  type: Type.String(),
                  document_number: Type.String(),
                  date_of_expiry: Type.String(),
                  issuer: Type.Object({ country_code: Type.String() }, closed),
                },
                closed,
              ),
              derived_claims: PersonClaims,
            },
            closed,
          ),
          { minItems: 1, maxItems: 4 },
        ),
      },
      closed,
    ),
    claims: PersonClaims,
  },
  closed,
);

/** What happened at the station, enough to re-decide the visit: the situation, every check, the versions, the clock. */
export type IdvClaim = Type.Static<typeof IdvClaim>;
export const IdvClaim = Type.Object(
  {
    schema: Type.Literal('urn:id06:schema:idv-result:1'),
    order_ref: OrderReference,
    purpose: Purpose,
    path: VerificationPath,
    decision: Type.Object(
      {
        colour: Colour,
        reasons: Type.Array(ReasonCode),
        rule_pack: RulePackReference,
        /** Calendar date at the station (Europe/Stockholm) on which the rules were applied. */
        policy_date: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }),
        /** Base64url SHA-256 of everything the verdict was decided from, down to the last line of the inspection. */
        basis_sha256: Base64Url43,
      },
      closed,
    ),
    inspection: Type.Array(CheckRecord, { maxItems: 400 }),
    documents: Type.Array(
      Type.Object(
        {
          role: DocumentRole,
          type: DocumentType,
          issuing_state: Type.String(),
          mrz_format: Type.Optional(MrzFormat),
          /**
           * Evidence for each MRZ character, one text a line: `p` proven, `c` corroborated, `r` read, `x` conflicting. All places of
           * a name or of optional data carry its weakest grade, so that no length can be read from it.
           */
          mrz_evidence: Type.Optional(Type.Array(Type.String({ pattern: '^[pcrx]{9,44}$' }), { maxItems: 3 })),
          origin: Origin,
        },
        closed,
      ),
      { maxItems: 4 },
    ),
    face: Type.Object(
      {
        comparison: Type.Optional(FaceComparison),
        liveness: Type.Optional(PassiveLiveness),
        challenge: Type.Array(
          Type.Object({ action: ChallengeAction, done: Type.Boolean(), took_ms: Type.Integer() }, closed),
        ),
        camera_origin: Type.Optional(Origin),
        /** How the frames came about; `challenge` above is its last round, in the order in which it was asked. */
        capture: Type.Optional(
          Type.Object(
            {
              nonce: Type.String({ pattern: '^[0-9a-f]{32}$' }),
              camera: Type.String({ maxLength: 120 }),
              frames: Type.Integer(),
              spread_ms: Type.Integer(),
              longest_gap_ms: Type.Integer(),
              strays: Type.Integer(),
              restarts: Type.Integer(),
              declined: Type.Array(ChallengeAction),
              repeats: Type.Integer(),
            },
            closed,
          ),
        ),
      },
      closed,
    ),
    /** What officers found who compared by eye, each alone, in the order in which they answered. */
    by_officers: Type.Optional(
      Type.Object(
        {
          demanded: Type.Integer({ minimum: 1, maximum: 2 }),
          opinions: Type.Array(
            Type.Object(
              {
                officer: OfficerId,
                findings: FeatureFindings,
                answer: ComparisonAnswer,
                started_at: Time,
                answered_at: Time,
              },
              closed,
            ),
            { maxItems: 2 },
          ),
        },
        closed,
      ),
    ),
    /** Papers that officers looked at, each with its number of pages and the digests of their pictures. */
    papers: Type.Optional(
      Type.Array(
        Type.Object(
          {
            kind: SupportingPaper,
            pages: Type.Integer({ minimum: 1, maximum: 20 }),
            sha256: Type.Array(PageDigest, { minItems: 1, maxItems: 20 }),
            officer: OfficerId,
            recorded_at: Time,
          },
          closed,
        ),
        { maxItems: 4 },
      ),
    ),
    attempts: Type.Object({ document: Type.Integer(), camera: Type.Integer() }, closed),
    models: Type.Object(
      { tier: ModelTier, passive_liveness: Type.Boolean(), items: Type.Array(ModelIdentity) },
      closed,
    ),
    station: Type.Object(
      {
        id: Type.String(),
        site: Type.String(),
        agent_version: Type.String(),
        boot_id: Type.String(),
        operator: Type.Optional(Type.String()),
        devices: Type.Array(
          Type.Object({ role: Type.String(), model: Type.String(), serial: Type.String(), origin: Origin }, closed),
        ),
      },
      closed,
    ),
    clock: Type.Object({ started_at: Time, decided_at: Time, mono_ms: Type.Integer() }, closed),
    notice: Type.Object({ id: Type.String(), shown_at: Time, ack: Type.Boolean() }, closed),
    attachments: Type.Array(SealedAttachment, { maxItems: 8 }),
  },
  closed,
);

/**
 * The signed payload (JWS `typ: idv-result+jwt`). Identity of a result is `jti` plus the digest of these bytes, never the
 * signature string, because ECDSA signatures are malleable.
 */
export type VisitRecord = Type.Static<typeof VisitRecord>;
export const VisitRecord = Type.Object(
  {
    iss: Type.String({ pattern: '^urn:sistec:station:[a-z0-9-]{1,40}$' }),
    aud: Type.String(),
    jti: Jti,
    /** The visit this result belongs to. */
    txn: Type.String(),
    /** Seconds since the epoch. */
    iat: Type.Integer(),
    /** Counts results of this station without gaps, from 1. */
    seq: Type.Integer({ minimum: 1 }),
    verified_claims: Type.Optional(VerifiedClaims),
    idv: IdvClaim,
  },
  closed,
);

/** The centre's countersigned answer (JWS `typ: idv-receipt+jwt`). Only this closes a visit. */
export type Receipt = Type.Static<typeof Receipt>;
export const Receipt = Type.Object(
  {
    iss: Type.String(),
    aud: Type.String(),
    /** `jti` of the result. */
    sub: Jti,
    iat: Type.Integer(),
    seq: Type.Integer(),
    /** Base64url SHA-256 of the exact sealed bytes received. */
    sealed_sha256: Base64Url43,
    status: Type.Enum(['accepted', 'quarantined']),
    received_at: Time,
    /** Base64url SHA-256 names of the blobs the centre holds for this result. */
    blobs: Type.Array(Base64Url43),
    /** Short human-readable receipt number, printed for the cardholder. */
    receipt_id: Type.String({ pattern: '^[A-Z0-9]{4}-[A-Z0-9]{4}$' }),
  },
  closed,
);
