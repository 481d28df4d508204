import fc from 'fast-check';
import Value from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { type CheckRecord, VisitRecord } from '../../agent/contract/record.ts';
import { CHECK_IDS } from '../../agent/contract/vocabulary/checks.ts';
import { CheckResult, Colour, REASON_CODES } from '../../agent/contract/vocabulary/verdict.ts';
import { recomputeDecision } from '../../central/intake/recompute-decision.ts';
import { byOfficers } from '../support/officers.ts';
import { anyVisit } from '../support/random-visits.ts';
import { RULES, recordOfVisit } from '../support/record-of-visit.ts';
import { documentObservation, faceEvidence, happyVisit } from '../support/visits.ts';
import { resealed } from './records.ts';

const RUNS = { numRuns: 150 };
/** As the centre reads it: through JSON. */
const anyRecord = anyVisit.map((visit) => JSON.parse(JSON.stringify(recordOfVisit(visit))) as VisitRecord);

type Inspection = readonly CheckRecord[];
/** One alteration of one line, or of which lines there are. */
const alteration: fc.Arbitrary<(lines: Inspection, at: number) => Inspection> = fc.oneof(
  fc.constantFrom(...CheckResult.enum).map((result) => change({ result })),
  fc.constantFrom(...CHECK_IDS).map((id) => change({ id })),
  fc.constantFrom(...REASON_CODES).map((reason) => change({ reason })),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((score) => change({ score })),
  fc.constantFrom('machine' as const, 'operator' as const).map((by) => change({ by })),
  fc.integer({ min: 0, max: 3 }).map((document) => change({ document })),
  fc.constant(change({ evidence: ['c'.repeat(43)] })),
  fc.constant((lines: Inspection, at: number) => lines.filter((_, index) => index !== at)),
  fc.constant((lines: Inspection, at: number) => lines.concat(lines.slice(at, at + 1))),
  fc.constant((lines: Inspection, at: number) => [...lines.slice(at), ...lines.slice(0, at)]),
);

function change(more: Partial<CheckRecord>) {
  return (lines: Inspection, at: number): Inspection =>
    lines.map((line, index) => (index === at ? { ...line, ...more } : line));
}

const withInspection = (record: VisitRecord, inspection: Inspection): VisitRecord => ({
  ...record,
  idv: { ...record.idv, inspection: [...inspection] },
});
const withDecision = (record: VisitRecord, more: Partial<VisitRecord['idv']['decision']>): VisitRecord => ({
  ...record,
  idv: { ...record.idv, decision: { ...record.idv.decision, ...more } },
});

describe('the centre recomputes the decision from the record alone', () => {
  test('every record as a station writes it is taken, in every colour', () => {
    const colours = new Set<string>();
    fc.assert(
      fc.property(anyRecord, (record) => {
        colours.add(record.idv.decision.colour);
        expect(Value.Check(VisitRecord, record)).toBe(true);
        expect(recomputeDecision(record, RULES)).toBeNull();
      }),
      { numRuns: 1500, seed: 11 },
    );
    expect([...colours].sort()).toEqual([...Colour.enum].sort());
  });

  test('a record altered in any one check is refused, also where the colour would be the same', () => {
    fc.assert(
      fc.property(anyRecord, alteration, fc.nat(), (record, alter, place) => {
        const before = record.idv.inspection;
        const after = alter(before, place % before.length);
        fc.pre(JSON.stringify(after) !== JSON.stringify(before));
        expect(recomputeDecision(withInspection(record, after), RULES)).not.toBeNull();
      }),
      RUNS,
    );
  });

  test('a record altered in its colour is refused', () => {
    fc.assert(
      fc.property(anyRecord, fc.constantFrom(...Colour.enum), (record, colour) => {
        fc.pre(colour !== record.idv.decision.colour);
        expect(recomputeDecision(withDecision(record, { colour }), RULES)?.pointer).toBe('/idv/decision/colour');
      }),
      RUNS,
    );
  });

  test('a record altered in any one reason is refused: added, dropped, doubled or exchanged', () => {
    fc.assert(
      fc.property(anyRecord, fc.constantFrom(...REASON_CODES), fc.nat(), (record, reason, place) => {
        const { reasons } = record.idv.decision;
        const at = place % Math.max(reasons.length, 1);
        const altered = [
          [...reasons, reason],
          ...(reasons.length === 0 ? [] : [reasons.filter((_, index) => index !== at)]),
          ...(reasons.includes(reason) || reasons.length === 0 ? [] : [reasons.with(at, reason)]),
        ];
        for (const one of altered)
          expect(recomputeDecision(withDecision(record, { reasons: one }), RULES)?.pointer).toBe(
            '/idv/decision/reasons',
          );
      }),
      RUNS,
    );
  });

  test('so is one whose path, purpose, documents or rules were altered', () => {
    const record = recordOfVisit(happyVisit());
    const { idv } = record;
    const { decision } = idv;
    const altered: Partial<VisitRecord['idv']>[] = [
      { path: 'operator' },
      { purpose: 'company-registration' },
      { order_ref: 'ORDER-9999' },
      { documents: [] },
      { documents: idv.documents.map((one) => ({ ...one, origin: 'hardware' as const })) },
      { models: { ...idv.models, passive_liveness: false } },
      { decision: { ...decision, policy_date: '2026-11-23' } },
      { decision: { ...decision, rule_pack: { ...decision.rule_pack, sha256: 'f'.repeat(64) } } },
    ];
    for (const more of altered)
      expect(recomputeDecision({ ...record, idv: { ...idv, ...more } }, RULES), JSON.stringify(more)).not.toBeNull();
  });
});

