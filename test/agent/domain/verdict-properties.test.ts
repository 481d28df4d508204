import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckRecord } from '../../../agent/contract/record.ts';
import { CHECK_IDS, CHECKS, type CheckId } from '../../../agent/contract/vocabulary/checks.ts';
import { COLOURS, type REASON_CODES, REASON_COLOUR } from '../../../agent/contract/vocabulary/verdict.ts';
import { decideVerdict } from '../../../agent/domain/decide-verdict.ts';
import { explainVerdict } from '../../../agent/domain/explain-verdict.ts';
import { ruleConflicts } from '../../../agent/domain/rule-conflicts.ts';
import { SENTENCES } from '../../../kiosk/languages/by-code.ts';
import { anyInput, anyLine, RESULTS, rankOf } from '../../support/random-verdicts.ts';
import { PACK } from '../../support/visits.ts';

const RUNS = { numRuns: 400 };
const captureChecks = CHECK_IDS.filter((id) => CHECKS[id].group === 'Capture' || id === 'PRC-09');
const colourOf = (input: Parameters<typeof decideVerdict>[0]) => rankOf(decideVerdict(input).colour);

describe('the verdict engine under any rules the catalogue allows', () => {
  test('the generator reaches every colour, so that the properties below say something', () => {
    const seen = new Set(fc.sample(anyInput, { numRuns: 400, seed: 7 }).map((input) => decideVerdict(input).colour));
    expect([...seen].sort()).toEqual([...COLOURS].sort());
  });

  test('it is total and deterministic: any inspection has one verdict, and the same one each time', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const before = JSON.stringify(input);
        const verdict = decideVerdict(input);
        expect(COLOURS).toContain(verdict.colour);
        expect(new Set(verdict.reasons).size).toBe(verdict.reasons.length);
        expect(decideVerdict(input)).toEqual(verdict);
        // A pack read anew from JSON gives what the kept one gave.
        expect(decideVerdict(JSON.parse(before) as typeof input)).toEqual(verdict);
        expect(JSON.stringify(input)).toBe(before);
      }),
      RUNS,
    );
  });

  test('the worst colour wins, and a verdict worse than GREEN says why', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { colour, reasons } = decideVerdict(input);
        const worst = Math.min(rankOf('GREEN'), ...reasons.map((reason) => rankOf(REASON_COLOUR[reason])));
        expect(rankOf(colour)).toBe(worst);
        if (colour !== 'GREEN') expect(reasons.some((reason) => REASON_COLOUR[reason] === colour)).toBe(true);
      }),
      RUNS,
    );
  });

  test('the order of the checks does not matter, to the verdict or to its explanation', () => {
    fc.assert(
      fc.property(anyInput, fc.infiniteStream(fc.nat()), (input, keys) => {
        const checks = input.checks
          .map((line) => [keys.next().value, line] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, line]) => line);
        expect(decideVerdict({ ...input, checks })).toEqual(decideVerdict(input));
        const told = (one: typeof input) => {
          const { grounds, steps, requirements } = explainVerdict(one);
          return { reasons: grounds.map(({ reason, colour }) => [reason, colour]), steps, requirements };
        };
        expect(told({ ...input, checks })).toEqual(told(input));
      }),
      RUNS,
    );
  });

  test('one more failed check never improves', () => {
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...CHECK_IDS), (input, id) => {
        const checks = [...input.checks, { id, result: 'failed' as const }];
        expect(colourOf({ ...input, checks })).toBeLessThanOrEqual(colourOf(input));
      }),
      RUNS,
    );
  });

  test('a check that fails instead of succeeding never improves', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(), (input, at) => {
        fc.pre(input.checks.length > 0);
        const index = at % input.checks.length;
        fc.pre(input.checks[index]?.result === 'successful');
        const checks = input.checks.map((line, i): CheckRecord => (i === index ? { ...line, result: 'failed' } : line));
        expect(colourOf({ ...input, checks })).toBeLessThanOrEqual(colourOf(input));
      }),
      RUNS,
    );
  });

  test("an officer's answer never improves what the machine has found", () => {
    fc.assert(
      fc.property(anyInput, anyLine, (input, line) => {
        fc.pre(input.checks.some(({ id }) => id === line.id));
        const checks = [...input.checks, { ...line, by: 'operator' as const }];
        expect(colourOf({ ...input, checks })).toBeLessThanOrEqual(colourOf(input));
      }),
      RUNS,
    );
  });

  test('where the machine has found nothing, an officer stands in only where the catalogue lets one', () => {
    fc.assert(
      fc.property(anyInput, anyLine, (input, line) => {
        const { officer } = CHECKS[line.id];
        fc.pre(officer === 'no' || (officer === 'operator-path' && input.path === 'biometric'));
        const checks = [...input.checks, { ...line, by: 'operator' as const }];
        expect(colourOf({ ...input, checks })).toBeLessThanOrEqual(colourOf(input));
      }),
      RUNS,
    );
  });

  test('a capture fault is never RED, whatever its result', () => {
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...captureChecks), fc.constantFrom(...RESULTS), (input, id, result) => {
        const verdict = decideVerdict({ ...input, checks: [{ id, result }] });
        expect(verdict.colour).not.toBe('RED');
      }),
      RUNS,
    );
  });

  test('only what failed is RED or STOPPED; what was left open is not', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const checks = input.checks.map(
          (line): CheckRecord => (line.result === 'failed' ? { ...line, result: 'undetermined' } : line),
        );
        expect(['GREEN', 'YELLOW']).toContain(decideVerdict({ ...input, checks }).colour);
      }),
      RUNS,
    );
  });

  test('a silent check changes nothing', () => {
    const silent = CHECK_IDS.filter((id) => CHECKS[id].mode === 'silent');
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...silent), anyLine, (input, id, line) => {
        expect(decideVerdict({ ...input, checks: [...input.checks, { ...line, id }] })).toEqual(decideVerdict(input));
      }),
      RUNS,
    );
  });

  test('every reason of a verdict has a sentence and a next step in every language', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const reason of decideVerdict(input).reasons)
          for (const words of Object.values(SENTENCES)) {
            expect(words.reasons[reason].sentence.length).toBeGreaterThan(5);
            expect(words.reasons[reason].next.length).toBeGreaterThan(5);
          }
      }),
      RUNS,
    );
  });

  test('a check of each document must be there for each document', () => {
    const pack = {
      ...PACK,
      outcomes: [],
      required: [{ check: 'MRZ-07', when: 'always', otherwise: 'MRZ_CHECKDIGIT' }],
    } as typeof PACK;
    const of = (documents: number, ...indices: (number | undefined)[]) =>
      decideVerdict({
        checks: indices.map((document) => ({
          id: 'MRZ-07',
          result: 'successful',
          ...(document === undefined ? {} : { document }),
        })),
        pack,
        path: 'biometric',
        documents,
        passiveLiveness: true,
      }).colour;
    expect([of(1, 0), of(2, 0, 1), of(2, undefined)]).toEqual(['GREEN', 'GREEN', 'GREEN']);
    expect([of(1), of(2, 0), of(2, 1), of(0)]).toEqual(['YELLOW', 'YELLOW', 'YELLOW', 'YELLOW']);
  });
});

