import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RulePack } from '../../../agent/contract/rule-pack.ts';
import { type AcceptanceFacts, judgeAcceptance } from '../../../agent/domain/document-acceptance.ts';
import { PACK } from '../../support/visits.ts';

const facts: AcceptanceFacts = {
  purpose: 'id06-card',
  role: 'identity-document',
  type: 'passport',
  issuingState: 'UTO',
  format: 'TD3',
  code: 'P',
  number: 'L898902C3',
  nationality: 'UTO',
  birthDate: '1974-08-12',
};
const DAY = '2026-11-22';
type Accept = RulePack['accepts'][number];
type Refuse = RulePack['refuses'][number];
const passports: Accept = { purposes: ['id06-card'], role: 'identity-document', types: ['passport'], issuers: null };
const blocked: Refuse = { reason: 'DOC_BLOCKED', types: ['passport'], issuers: null };

const judge = (lists: { accepts?: Accept[]; refuses?: Refuse[] }, more: Partial<AcceptanceFacts> = {}, day = DAY) => {
  const pack = { ...PACK, accepts: lists.accepts ?? [passports], refuses: lists.refuses ?? [] };
  const answer = judgeAcceptance(pack, { ...facts, ...more }, day);
  return answer.state === 'refused' ? answer.reason : answer.state;
};

describe('an entry of the accept list covers a document by every property it names', () => {
  test.each<[string, Partial<Accept>, Partial<AcceptanceFacts>]>([
    ['issuing state', { issuers: ['UTO'] }, { issuingState: 'SWE' }],
    ['document code', { codes: ['P', 'PP'] }, { code: 'PD' }],
    ['layout', { formats: ['TD3'] }, { format: 'TD1' }],
    ['series', { series: ['L8', 'M'] }, { number: 'L798902C3' }],
    ['nationality', { nationalities: ['UTO'] }, { nationality: 'SWE' }],
    ['first birth date', { bornFrom: '1974-08-12' }, { birthDate: '1974-08-11' }],
    ['last birth date', { bornUntil: '1974-08-12' }, { birthDate: '1974-08-13' }],
    ['purpose', {}, { purpose: 'id06-lma' }],
    ['role', {}, { role: 'residence-permit' }],
    ['type', {}, { type: 'visa' }],
  ])('%s', (_, condition, other) => {
    expect(judge({ accepts: [{ ...passports, ...condition }] })).toBe('accepted');
    expect(judge({ accepts: [{ ...passports, ...condition }] }, other)).toBe('DOC_TYPE_NOT_ACCEPTED');
  });

  test('dates, both ends counted in', () => {
    const lists = { accepts: [{ ...passports, from: '2026-03-01', until: '2026-03-31' }] };
    const answers = ['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map((day) => judge(lists, {}, day));
    expect(answers).toEqual(['DOC_TYPE_NOT_ACCEPTED', 'accepted', 'accepted', 'DOC_TYPE_NOT_ACCEPTED']);
  });

  test('Germany by either of its codes', () => {
    expect(judge({ accepts: [{ ...passports, issuers: ['D'] }] }, { issuingState: 'DEU' })).toBe('accepted');
  });
});

test('a blocked series is refused though its type is accepted', () => {
  const refuses = [{ ...blocked, series: ['L89'] }];
  expect(judge({ refuses })).toBe('DOC_BLOCKED');
  expect(judge({ refuses }, { number: 'L100000C3' })).toBe('accepted');
  expect(judge({ refuses }, { number: null })).toBe('undetermined');
});

test('what is not known stays undetermined only where it could change the answer', () => {
  expect(judge({ accepts: [{ ...passports, nationalities: ['UTO'] }] }, { nationality: null })).toBe('undetermined');
  expect(judge({ accepts: [passports] }, { nationality: null, number: null, birthDate: null })).toBe('accepted');
  expect(judge({ accepts: [] }, { nationality: null })).toBe('DOC_TYPE_NOT_ACCEPTED');
});

describe('for any accept list', () => {
  const some = <T>(...values: T[]) =>
    fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { nil: undefined });
  const day = fc.constantFrom('1970-01-01', '1980-01-01', '2020-01-01', DAY, '2030-01-01');
  const conditions = fc.record(
    {
      types: fc.uniqueArray(fc.constantFrom('passport' as const, 'identity-card' as const), { minLength: 1 }),
      issuers: fc.option(fc.uniqueArray(fc.constantFrom('UTO', 'SWE'))),
      codes: some('P', 'I'),
      formats: some('TD1' as const, 'TD3' as const, 'none' as const),
      series: some('L', 'M'),
      nationalities: some('UTO', 'SWE'),
      bornFrom: day,
      bornUntil: day,
      from: day,
      until: day,
    },
    { requiredKeys: ['types', 'issuers'] },
  );
  const clean = <T extends object>(entry: T): T =>
    Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as T;
  const pack = fc.record({
    accepts: fc.array(
      conditions.map((entry) => ({ ...passports, ...clean(entry) }) as Accept),
      { maxLength: 3 },
    ),
    refuses: fc.array(
      conditions.map((entry) => ({ ...blocked, ...clean(entry) }) as Refuse),
      { maxLength: 2 },
    ),
  });
  const document = fc.record({
    type: fc.constantFrom('passport' as const, 'identity-card' as const, 'other' as const),
    issuingState: fc.constantFrom('UTO', 'SWE'),
    format: fc.constantFrom('TD1' as const, 'TD3' as const, 'none' as const),
    code: fc.constantFrom('P', 'I'),
    number: fc.constantFrom('L123', 'M123', 'N123'),
    nationality: fc.constantFrom('UTO', 'SWE', 'UKR'),
    birthDate: day,
  });
  const hidden = fc.subarray(['format', 'code', 'number', 'nationality', 'birthDate'] as const);

  test('knowing less never turns an answer into another one, only into undetermined', () => {
    fc.assert(
      fc.property(pack, document, hidden, (lists, shown, names) => {
        const known = judge(lists, shown);
        const less = judge(lists, { ...shown, ...Object.fromEntries(names.map((name) => [name, null])) });
        // The reason may become the weaker one: that an entry would also have blocked the document is then not known.
        const same = less === known || (known === 'DOC_BLOCKED' && less === 'DOC_TYPE_NOT_ACCEPTED');
        expect(same || less === 'undetermined').toBe(true);
      }),
    );
  });

  test('one entry more to refuse never makes a refused document accepted', () => {
    fc.assert(
      fc.property(pack, document, pack, (lists, shown, more) => {
        const before = judge(lists, shown);
        const after = judge({ ...lists, refuses: [...lists.refuses, ...more.refuses] }, shown);
        if (before !== 'accepted') expect(after).not.toBe('accepted');
      }),
    );
  });
});