describe('a check may not be better than what it summarises, whoever wrote the digest', () => {
  const raised = (record: VisitRecord, id: string, more: Partial<CheckRecord> = {}) =>
    resealed(
      withInspection(
        record,
        record.idv.inspection.map((line) => (line.id === id ? { ...line, result: 'successful', ...more } : line)),
      ),
    );
  const claimed = (record: VisitRecord, ...reasons: VisitRecord['idv']['decision']['reasons']) =>
    recomputeDecision(
      withDecision(record, {
        colour: reasons.includes('FACE_BY_OPERATOR') || reasons[0] === 'CHIP_ABSENT_ALLOWED' ? 'GREEN' : 'YELLOW',
        reasons,
      }),
      RULES,
    );
  const comparison = faceEvidence().comparison as NonNullable<ReturnType<typeof faceEvidence>['comparison']>;

  test('a face that did not match', () => {
    const face = faceEvidence({ comparison: { ...comparison, decision: 'no-match', score: 0.1 } });
    const record = raised(recordOfVisit(happyVisit({ face })), 'FAC-10');
    expect(claimed(record, 'CHIP_ABSENT_ALLOWED')?.detail).toBe('is not borne out by the scores');
  });

  test('a face whose figures are others than those of the comparison', () => {
    const record = raised(recordOfVisit(happyVisit()), 'FAC-10', { score: 0.99 });
    expect(claimed(record, 'CHIP_ABSENT_ALLOWED')?.detail).toBe('gives other figures than the comparison');
  });

  test('a photo of a photo', () => {
    const passive = { outcome: 'attack', meanScore: 0.1, minScore: 0.02, frames: 8, calibration: 'test' } as const;
    const record = raised(recordOfVisit(happyVisit({ face: faceEvidence({ passive }) })), 'LIV-01');
    expect(claimed(record, 'CHIP_ABSENT_ALLOWED')?.detail).toBe('is not borne out by the liveness scores');
  });

  test('a challenge that was not done', () => {
    const face = faceEvidence({ challenge: [{ action: 'blink', done: false, took_ms: 5000 }] });
    const record = raised(recordOfVisit(happyVisit({ face })), 'LIV-02');
    expect(claimed(record, 'CHIP_ABSENT_ALLOWED')?.detail).toBe('is not borne out by the challenge');
  });

  test('officers of whom one did not agree', () => {
    const visit = happyVisit({ path: 'operator', face: null, byOfficers: byOfficers(['same-person', 'cannot-tell']) });
    const record = raised(recordOfVisit(visit), 'FAC-10', { reason: 'FACE_BY_OPERATOR' });
    expect(claimed(record, 'CHIP_ABSENT_ALLOWED', 'FACE_BY_OPERATOR')?.detail).toBe(
      'is not borne out by the answers of the officers',
    );
  });

  test('one officer where the rules ask two, though the record says one was asked', () => {
    const alone = byOfficers(['same-person'], { demanded: 1 });
    const visit = happyVisit({ path: 'operator', face: null, byOfficers: alone });
    expect(recomputeDecision(recordOfVisit(visit), RULES)?.detail).toBe(
      'is not borne out by the answers of the officers',
    );
  });

  test('pictures of a simulated device called real ones', () => {
    const record = raised(recordOfVisit(happyVisit()), 'CAP-12');
    expect(claimed(record, 'CHIP_ABSENT_ALLOWED')?.detail).toBe('is not borne out by the origin of the pictures');
  });

  test('a field of the order that differs', () => {
    const visit = happyVisit({ order: { ...happyVisit().order, surname: 'Svensson' } });
    const record = raised(recordOfVisit(visit), 'ORD-03');
    expect(claimed(record, 'CHIP_ABSENT_ALLOWED')?.detail).toBe('succeeds though the field differs');
  });

  test('a line that stands twice, and one about a document nobody showed', () => {
    const record = recordOfVisit(happyVisit({ documents: [documentObservation()] }));
    const twice = resealed(withInspection(record, [...record.idv.inspection, { id: 'PRC-01', result: 'successful' }]));
    expect(recomputeDecision(twice, RULES)?.detail).toBe('stands twice');
    const third = resealed(
      withInspection(record, [...record.idv.inspection, { id: 'MRZ-07', result: 'successful', document: 2 }]),
    );
    expect(recomputeDecision(third, RULES)?.detail).toBe('speaks about a document that was not shown');
  });
});
