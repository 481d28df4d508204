import Type from 'typebox';
import { IsoDate } from './order.ts';
import { CheckId } from './vocabulary/checks.ts';
import { COMPARISON_FEATURES } from './vocabulary/comparison.ts';
import { DocumentRole, DocumentType, MRZ_LINES, type MrzFormat, Purpose } from './vocabulary/document.ts';
import { CheckResult, REASON_CODES, REASON_COLOUR, ReasonCode } from './vocabulary/verdict.ts';

const closed = { additionalProperties: false } as const;
const StateCode = Type.String({ pattern: '^[A-Z]{1,3}$' });
const Name = Type.String({ pattern: '^[a-z0-9-]{3,40}$' });

/** The situation of a visit that decides which checks are required. All of it stands in the record. */
export type Situation = Type.Static<typeof Situation>;
export const Situation = Type.Enum([
  'always',
  'biometric-path',
  'operator-path',
  'two-documents',
  'passive-liveness-available',
  'no-passive-liveness',
]);

const YELLOW_REASONS = REASON_CODES.filter((reason) => REASON_COLOUR[reason] === 'YELLOW');

/**
 * What a document and its holder must be for an entry to cover them; a condition that is absent asks nothing. Dates are calendar
 * dates and count themselves in.
 */
export type DocumentConditions = Type.Static<typeof DocumentConditions>;
const conditions = {
  types: Type.Array(DocumentType, { minItems: 1 }),
  /** Issuing states (ICAO codes), or null for every state. */
  issuers: Type.Union([Type.Array(StateCode), Type.Null()]),
  /** First two characters of the MRZ, fillers left out: `P`, `PO`, `ID`. */
  codes: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z][A-Z0-9]?$' }), { minItems: 1 })),
  /** Layouts of the MRZ; `none` is a document that bears none. */
  formats: Type.Optional(
    Type.Array(Type.Enum(['none', ...(Object.keys(MRZ_LINES) as [MrzFormat])] as const), { minItems: 1 }),
  ),
  /** Beginnings of the document number: one series of an issuer. */
  series: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z0-9]{1,9}$' }), { minItems: 1 })),
  /** Nationalities of the holder as the document states them (ICAO codes). */
  nationalities: Type.Optional(Type.Array(StateCode, { minItems: 1 })),
  bornFrom: Type.Optional(IsoDate),
  bornUntil: Type.Optional(IsoDate),
  /** Days on which the entry counts. */
  from: Type.Optional(IsoDate),
  until: Type.Optional(IsoDate),
};
export const DocumentConditions = Type.Object(conditions, closed);

/** Papers that an officer looks at and that are no identity documents. */
export type SupportingPaper = Type.Static<typeof SupportingPaper>;
export const SupportingPaper = Type.Enum([
  'lma-card',
  'application-card',
  'employment-contract',
  'migration-agency-decision',
]);

/**
 * Dated rules as data: which check results carry which reasons, which checks must have been successful, which documents are
 * accepted, and the limits of a visit. The same pack decides at the station and is re-run by the centre.
 */
