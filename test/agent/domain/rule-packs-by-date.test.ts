import { describe, expect, test } from 'vitest';
import type { CardOrder } from '../../../agent/contract/order.ts';
import type { CheckRecord } from '../../../agent/contract/record.ts';
import type { RulePack } from '../../../agent/contract/rule-pack.ts';
import { decideVerdict } from '../../../agent/domain/decide-verdict.ts';
import { type AcceptanceFacts, judgeAcceptance } from '../../../agent/domain/document-acceptance.ts';
import { planDocuments } from '../../../agent/domain/plan-documents.ts';
import { packInForce } from '../../../agent/domain/rule-pack-in-force.ts';
import { readRulePacks } from '../../../agent/wiring/rule-pack-files.ts';
import { DEMONSTRATION_KEY } from '../../support/signed-packs.ts';

const FOLDER = new URL('../../../config/rule-packs', import.meta.url).pathname;
const read = await readRulePacks(FOLDER, { signers: [DEMONSTRATION_KEY], demonstration: 'taken' });
if (!read.ok) throw new Error(JSON.stringify(read.fault));
const packs = read.value;

function packOn(day: string, series = 'id06'): RulePack {
  const found = packInForce(packs, { series, day, highestUsed: 0 });
  if (!found.ok) throw new Error(JSON.stringify(found.fault));
  return found.value.pack;
}

const ukrainian: CardOrder = {
  reference: 'ORD-0001',
  purpose: 'id06-card',
  surname: 'KOVALENKO',
  givenNames: 'OLENA',
  birthDate: '1990-05-01',
  nationality: 'UKR',
  state: 'open',
};
const card: AcceptanceFacts = {
  purpose: 'id06-card',
  role: 'identity-document',
  type: 'identity-card',
  issuingState: 'FRA',
  format: 'TD1',
  code: 'ID',
  number: 'X4RTBPFW4',
  nationality: 'FRA',
  birthDate: '1980-01-01',
};

const accepts = (day: string, facts: Partial<AcceptanceFacts>) => {
  const answer = judgeAcceptance(packOn(day), { ...card, ...facts }, day);
  return answer.state === 'refused' ? answer.reason : answer.state;
};
const documents = (day: string, order: Partial<CardOrder> = {}) =>
  planDocuments({ ...ukrainian, ...order }, packOn(day)).join(' then ');
/** The reasons one failed check gives, apart from those for what else is missing. */
const reasonsOf = (day: string, check: CheckRecord) =>
  decideVerdict({ checks: [check], pack: packOn(day), path: 'operator', documents: 1, passiveLiveness: false }).reasons;
const carries = (day: string, check: CheckRecord, reason: string) =>
  reasonsOf(day, check).some((one) => one === reason);

