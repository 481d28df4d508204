import Type from 'typebox';
import { CardOrders } from './order.ts';

const closed = { additionalProperties: false } as const;

/** Public P-256 key as JWK (RFC 7517); private members are refused. */
export type PublicJwk = Type.Static<typeof PublicJwk>;
export const PublicJwk = Type.Object(
  {
    kty: Type.Literal('EC'),
    crv: Type.Literal('P-256'),
    x: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    y: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
  },
  closed,
);

/**
 * `POST /v1/stations/enrol`. The body is a JWS (`typ: idv-enrolment+jwt`, ES256, signed by the new key = proof of possession)
 * over these claims; the one-time code is used up by the first success.
 */
export type EnrolmentClaims = Type.Static<typeof EnrolmentClaims>;
export const EnrolmentClaims = Type.Object(
  {
    station: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    code: Type.String({ pattern: '^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$' }),
    key: PublicJwk,
    iat: Type.Integer(),
  },
  closed,
);

/** Answer to an enrolment: whom the station talks to and which keys it must believe. */
export type EnrolmentGrant = Type.Static<typeof EnrolmentGrant>;
export const EnrolmentGrant = Type.Object(
  {
    iss: Type.String(),
    station: Type.String(),
    /** RFC 7638 thumbprint of the station's signing key, the `kid` it must use. */
    kid: Type.String(),
    /** The centre's current encryption key for results. */
    encryption: Type.Object({ kid: Type.String(), key: PublicJwk }, closed),
    /** The centre's key that signs receipts and final problems. */
    receipt: Type.Object({ kid: Type.String(), key: PublicJwk }, closed),
  },
  closed,
);

/** Claims of the bearer JWS (`typ: idv-station+jwt`) a station sends with `GET` requests; lives at most 60 s. */
export type StationAssertion = Type.Static<typeof StationAssertion>;
export const StationAssertion = Type.Object(
  {
    iss: Type.String(),
    aud: Type.String(),
    iat: Type.Integer(),
    exp: Type.Integer(),
    htm: Type.String(),
    htu: Type.String(),
  },
  closed,
);

/** `GET /v1/appointments`: the open orders booked at the asking station. */
export type AppointmentList = Type.Static<typeof AppointmentList>;
export const AppointmentList = Type.Object({ orders: CardOrders }, closed);

/** RFC 9457 problem types of the intake. `final` ones are answered as a JWS (`typ: idv-problem+jwt`) and only then believed. */
export const PROBLEMS = {
  malformed: { status: 400, final: true },
  undecryptable: { status: 400, final: true },
  'signature-invalid': { status: 401, final: true },
  'clock-skew': { status: 401, final: false },
  'station-unknown': { status: 403, final: false },
  'station-revoked': { status: 403, final: false },
  'enrolment-refused': { status: 403, final: false },
  'not-found': { status: 404, final: false },
  'blobs-missing': { status: 409, final: false },
  'too-large': { status: 413, final: true },
  'media-type': { status: 415, final: false },
  'idempotency-mismatch': { status: 422, final: true },
  'schema-invalid': { status: 422, final: true },
  'verdict-mismatch': { status: 422, final: true },
  'rule-pack-unknown': { status: 422, final: false },
  'digest-required': { status: 428, final: true },
  'rate-limited': { status: 429, final: false },
  unavailable: { status: 503, final: false },
} as const satisfies Record<string, { status: number; final: boolean }>;

export type ProblemName = keyof typeof PROBLEMS;
export const PROBLEM_NAMES = Object.keys(PROBLEMS) as readonly ProblemName[];

export type Problem = Type.Static<typeof Problem>;
export const Problem = Type.Object(
  {
    type: Type.Enum(
      PROBLEM_NAMES.map((name) => `urn:idv:problem:${name}` as const) as [`urn:idv:problem:${ProblemName}`],
    ),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.Optional(Type.String()),
    instance: Type.Optional(Type.String()),
    errors: Type.Optional(Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() }, closed))),
    missing: Type.Optional(Type.Array(Type.String())),
    /** The centre's own time, RFC 3339, in a `clock-skew` answer. */
    now: Type.Optional(Type.String()),
    stored_at: Type.Optional(Type.String()),
  },
  closed,
);

/** A signed final problem names the result it ends. */
export type SignedProblem = Type.Static<typeof SignedProblem>;
export const SignedProblem = Type.Object(
  {
    iss: Type.String(),
    aud: Type.String(),
    sub: Type.String(),
    iat: Type.Integer(),
    sealed_sha256: Type.String(),
    problem: Problem,
  },
  closed,
);

/** JOSE `typ` header values; each is accepted in one place only (RFC 8725 §3.11). */
export const JOSE_TYPES = {
  result: 'idv-result+jwt',
  sealedResult: 'idv-result+jwe',
  receipt: 'idv-receipt+jwt',
  problem: 'idv-problem+jwt',
  enrolment: 'idv-enrolment+jwt',
  station: 'idv-station+jwt',
  grant: 'idv-grant+jwt',
} as const;
