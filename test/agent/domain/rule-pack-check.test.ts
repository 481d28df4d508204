import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkRulePack } from '../../../agent/domain/rule-pack-check.ts';
import { PACK } from '../../support/visits.ts';

/** A copy of a sound pack with one thing changed. */
function changed(change: (pack: Record<string, unknown> & typeof PACK) => void): unknown {
  const pack = structuredClone(PACK) as Record<string, unknown> & typeof PACK;
  change(pack);
  return pack;
}

const faultOf = (value: unknown) => {
  const checked = checkRulePack(value);
  return checked.ok ? null : `${checked.fault.code} ${checked.fault.where}: ${checked.fault.detail}`;
};

describe('a rule pack that says something impossible is refused by the field', () => {
  const set = (path: string, value: unknown) =>
    changed((pack) => {
      const parts = path.split('/').slice(1);
      const last = parts.pop() ?? '';
      let at = pack as unknown as Record<string, unknown>;
      for (const part of parts) at = at[part] as Record<string, unknown>;
      at[last] = value;
    });

  test.each([
    ['/outcomes/0/check', 'MRZ-99', '"MRZ-99": no check of the catalogue'],
    ['/required/0/check', 'toString', '"toString": no check of the catalogue'],
    ['/outcomes/0/reasons/0', 'BAD_LUCK', '"BAD_LUCK": no reason of the closed list'],
    ['/required/0/otherwise', 'BAD_LUCK', '"BAD_LUCK": no reason of the closed list'],
    ['/validFrom', '2026-02-30', '2026-02-30 is no day of the calendar'],
    ['/validTo', '2020-01-01', 'lies before'],
    ['/accepts/0/issuers', ['QQQ'], 'QQQ is no ICAO code of a state'],
    ['/freeMovementStates', ['SWE', 'ZZZ'], 'ZZZ is no ICAO code of a state'],
    ['/accepts/0/from', '2026-13-01', 'pattern'],
    ['/sequence', 0, '1'],
  ])('%s', (path, value, detail) => {
    const fault = faultOf(set(path, value));
    expect(fault).toContain('rule-pack.invalid');
    expect(fault).toContain(path);
    expect(fault).toContain(detail);
  });

  test('an unknown member, a missing one, and what is no pack at all', () => {
    expect(faultOf(changed((pack) => Object.assign(pack, { extra: 1 })))).toContain('/extra: no member of a rule pack');
    expect(faultOf({ ...PACK, refuses: undefined })).toContain('rule-pack.invalid');
    for (const value of [null, undefined, [], 'pack', 7]) expect(faultOf(value)).toContain('rule-pack.invalid /');
  });

  test('one result with two rules', () => {
    const twice = changed((pack) => pack.outcomes.push(structuredClone(PACK.outcomes[0] as (typeof PACK.outcomes)[0])));
    expect(faultOf(twice)).toContain(`/outcomes/${PACK.outcomes.length}`);
  });

  test('a condition whose end lies before its beginning', () => {
    const entry = {
      reason: 'DOC_BLOCKED',
      types: ['passport'],
      issuers: null,
      from: '2026-05-02',
      until: '2026-05-01',
    };
    expect(faultOf({ ...PACK, refuses: [entry] })).toContain('/refuses/0/until: lies before 2026-05-02');
    const born = { ...entry, from: '2026-04-01', bornFrom: '1980-01-01', bornUntil: '1979-12-31' };
    expect(faultOf({ ...PACK, refuses: [born] })).toContain('/refuses/0/bornUntil');
  });
});

test('a sound pack is taken as it is', () => {
  expect(checkRulePack(structuredClone(PACK))).toEqual({ ok: true, value: PACK });
});

test('any JSON at all gets an answer', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(checkRulePack(value).ok).toBe(false);
    }),
  );
});

test('any JSON in any place of a sound pack gets an answer that names a field', () => {
  const members = Object.keys(PACK);
  fc.assert(
    fc.property(fc.constantFrom(...members), fc.jsonValue(), (member, value) => {
      const checked = checkRulePack({ ...PACK, [member]: value });
      if (!checked.ok) expect(checked.fault.where).toMatch(/^\//);
    }),
  );
});
