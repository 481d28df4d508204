import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RulePack } from '../../../agent/contract/rule-pack.ts';
import { coversDay, type IssuedPack, packInForce } from '../../../agent/domain/rule-pack-in-force.ts';
import { openStore } from '../../../agent/store/open-store.ts';
import type { Store } from '../../../agent/store/store.ts';
import { openRulesInForce } from '../../../agent/wiring/rules-in-force.ts';
import { PACK } from '../../support/visits.ts';

const issue = (
  sequence: number,
  validFrom: string,
  validTo: string | null,
  more: Partial<RulePack> = {},
): IssuedPack => {
  const pack: RulePack = { ...PACK, id: `issue-${sequence}`, series: 'test', sequence, validFrom, validTo, ...more };
  return { pack, reference: { id: pack.id, version: 1, sha256: String(sequence).padStart(64, '0') } };
};
const FIRST = issue(1, '2026-01-01', '2026-08-02');
const SECOND = issue(2, '2026-08-03', null, { permitFirst: false });
const CORRECTED = issue(3, '2026-01-01', '2026-08-02');

let directory: string;
let store: Store;
const open = () => {
  const opened = openStore({ directory, rowKey: new Uint8Array(32).fill(7), now: () => new Date('2026-11-22') });
  if (!opened.ok) throw new Error(opened.fault.code);
  store = opened.value;
};
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rules-'));
  open();
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

const rulesOn = (day: string, ...packs: IssuedPack[]) =>
  openRulesInForce({ packs, series: 'test', store, day, adapt: (pack) => pack });
const codeOf = (result: { ok: true } | { ok: false; fault: { code: string } }) =>
  result.ok ? 'ok' : result.fault.code;

describe('the rules of a station', () => {
  test('are those of the day, and change at midnight for whoever holds them', () => {
    const rules = rulesOn('2026-08-02', FIRST, SECOND);
    if (!rules.ok) throw new Error(rules.fault.code);
    const { pack } = rules.value;
    expect([pack.id, pack.permitFirst, rules.value.reference().id]).toEqual(['issue-1', true, 'issue-1']);
    expect(codeOf(rules.value.stillOn('2026-08-02'))).toBe('ok');
    expect(codeOf(rules.value.stillOn('2026-08-03'))).toBe('rule-pack.not-in-force');
    expect(codeOf(rules.value.renew('2026-08-03'))).toBe('ok');
    expect([pack.id, pack.permitFirst, rules.value.reference().id]).toEqual(['issue-2', false, 'issue-2']);
    expect({ ...pack }).toEqual(SECOND.pack);
  });

  test('are refused before the first pack begins and after the last has ended, with the reason in words', () => {
    expect(rulesOn('2025-12-31', FIRST)).toMatchObject({
      fault: { code: 'rule-pack.not-in-force', detail: 'none of test covers 2025-12-31; issue-1 begins on 2026-01-01' },
    });
    expect(rulesOn('2026-08-03', FIRST)).toMatchObject({
      fault: { code: 'rule-pack.not-in-force', detail: 'every pack of test had ended before 2026-08-03' },
    });
    expect(rulesOn('2026-05-01', issue(1, '2026-01-01', null, { series: 'other' }))).toMatchObject({
      fault: { code: 'rule-pack.not-in-force', detail: 'no pack of the series test is installed' },
    });
  });

  test('never go back: neither when newer files are taken away nor when the clock is put back', () => {
    expect(codeOf(rulesOn('2026-05-01', FIRST, CORRECTED))).toBe('ok');
    store.close();
    open();
    expect(rulesOn('2026-05-01', FIRST)).toMatchObject({
      fault: {
        code: 'rule-pack.rolled-back',
        where: 'sequence',
        detail: expect.stringContaining('issue 3 has already'),
      },
    });
    expect(codeOf(rulesOn('2026-05-01', FIRST, CORRECTED))).toBe('ok');
  });

  test('a clock put back over a change of rules stops the station', () => {
    expect(codeOf(rulesOn('2026-08-03', FIRST, SECOND))).toBe('ok');
    expect(codeOf(rulesOn('2026-08-02', FIRST, SECOND))).toBe('rule-pack.rolled-back');
  });

  test('what was used is remembered for good, and a lower issue does not lower it', () => {
    expect(codeOf(rulesOn('2026-08-03', FIRST, SECOND))).toBe('ok');
    expect(store.highestRules('test')).toEqual({ ok: true, value: 2 });
    expect(store.noteRules('test', { sequence: 1, digest: 'A'.repeat(43) }).ok).toBe(true);
    expect(store.highestRules('test')).toEqual({ ok: true, value: 2 });
    expect(store.highestRules('another')).toEqual({ ok: true, value: 0 });
    expect(store.verifyAudit().ok).toBe(true);
  });

  test('packs ready for later do not count before their day', () => {
    expect(codeOf(rulesOn('2026-07-01', FIRST, SECOND))).toBe('ok');
    expect(store.highestRules('test')).toEqual({ ok: true, value: 1 });
  });
});

test('for any packs, the one chosen covers the day and no later issue does', () => {
  const day = fc.constantFrom('2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01');
  const packs = fc.uniqueArray(fc.record({ sequence: fc.integer({ min: 1, max: 9 }), from: day, to: fc.option(day) }), {
    selector: ({ sequence }) => sequence,
    maxLength: 6,
  });
  fc.assert(
    fc.property(packs, day, fc.integer({ min: 0, max: 9 }), (shelf, today, highestUsed) => {
      const issued = shelf.map(({ sequence, from, to }) => issue(sequence, from, to));
      const found = packInForce(issued, { series: 'test', day: today, highestUsed });
      const covering = issued.filter(({ pack }) => coversDay(pack, today)).map(({ pack }) => pack.sequence);
      const latest = Math.max(0, ...covering);
      if (found.ok) expect(found.value.pack.sequence).toBe(latest);
      else expect(found.fault.code).toBe(latest === 0 ? 'rule-pack.not-in-force' : 'rule-pack.rolled-back');
      expect(found.ok).toBe(latest > 0 && latest >= highestUsed);
    }),
  );
});
