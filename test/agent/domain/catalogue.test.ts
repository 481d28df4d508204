import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHECK_IDS, CHECKS, type CheckEntry, RESOLVING_STEPS } from '../../../agent/contract/vocabulary/checks.ts';
import { inspectVisit } from '../../../agent/domain/inspect-visit.ts';
import { EXPLANATIONS } from '../../../kiosk/languages/explanations.ts';
import { anyVisit } from '../../support/random-visits.ts';
import { PACK, TODAY } from '../../support/visits.ts';

const span = (group: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${group}-${String(from + index).padStart(2, '0')}`);

/** The ids of the specification, written down a second time. */
const SPECIFIED = [
  ...span('CAP', 1, 15),
  ...span('IDN', 1, 5),
  ...span('MRZ', 1, 27),
  ...['VIZ-01', 'VIZ-20', 'VIZ-22', 'VIZ-23', 'VIZ-24', 'BAR-01', 'BAR-02', 'BAR-03', 'VDS-01', 'VDS-02', 'VDS-03'],
  ...['IR-AB-MR', 'UV-BR-FU'],
  ...span('CHP', 1, 6),
  'CHP-08',
  ...span('PAS', 1, 28),
  ...span('PAS', 30, 33),
  ...span('CHA', 1, 5),
  ...span('LDS', 1, 4),
  ...['CMB-01', 'CMB-02', 'CMB-03', 'CMB-05', 'CMB-06', 'CMB-09'],
  ...span('XDC', 1, 10),
  ...span('ORD', 1, 7),
  ...span('FAC', 1, 6),
  'FAC-10',
  'FAC-11',
  ...span('LIV', 1, 5),
  ...span('BKG', 1, 4),
  ...span('PRC', 1, 7),
];
const entries = CHECK_IDS.map((id) => [id, CHECKS[id] as CheckEntry] as const);

describe('the check catalogue', () => {
  test('every specified check has an entry', () => {
    expect(SPECIFIED.filter((id) => !(CHECK_IDS as readonly string[]).includes(id))).toEqual([]);
  });

  test('optical routines are named light, property, feature, and look at a picture under their light', () => {
    const lights = { IR: 'picture-infrared', UV: 'picture-ultraviolet', VI: 'picture-white' } as const;
    for (const [id, entry] of entries.filter(([, { group }]) => group === 'Optical routines')) {
      expect(id).toMatch(/^(IR|UV|VI)-(AB|TR|BR|LU|SP)-[A-Z]{2}$/);
      expect(entry.evidence, id).toContain(lights[id.slice(0, 2) as keyof typeof lights]);
    }
  });

  test('each entry says what it compares, from which evidence, and what would resolve it in every language', () => {
    for (const [id, entry] of entries) {
      expect(entry.compares.length, id).toBeGreaterThan(3);
      expect(entry.evidence.length, id).toBeGreaterThan(0);
      expect(new Set(entry.evidence).size, id).toBe(entry.evidence.length);
      for (const told of Object.values(EXPLANATIONS)) expect(told.steps[entry.resolvedBy], id).toMatch(/\.$/);
    }
    const used = new Set(entries.map(([, { resolvedBy }]) => resolvedBy));
    expect(RESOLVING_STEPS.filter((step) => !used.has(step))).toEqual([]);
  });

  test('an officer stands in for nobody but where the evidence is an answer of an officer', () => {
    for (const [id, { officer, evidence }] of entries)
      expect(officer === 'no' || evidence.includes('officer-answer'), id).toBe(true);
  });

  test('what a station records keeps to its entry: scope, applicability, and digests of what it rests on', () => {
    fc.assert(
      fc.property(anyVisit, (visit) => {
        for (const line of inspectVisit(visit, PACK, TODAY)) {
          const { scope, applies, evidence }: CheckEntry = CHECKS[line.id];
          expect(line.document === undefined, line.id).toBe(scope === 'visit');
          if (applies === 'two-documents') expect(visit.documents.length, line.id).toBeGreaterThan(1);
          if (applies === 'face-captured' || applies === 'frames-compared') expect(visit.face, line.id).not.toBeNull();
          if (applies === 'mrz-read')
            expect(
              visit.documents.some(({ mrz }) => mrz),
              line.id,
            ).toBe(true);
          if (line.by === 'operator') expect(evidence, line.id).toContain('officer-answer');
        }
      }),
      { numRuns: 150 },
    );
  });
});