describe('rules that no pack may hold', () => {
  const conflict = (check: CheckId, result: (typeof RESULTS)[number], ...reasons: (typeof REASON_CODES)[number][]) =>
    ruleConflicts({ outcomes: [{ check, result, reasons }], required: [] }).map(({ pointer }) => pointer);

  test.each([
    ['a capture fault is RED', 'CAP-04', 'failed', 'SECURITY_FEATURE_FAIL', '/outcomes/0/reasons/0'],
    ['a device fault is RED', 'PRC-09', 'failed', 'DOC_BLOCKED', '/outcomes/0/reasons/0'],
    ['what was left open is RED', 'MRZ-16', 'undetermined', 'DOC_EXPIRED', '/outcomes/0/reasons/0'],
    ['what was broken off is STOPPED', 'MRZ-16', 'aborted', 'TAMPER', '/outcomes/0/reasons/0'],
    ['a success is more than a note', 'ORD-03', 'successful', 'ORDER_MISMATCH_NAME', '/outcomes/0/reasons/0'],
    ['a failure is a mere note', 'CHP-06', 'failed', 'CHIP_ABSENT_ALLOWED', '/outcomes/0/reasons/0'],
    ['a silent check carries a reason', 'CAP-10', 'failed', 'DOC_DIRTY', '/outcomes/0/check'],
  ] as const)('%s', (_, check, result, reason, pointer) => {
    expect(conflict(check, result, reason)).toEqual([pointer]);
  });

  test('one result has two rules, and a silent check is required', () => {
    const rule = { check: 'MRZ-16', result: 'failed', reasons: ['DOC_EXPIRED'] } as const;
    const outcomes = [rule, rule].map((one) => ({ ...one, reasons: [...one.reasons] }));
    const found = ruleConflicts({
      outcomes,
      required: [{ check: 'CAP-02', when: 'always', otherwise: 'IMAGE_MOTION' }],
    });
    expect(found.map(({ pointer }) => pointer)).toEqual(['/outcomes/1', '/required/0/check']);
  });
});
