import { describe, expect, test } from 'vitest';
import type { CardOrder } from '../../../agent/contract/order.ts';
import type { RulePack } from '../../../agent/contract/rule-pack.ts';
import { inspectPapers } from '../../../agent/domain/inspect-papers.ts';
import { mayStandForPermit, otherDocument, papersTaken, planDocuments } from '../../../agent/domain/plan-documents.ts';
import { happyVisit, PACK } from '../../support/visits.ts';

const orderOf = (more: Partial<CardOrder>): CardOrder => ({ ...happyVisit().order, ...more });
const paper = (kind: RulePack['papers'][number]['anyOf'][number], page = 'p') => ({
  kind,
  pages: [page.repeat(43)],
  officer: 'OP-1',
  recordedAt: 0,
});
const BOTH = ['residence-permit', 'identity-document'] as const;

describe('the documents of a visit', () => {
  test.each(['SWE', 'POL', 'NOR', 'CHE', 'D', 'DEU'])('are one for a citizen of %s', (nationality) => {
    expect(planDocuments(orderOf({ nationality }), PACK)).toEqual(['identity-document']);
  });

  test.each(['UKR', 'TUR', 'GBR', 'UZB', 'RKS', 'XXA', 'XXB', 'XXX'])(
    'are permit and passport for %s',
    (nationality) => {
      expect(planDocuments(orderOf({ nationality }), PACK)).toEqual(BOTH);
    },
  );

  test('are one for everybody where the rules of the day know no permit', () => {
    expect(planDocuments(orderOf({ nationality: 'UKR' }), { ...PACK, permitFirst: false })).toEqual([
      'identity-document',
    ]);
  });
});

describe('the other one of two documents', () => {
  test('is asked for in words', () => {
    expect(otherDocument('residence-permit', 'passport', BOTH)).toBe('document.permit-first');
    expect(otherDocument('identity-document', 'residence-permit', BOTH)).toBe('document.permit-already-read');
  });

  test('is not meant where the right one, something unknown or a single document lies there', () => {
    expect(otherDocument('residence-permit', 'residence-permit', BOTH)).toBeNull();
    expect(otherDocument('residence-permit', 'identity-card', BOTH)).toBeNull();
    expect(otherDocument('identity-document', 'passport', BOTH)).toBeNull();
    expect(otherDocument('identity-document', 'residence-permit', ['identity-document'])).toBeNull();
  });
});

describe('papers', () => {
  test('a decision of the Migration Agency may stand for the permit, a contract never', () => {
    expect(mayStandForPermit(PACK, 'id06-card', 'migration-agency-decision')).toBe(true);
    expect(mayStandForPermit(PACK, 'id06-card', 'lma-card')).toBe(false);
    expect(mayStandForPermit(PACK, 'id06-lma', 'lma-card')).toBe(true);
    expect(mayStandForPermit(PACK, 'id06-lma', 'employment-contract')).toBe(false);
  });

  test('beside the documents belong to the asylum track only', () => {
    expect(papersTaken(PACK, 'id06-card')).toEqual([]);
    expect(papersTaken(PACK, 'id06-lma')).toEqual(['employment-contract']);
  });

  test('that play no part leave no check', () => {
    expect(inspectPapers(PACK, 'id06-card', [])).toEqual([]);
  });

  test('are undetermined until each one demanded is recorded, and carry the digest of every page', () => {
    expect(inspectPapers(PACK, 'id06-lma', [])).toMatchObject([{ id: 'XDC-10', result: 'undetermined' }]);
    expect(inspectPapers(PACK, 'id06-lma', [paper('lma-card')])).toMatchObject([{ result: 'undetermined' }]);
    const complete = inspectPapers(PACK, 'id06-lma', [paper('lma-card', 'a'), paper('employment-contract', 'b')]);
    expect(complete).toEqual([
      { id: 'XDC-10', result: 'successful', by: 'operator', evidence: ['a'.repeat(43), 'b'.repeat(43)] },
    ]);
    expect(inspectPapers(PACK, 'id06-card', [paper('migration-agency-decision')])).toMatchObject([
      { result: 'successful' },
    ]);
  });
});
