import { compactVerify, importJWK } from 'jose';
import { Value } from 'typebox/value';
import { expect } from 'vitest';
import type { CardOrder } from '../../agent/contract/order.ts';
import type { VisitRecord } from '../../agent/contract/record.ts';
import { type EnrolmentGrant, JOSE_TYPES, Problem, SignedProblem } from '../../agent/contract/wire.ts';
import { greenRecord } from './records.ts';
import { type Answer, askAs, putResult, seal, sha256, type TestStation } from './station-client.ts';
import { openTestCentre, type TestCentre } from './test-centre.ts';

export interface AuditRow {
  readonly event: string;
  readonly problem: string | null;
  readonly security: boolean;
  readonly detail: string | null;
}

export type Intake = Awaited<ReturnType<typeof openIntake>>;

/** A test centre with one enrolled station, and the short words in which the stories of the intake are told. */
export async function openIntake() {
  const world: TestCentre = await openTestCentre();
  const { url, database } = world.centre;
  const { station, grant } = await world.station('ark-01');
  let seq = 0;

  /** A new GREEN record of the station, with the next number. */
  const green = (order?: string): VisitRecord =>
    greenRecord({ iss: station.urn, aud: grant.iss, seq: ++seq, ...(order === undefined ? {} : { order }) });

  const sealed = async (record: VisitRecord, signer = station): Promise<string> =>
    seal(await signer.sign(JOSE_TYPES.result, record), record, grant.encryption);

  const deliver = async (record: VisitRecord): Promise<Answer> => putResult(url, record.jti, await sealed(record));

  const ask = (method: string, path: string, more: { body?: Uint8Array; claims?: object; as?: TestStation } = {}) =>
    askAs(more.as ?? station, url, method, path, { nowMs: world.clock, aud: grant.iss, ...more });

  const audit = (jti: string): Promise<AuditRow[]> =>
    database.query('SELECT event, problem, security, detail FROM audit_events WHERE jti = $1 ORDER BY id', [jti]);

  const stored = async (jti: string): Promise<number> =>
    (await database.query('SELECT 1 FROM results WHERE jti = $1', [jti])).length;

  const openOrders = async (as?: TestStation): Promise<string[]> => {
    const answer = await ask('GET', '/v1/appointments', as ? { as } : {});
    expect(answer).toMatchObject({ status: 200, mediaType: 'application/json' });
    return (JSON.parse(answer.text) as { orders: CardOrder[] }).orders.map((one) => one.reference);
  };

  const problem = (answer: Answer, about?: Ended): Promise<Problem> => problemIn(answer, grant, about);

  /** The answer must be this problem with its status. */
  const refusal = async (answer: Answer, name: string): Promise<Problem> => {
    const told = await problem(answer);
    expect(told.type).toBe(`urn:idv:problem:${name}`);
    expect(answer.status).toBe(told.status);
    return told;
  };

  return {
    world,
    url,
    database,
    station,
    grant,
    green,
    sealed,
    deliver,
    ask,
    audit,
    stored,
    openOrders,
    problem,
    refusal,
  };
}

interface Ended {
  readonly jti: string;
  readonly sealed: string;
}

/** The problem in an answer; a signed one must verify with the receipt key and name the result and the bytes. */
async function problemIn(answer: Answer, grant: EnrolmentGrant, about?: Ended): Promise<Problem> {
  if (answer.mediaType === 'application/problem+json') return Value.Parse(Problem, JSON.parse(answer.text));
  expect(answer.mediaType).toBe('application/jose');
  const key = await importJWK({ ...grant.receipt.key }, 'ES256');
  const { payload, protectedHeader } = await compactVerify(answer.text, key);
  expect(protectedHeader).toEqual({ alg: 'ES256', typ: JOSE_TYPES.problem, kid: grant.receipt.kid });
  const signed = Value.Parse(SignedProblem, JSON.parse(new TextDecoder().decode(payload)));
  if (about) expect(signed).toMatchObject({ sub: about.jti, sealed_sha256: sha256(about.sealed) });
  expect(signed.iss).toBe(grant.iss);
  return signed.problem;
}

/** An open order with a name that would like to be SQL. */
export const order = (reference: string, more: Partial<CardOrder> = {}): CardOrder => ({
  reference,
  purpose: 'id06-card',
  surname: "Eriksson' UNION SELECT key FROM stations --",
  givenNames: 'Anna Maria',
  birthDate: '1974-08-12',
  nationality: 'UTO',
  state: 'open',
  ...more,
});