/** What holds on the day before, on the day and on the day after: the first answer differs from the two others. */
function changes<T>(day: string, answer: (day: string) => T, { before, since }: { before: T; since: T }): void {
  const shifted = (days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
  expect({ before: answer(shifted(-1)), on: answer(day), after: answer(shifted(1)) }).toEqual({
    before,
    on: since,
    after: since,
  });
}

describe('the rules change on their day, not before it and not after it', () => {
  test('2017-07-03: an identification number must be the expected one', () => {
    const check: CheckRecord = { id: 'ORD-02', result: 'failed' };
    changes('2017-07-03', (day) => carries(day, check, 'ORDER_MISMATCH_IDNUMBER'), { before: false, since: true });
  });

  test('2022-05-11: third-country citizens show the residence permit, and show it first', () => {
    const both = 'residence-permit then identity-document';
    changes('2022-05-11', (day) => documents(day), { before: 'identity-document', since: both });
    const permit = { role: 'residence-permit', type: 'residence-permit', issuingState: 'SWE' } as const;
    changes('2022-05-11', (day) => accepts(day, permit), { before: 'DOC_TYPE_NOT_ACCEPTED', since: 'accepted' });
    const other: CheckRecord = { id: 'XDC-01', result: 'failed' };
    changes('2022-05-11', (day) => carries(day, other, 'PERMIT_HOLDER_MISMATCH'), { before: false, since: true });
  });

  test('2022-05-11: citizens of the free-movement states go on with one document', () => {
    for (const nationality of ['SWE', 'POL', 'NOR', 'CHE', 'D'])
      changes('2022-05-11', (day) => documents(day, { nationality }), {
        before: 'identity-document',
        since: 'identity-document',
      });
  });

  test('2022-05-11: a decision of the Migration Agency may stand in for the permit', () => {
    const standIns = (day: string) =>
      packOn(day)
        .papers.filter(({ stands, purposes }) => stands === 'permit' && purposes.includes('id06-card'))
        .flatMap(({ anyOf }) => anyOf);
    changes('2022-05-11', standIns, { before: [], since: ['migration-agency-decision'] });
  });

  test('2026-01-28: eID alone is not enough any more', () => {
    changes('2026-01-28', (day) => packOn(day).identifiedBy, { before: ['eid', 'document'], since: ['document'] });
  });

  test('2026-01-28: identity cards count when they are valid for travel in the EU and EEA; passports always count', () => {
    const foreign = { issuingState: 'SRB', nationality: 'SRB' };
    changes('2026-01-28', (day) => accepts(day, foreign), { before: 'accepted', since: 'DOC_TYPE_NOT_ACCEPTED' });
    changes('2026-01-28', (day) => accepts(day, {}), { before: 'accepted', since: 'accepted' });
    const passport = { ...foreign, type: 'passport', format: 'TD3', code: 'P' } as const;
    changes('2026-01-28', (day) => accepts(day, passport), { before: 'accepted', since: 'accepted' });
    const licence = { type: 'other', format: 'FRA-DL', code: 'D1' } as const;
    changes('2026-01-28', (day) => accepts(day, licence), {
      before: 'DOC_TYPE_NOT_ACCEPTED',
      since: 'DOC_TYPE_NOT_ACCEPTED',
    });
  });

  test('2026-02-09: the population register counts', () => {
    const unknown: CheckRecord = { id: 'BKG-02', result: 'failed' };
    const down: CheckRecord = { id: 'BKG-02', result: 'aborted' };
    changes('2026-02-09', (day) => carries(day, unknown, 'ORDER_MISMATCH_IDNUMBER'), { before: false, since: true });
    changes('2026-02-09', (day) => carries(day, down, 'STATUS_SERVICE_DOWN'), { before: false, since: true });
  });

  test('2026-06-12: application cards circulate beside LMA cards, and neither is an identity document', () => {
    const cards = (day: string) =>
      packOn(day)
        .papers.filter(({ stands, purposes }) => stands === 'permit' && !purposes.includes('id06-card'))
        .flatMap(({ anyOf }) => anyOf);
    changes('2026-06-12', cards, { before: ['lma-card'], since: ['lma-card', 'application-card'] });
    const asDocument = { purpose: 'id06-lma', type: 'other', issuingState: 'SWE' } as const;
    changes('2026-06-12', (day) => accepts(day, asDocument), {
      before: 'DOC_TYPE_NOT_ACCEPTED',
      since: 'DOC_TYPE_NOT_ACCEPTED',
    });
  });

  test('2026-08-03: EU cards without a functional MRZ are no longer valid, whoever bears them', () => {
    for (const birthDate of ['1940-01-01', '1990-01-01'])
      changes('2026-08-03', (day) => accepts(day, { format: 'none', code: null, birthDate }), {
        before: 'accepted',
        since: 'DOC_LEGALLY_EXPIRED',
      });
    changes('2026-08-03', (day) => accepts(day, { format: 'TD1' }), { before: 'accepted', since: 'accepted' });
  });

  test('2031-08-03: other non-conforming cards end, but not those of people aged 70 on 2021-08-02', () => {
    for (const format of ['TD2', 'FRA-ID'] as const) {
      const answer = (birthDate: string | null) => (day: string) => accepts(day, { format, birthDate });
      changes('2031-08-03', answer('1951-08-03'), { before: 'accepted', since: 'DOC_LEGALLY_EXPIRED' });
      changes('2031-08-03', answer('1951-08-02'), { before: 'accepted', since: 'accepted' });
      changes('2031-08-03', answer(null), { before: 'accepted', since: 'undetermined' });
    }
  });
});

describe('the packs as issued', () => {
  test('cover every day from the first to an open end, one pack a day, in both series', () => {
    for (const series of ['id06', 'id06-training']) {
      const own = packs.map(({ pack }) => pack).filter((pack) => pack.series === series);
      const sorted = own.sort((a, b) => a.sequence - b.sequence);
      expect(sorted.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      for (const [index, pack] of sorted.entries()) {
        const next = sorted[index + 1];
        const dayAfter = pack.validTo === null ? undefined : Date.parse(pack.validTo) + 86_400_000;
        expect(dayAfter).toBe(next === undefined ? undefined : Date.parse(next.validFrom));
      }
    }
  });

  test('refuse simulated pictures in production and take them for training', () => {
    const simulated: CheckRecord = { id: 'CAP-12', result: 'failed' };
    expect(reasonsOf('2026-11-22', simulated)).toEqual(['TAMPER']);
    const pack = packOn('2026-11-22', 'id06-training');
    expect(pack.outcomes.some(({ check }) => check === 'CAP-12')).toBe(false);
  });

  test('say of every rule whether it is seen or assumed', () => {
    for (const { pack } of packs) expect(pack.basis.length).toBeGreaterThan(0);
  });
});
