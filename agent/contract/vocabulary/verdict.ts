import Type from 'typebox';

/**
 * The colour of a finished visit. Order of severity, worst first: STOPPED > RED > YELLOW > GREEN.
 */
export type Colour = Type.Static<typeof Colour>;
export const Colour = Type.Enum(['STOPPED', 'RED', 'YELLOW', 'GREEN']);

/** Worst first: the position is the severity rank. */
export const COLOURS: readonly Colour[] = ['STOPPED', 'RED', 'YELLOW', 'GREEN'];

/** Result of one check, ICAO Doc 9303-2 Appendix C, Table C-2. */
export type CheckResult = Type.Static<typeof CheckResult>;
export const CheckResult = Type.Enum([
  'successful',
  'failed',
  'undetermined',
  'not_supported',
  'not_performed',
  'aborted',
]);

/**
 * Every reason a verdict may carry, each bound to exactly one colour. GREEN reasons are notes.
 * The list is closed: a record with any other word is refused.
 */
export const REASON_COLOUR = {
  NAME_MATCH_TRANSLITERATED: 'GREEN',
  NAME_MATCH_TRUNCATED: 'GREEN',
  CHIP_ABSENT_ALLOWED: 'GREEN',
  FACE_BY_OPERATOR: 'GREEN',
  FORMAT_UNKNOWN: 'YELLOW',
  MRZ_UNREADABLE: 'YELLOW',
  MRZ_CHECKDIGIT: 'YELLOW',
  MRZ_UNCORROBORATED: 'YELLOW',
  IMAGE_MOTION: 'YELLOW',
  IMAGE_GLARE: 'YELLOW',
  AMBIENT_LIGHT: 'YELLOW',
  DOC_DIRTY: 'YELLOW',
  DOC_DAMAGED: 'YELLOW',
  CHIP_READ_ERROR: 'YELLOW',
  CSCA_UNKNOWN: 'YELLOW',
  CHIP_ABSENT: 'YELLOW',
  FACE_QUALITY: 'YELLOW',
  FACE_BORDERLINE: 'YELLOW',
  LIVENESS_INCONCLUSIVE: 'YELLOW',
  STATUS_SERVICE_DOWN: 'YELLOW',
  DEVICE_FAULT: 'YELLOW',
  RETRY_LIMIT: 'YELLOW',
  ORDER_MISMATCH_NAME: 'RED',
  ORDER_MISMATCH_DOB: 'RED',
  ORDER_MISMATCH_NATIONALITY: 'RED',
  ORDER_MISMATCH_IDNUMBER: 'RED',
  DOC_EXPIRED: 'RED',
  DOC_LEGALLY_EXPIRED: 'RED',
  DOC_NOT_YET_VALID: 'RED',
  DOC_TYPE_NOT_ACCEPTED: 'RED',
  DOC_BLOCKED: 'RED',
  SPECIMEN: 'RED',
  SOD_SIGNATURE_BAD: 'RED',
  DG_HASH_BAD: 'RED',
  CHIP_CLONED: 'RED',
  MRZ_CHIP_MISMATCH: 'RED',
  VIZ_MRZ_MISMATCH: 'RED',
  SECURITY_FEATURE_FAIL: 'RED',
  PERMIT_INVALID: 'RED',
  PERMIT_HOLDER_MISMATCH: 'RED',
  FACE_MISMATCH: 'RED',
  LIVENESS_ATTACK: 'RED',
  PERSON_NOT_HOLDER: 'STOPPED',
  CONSENT_REFUSED_NO_ALTERNATIVE: 'STOPPED',
  CARDHOLDER_LEFT: 'STOPPED',
  TAMPER: 'STOPPED',
} as const satisfies Record<string, Colour>;

export type ReasonCode = keyof typeof REASON_COLOUR;
export const REASON_CODES = Object.keys(REASON_COLOUR) as readonly ReasonCode[];
export const ReasonCode = Type.Enum(REASON_CODES as [ReasonCode, ...ReasonCode[]]);

/** The reasons an operator may give when stopping a visit. */
export type StopReason = Type.Static<typeof StopReason>;
export const StopReason = Type.Enum(['PERSON_NOT_HOLDER', 'CARDHOLDER_LEFT', 'TAMPER']);

/** Colour plus its reasons, each reason once, sorted worst first and then by name. */
export type Verdict = Type.Static<typeof Verdict>;
export const Verdict = Type.Object(
  { colour: Colour, reasons: Type.Array(ReasonCode) },
  { additionalProperties: false },
);
