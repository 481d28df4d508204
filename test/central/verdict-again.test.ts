import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VisitRecord } from '../../agent/contract/record.ts';
import { type Intake, openIntake } from './intake-world.ts';
import { recordOf } from './records.ts';

let at: Intake;
beforeAll(async () => {
  at = await openIntake();
});
afterAll(() => at.world.close());

describe('the verdict is decided again', () => {
  const [face, expired, unreadable, left] = [
    { id: 'FAC-10', result: 'failed' },
    { id: 'MRZ-16', result: 'failed', document: 0 },
    { id: 'MRZ-02', result: 'undetermined', document: 0 },
    { id: 'PRC-08', result: 'failed' },
  ] as const;
  const good = { id: 'FAC-10', result: 'successful', score: 0.7, threshold: 0.5 } as const;

  test('each colour that follows from its checks is taken', async () => {
    const cases = [
      recordOf(at.green(), [face, expired], 'RED', ['FACE_MISMATCH', 'DOC_EXPIRED']),
      recordOf(at.green(), [good, unreadable], 'YELLOW', ['MRZ_UNREADABLE']),
      recordOf(at.green(), [], 'YELLOW', ['FACE_BORDERLINE']),
      recordOf(at.green(), [good, left], 'STOPPED', ['CARDHOLDER_LEFT']),
    ];
    for (const record of cases) expect((await at.deliver(record)).status).toBe(201);
  });

  test('GREEN with a failed check is refused for good and is a security event', async () => {
    const record = at.green();
    record.idv.inspection.push(expired);
    const problem = await at.refusal(await at.deliver(record), 'verdict-mismatch');
    expect(problem.errors).toEqual([{ pointer: '/idv/decision/colour', detail: 'does not follow from the checks' }]);
    expect(await at.stored(record.jti)).toBe(0);
    expect(await at.audit(record.jti)).toMatchObject([
      { event: 'result.refused', problem: 'verdict-mismatch', security: true },
    ]);
  });

  test('GREEN without the check it needs is refused', async () => {
    const record = at.green();
    record.idv.inspection = record.idv.inspection.filter((check) => check.id !== 'FAC-10');
    await at.refusal(await at.deliver(record), 'verdict-mismatch');
  });

  test('a reason left out, added or doubled is refused', async () => {
    for (const reasons of [
      ['FACE_MISMATCH'],
      ['FACE_MISMATCH', 'DOC_EXPIRED', 'SPECIMEN'],
      ['DOC_EXPIRED', 'DOC_EXPIRED'],
    ]) {
      const record = recordOf(at.green(), [face, expired], 'RED', reasons as VisitRecord['idv']['decision']['reasons']);
      const problem = await at.refusal(await at.deliver(record), 'verdict-mismatch');
      expect(problem.errors?.[0]?.pointer).toBe('/idv/decision/reasons');
    }
  });

  test('a decision of a day on which the rules were not in force is refused', async () => {
    const record = at.green();
    record.idv.decision.policy_date = '2025-12-31';
    await at.refusal(await at.deliver(record), 'verdict-mismatch');
  });

  test('an unknown rule pack, also one changed in a byte, is refused but may be asked again', async () => {
    for (const change of [{ id: 'other-pack' }, { version: 2 }, { sha256: '0'.repeat(64) }]) {
      const record = at.green();
      record.idv.decision.rule_pack = { ...record.idv.decision.rule_pack, ...change };
      const answer = await at.deliver(record);
      await at.refusal(answer, 'rule-pack-unknown');
      expect(answer.mediaType).toBe('application/problem+json');
    }
  });

  test('identity claims stand in a GREEN record and in no other', async () => {
    const { verified_claims: claims, ...bare } = at.green();
    expect((await at.refusal(await at.deliver(bare), 'schema-invalid')).errors?.[0]?.pointer).toBe('/verified_claims');
    const red = recordOf(at.green(), [face], 'RED', ['FACE_MISMATCH']);
    if (claims) red.verified_claims = claims;
    expect((await at.refusal(await at.deliver(red), 'schema-invalid')).errors?.[0]?.pointer).toBe('/verified_claims');
  });
});
