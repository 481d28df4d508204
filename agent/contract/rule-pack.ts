import Type from 'typebox';
import { IsoDate } from './order.ts';
import { CheckId } from './vocabulary/checks.ts';
import { COMPARISON_FEATURES } from './vocabulary/comparison.ts';
import { DocumentRole, DocumentType, Purpose } from './vocabulary/document.ts';
import { CheckResult, REASON_CODES, REASON_COLOUR, ReasonCode } from './vocabulary/verdict.ts';

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
 * Dated rules as data: which check results carry which reasons, which checks must have been successful, which documents are
 * accepted, and the limits of a visit. The same pack decides at the station and is re-run by the centre.
 */
export type RulePack = Type.Static<typeof RulePack>;
export const RulePack = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9-]{3,40}$' }),
    version: Type.Integer({ minimum: 1 }),
    validFrom: IsoDate,
    validTo: Type.Union([IsoDate, Type.Null()]),
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
    /** Accept list: a document is accepted when an entry covers all of its properties on the date. */
    accepts: Type.Array(
      Type.Object(
        {
          purposes: Type.Array(Purpose, { minItems: 1 }),
          role: DocumentRole,
          types: Type.Array(DocumentType, { minItems: 1 }),
          /** Issuing states (ICAO codes), or null for every state. */
          issuers: Type.Union([Type.Array(Type.String({ pattern: '^[A-Z]{1,3}$' })), Type.Null()]),
        },
        { additionalProperties: false },
      ),
    ),
    /** Citizens of these states present one identity document; all others also a residence permit, scanned first. */
    freeMovementStates: Type.Array(Type.String({ pattern: '^[A-Z]{1,3}$' })),
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