export type RulePack = Type.Static<typeof RulePack>;
export const RulePack = Type.Object(
  {
    id: Name,
    version: Type.Integer({ minimum: 1 }),
    /** Packs of one series replace one another. */
    series: Name,
    /** Counts every issue of the series. A station that has decided by one issue never goes back to a lower one. */
    sequence: Type.Integer({ minimum: 1 }),
    validFrom: IsoDate,
    /** Last day, or null while no end is known. */
    validTo: Type.Union([IsoDate, Type.Null()]),
    /** Where the rules come from: `seen` on a public page, or `assumed`, which is our own reading. */
    basis: Type.Array(
      Type.Object({ rule: Type.String({ minLength: 1 }), known: Type.Enum(['seen', 'assumed']) }, closed),
      {
        minItems: 1,
      },
    ),
    /**
     * Reasons that a result of an active check may carry. The first is taken when the check names none, except that a successful
     * check carries only a note it names itself. A result that is not listed carries no reason.
     */
    outcomes: Type.Array(
      Type.Object(
        { check: CheckId, result: CheckResult, reasons: Type.Array(ReasonCode, { minItems: 1 }) },
        { additionalProperties: false },
      ),
    ),
    /** Checks that must be present and successful in a situation; otherwise the visit carries the (YELLOW) reason. */
    required: Type.Array(
      Type.Object(
        { check: CheckId, when: Situation, otherwise: Type.Enum(YELLOW_REASONS as [ReasonCode]) },
        { additionalProperties: false },
      ),
    ),
    /** Accept list: a document is accepted when an entry covers all of its properties on the date and none of `refuses` does. */
    accepts: Type.Array(
      Type.Object({ purposes: Type.Array(Purpose, { minItems: 1 }), role: DocumentRole, ...conditions }, closed),
    ),
    /** Documents that are refused though an entry accepts them, and why; the first entry that covers one gives its reason. */
    refuses: Type.Array(
      Type.Object(
        { reason: Type.Enum(['DOC_TYPE_NOT_ACCEPTED', 'DOC_LEGALLY_EXPIRED', 'DOC_BLOCKED']), ...conditions },
        closed,
      ),
    ),
    /** How a person may be identified for an order at all. */
    identifiedBy: Type.Array(Type.Enum(['eid', 'document']), { minItems: 1 }),
    /** Citizens of these states present one identity document. */
    freeMovementStates: Type.Array(StateCode),
    /** Whether all others also present a residence permit, scanned first. */
    permitFirst: Type.Boolean(),
    /** Papers that officers record, by purpose. */
    papers: Type.Array(
      Type.Object(
        {
          purposes: Type.Array(Purpose, { minItems: 1 }),
          /** `permit`: any of them may stand in for the residence permit; `beside`: one of them is shown besides the documents. */
          stands: Type.Enum(['permit', 'beside']),
          anyOf: Type.Array(SupportingPaper, { minItems: 1 }),
        },
        closed,
      ),
    ),
    limits: Type.Object(
      {
        documentAttempts: Type.Integer({ minimum: 1 }),
        cameraAttempts: Type.Integer({ minimum: 1 }),
        challengeActions: Type.Integer({ minimum: 0, maximum: 5 }),
        /** Movements not asked for that one capture forgives; each costs a new and longer challenge. */
        challengeStrays: Type.Integer({ minimum: 0, maximum: 3 }),
        /** Actions a person may decline before an officer compares instead. */
        challengeDeclines: Type.Integer({ minimum: 1, maximum: 5 }),
        /** Officers who each compare by eye on their own. */
        comparisonOfficers: Type.Integer({ minimum: 1, maximum: 2 }),
        /** Fewest features an officer must have been able to judge for the answer that it is the same person. */
        comparisonFeatures: Type.Integer({ minimum: 0, maximum: COMPARISON_FEATURES.length }),
      },
      { additionalProperties: false },
    ),
    policy: Type.Object(
      {
        /** What a visit needs when the tier has no passive liveness model. */
        withoutPassiveLiveness: Type.Enum(['active-challenge', 'operator-path']),
        /** Where a visit goes when the last capture gave no usable face: officers compare instead, or it is decided as it is. */
        inconclusiveBiometrics: Type.Enum(['operator-path', 'decide']),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

/** Names one pack exactly: `sha256` is over its canonical JSON bytes as distributed. */
export type RulePackReference = Type.Static<typeof RulePackReference>;
export const RulePackReference = Type.Object(
  { id: Type.String(), version: Type.Integer(), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  { additionalProperties: false },
);

/** `typ` of the signature beside a pack: JWS, ES256, detached over the exact bytes of the file (RFC 7515 Appendix F). */
export const RULE_PACK_TYPE = 'id06-rule-pack+jws';

/**
 * RFC 7638 thumbprint of the demonstration key. Its private half lies open in `config/signers`, so that what it signs proves nothing:
 * only simulated stations may take it.
 */
export const DEMONSTRATION_SIGNER = 'cCSY9MryR2BFlg3TjcgHgcKmBsT9IOEBfntBy8Sc14o';
