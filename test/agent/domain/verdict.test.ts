import fc from 'fast-check';
import Value from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { type CheckRecord, VisitRecord } from '../../../agent/contract/record.ts';
import { CHECK_IDS } from '../../../agent/contract/vocabulary/checks.ts';
import {
  type CheckResult,
  COLOURS,
  type Colour,
  REASON_CODES,
  REASON_COLOUR,
} from '../../../agent/contract/vocabulary/verdict.ts';
import { composeRecord } from '../../../agent/domain/compose-record.ts';
import { decideVerdict } from '../../../agent/domain/decide-verdict.ts';
import { inspectVisit } from '../../../agent/domain/inspect-visit.ts';
import type { VisitObservations } from '../../../agent/domain/visit-observations.ts';
import { byOfficers } from '../../support/officers.ts';
import { documentObservation, faceEvidence, happyVisit, mrzReading, PACK, TODAY } from '../../support/visits.ts';

const RESULTS = [
  'successful',
  'failed',
  'undetermined',
  'not_supported',
  'not_performed',
  'aborted',
] as const satisfies CheckResult[];
const check: fc.Arbitrary<CheckRecord> = fc
  .record({
    id: fc.constantFrom(...CHECK_IDS),
    result: fc.constantFrom(...RESULTS),
    reason: fc.option(fc.constantFrom(...REASON_CODES)),
  })
  .map(({ reason, ...line }) => (reason ? { ...line, reason } : line));
const inspection = fc.array(check, { maxLength: 40 });
const context = fc.record({
  path: fc.constantFrom<'biometric' | 'operator'>('biometric', 'operator'),
  documents: fc.integer({ min: 1, max: 2 }),
  passiveLiveness: fc.boolean(),
});
const rank = (colour: Colour) => COLOURS.indexOf(colour);

function verdictOf(visit: VisitObservations) {
  const checks = inspectVisit(visit, PACK, TODAY);
  return decideVerdict({
    checks,
    pack: PACK,
    path: visit.path,
    documents: visit.documents.length,
    passiveLiveness: visit.passiveLivenessAvailable,
  });
}

describe('the verdict engine', () => {
  test('the worst colour wins and every reason has the colour it says', () => {
    fc.assert(
      fc.property(inspection, context, (checks, rest) => {
        const verdict = decideVerdict({ checks, pack: PACK, ...rest });
        const worst = verdict.reasons
          .map((reason) => rank(REASON_COLOUR[reason]))
          .reduce((a, b) => Math.min(a, b), rank('GREEN'));
        expect(rank(verdict.colour)).toBe(worst);
      }),
    );
  });

  test('the order of the checks does not matter', () => {
    fc.assert(
      fc.property(inspection, context, fc.infiniteStream(fc.nat()), (checks, rest, keys) => {
        const shuffled = checks
          .map((line) => [keys.next().value, line] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, line]) => line);
        expect(decideVerdict({ checks: shuffled, pack: PACK, ...rest })).toEqual(
          decideVerdict({ checks, pack: PACK, ...rest }),
        );
      }),
    );
  });

  test('one more failed check never makes a visit look better', () => {
    fc.assert(
      fc.property(inspection, context, fc.constantFrom(...CHECK_IDS), (checks, rest, id) => {
        const before = decideVerdict({ checks, pack: PACK, ...rest });
        const after = decideVerdict({ checks: [...checks, { id, result: 'failed' }], pack: PACK, ...rest });
        expect(rank(after.colour)).toBeLessThanOrEqual(rank(before.colour));
      }),
      { numRuns: 500 },
    );
  });

  test('an empty inspection is never GREEN', () => {
    expect(
      decideVerdict({ checks: [], pack: PACK, path: 'biometric', documents: 1, passiveLiveness: true }).colour,
    ).not.toBe('GREEN');
  });

  test('removing any one of the required checks from a GREEN visit takes the GREEN away', () => {
    const visit = happyVisit();
    const checks = inspectVisit(visit, PACK, TODAY);
    for (const rule of PACK.required.filter(
      ({ when }) => when !== 'two-documents' && when !== 'no-passive-liveness' && when !== 'operator-path',
    )) {
      const without = checks.filter((line) => line.id !== rule.check);
      const verdict = decideVerdict({
        checks: without,
        pack: PACK,
        path: 'biometric',
        documents: 1,
        passiveLiveness: true,
      });
      expect(verdict.colour, rule.check).not.toBe('GREEN');
    }
  });
});

describe('visits as the station sees them', () => {
  const story = (name: string, more: Partial<VisitObservations>, colour: Colour, ...reasons: string[]) =>
    test(`${name} is ${colour}`, () => {
      const verdict = verdictOf(happyVisit(more));
      expect(verdict.colour, verdict.reasons.join()).toBe(colour);
      for (const reason of reasons) expect(verdict.reasons).toContain(reason);
    });
  const order = happyVisit().order;
  const expired = documentObservation({
    mrz: mrzReading('TD3', [
      'P<SWEERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C36SWE7408122F1204159ZE184226B<<<<<16',
    ]),
  });

  story('a happy visit', {}, 'GREEN', 'CHIP_ABSENT_ALLOWED');
  story(
    'a name written with Swedish letters',
    { order: { ...order, surname: 'Eriksson', givenNames: 'Änna Maria' } },
    'GREEN',
    'NAME_MATCH_TRANSLITERATED',
  );
  story('another surname on the order', { order: { ...order, surname: 'Svensson' } }, 'RED', 'ORDER_MISMATCH_NAME');
  story('an expired passport', { documents: [expired] }, 'RED', 'DOC_EXPIRED');
  story(
    'another birth date on the order',
    { order: { ...order, birthDate: '1974-08-13' } },
    'RED',
    'ORDER_MISMATCH_DOB',
  );
  story(
    'another nationality on the order',
    { order: { ...order, nationality: 'FIN' } },
    'RED',
    'ORDER_MISMATCH_NATIONALITY',
  );
  story(
    'a page that could not be read',
    { documents: [documentObservation({ mrz: null, fault: { code: 'mrz.unreadable' } })] },
    'YELLOW',
    'MRZ_UNREADABLE',
  );
  story(
    'a page under glare',
    {
      documents: [
        documentObservation({
          mrz: null,
          fault: { code: 'mrz.unreadable' },
          quality: { sharpness: 20, glareShare: 0.2, meanLuminance: 180 },
        }),
      ],
    },
    'YELLOW',
    'IMAGE_GLARE',
  );
  story(
    'a number that no second source confirms',
    { documents: [documentObservation({ printedZone: null })] },
    'YELLOW',
    'MRZ_UNCORROBORATED',
  );
  story(
    'a number confirmed in infrared',
    { documents: [documentObservation({ printedZone: null, infraredMrz: documentObservation().mrz })] },
    'GREEN',
  );
  story(
    'another name in infrared than in visible light, both read for certain',
    {
      documents: [
        documentObservation({
          infraredMrz: mrzReading(
            'TD3',
            (documentObservation().mrz?.lines ?? []).map((line) => line.replace('<<', '<X')),
          ),
        }),
      ],
    },
    'RED',
    'SECURITY_FEATURE_FAIL',
  );
  story(
    'an uncertain reading that differs from the order',
    {
      documents: [
        documentObservation({
          mrz: mrzReading('TD3', documentObservation().mrz?.lines ?? [], { gate: 'needs-review' }),
        }),
      ],
      order: { ...order, surname: 'Svensson' },
    },
    'YELLOW',
    'MRZ_UNREADABLE',
  );
  story(
    'another person',
    {
      face: faceEvidence({
        comparison: {
          ...(faceEvidence().comparison as NonNullable<ReturnType<typeof faceEvidence>['comparison']>),
          decision: 'no-match',
          score: 0.1,
        },
      }),
    },
    'RED',
    'FACE_MISMATCH',
  );
  story(
    'a photo of a photo',
    {
      face: faceEvidence({
        passive: { outcome: 'attack', meanScore: 0.1, minScore: 0.02, frames: 8, calibration: 'test' },
      }),
    },
    'RED',
    'LIVENESS_ATTACK',
  );
  story(
    'a missed challenge',
    { face: faceEvidence({ challenge: [{ action: 'blink', done: false, took_ms: 5000 }] }) },
    'YELLOW',
    'LIVENESS_INCONCLUSIVE',
  );
  story(
    'no challenge and no passive model',
    {
      passiveLivenessAvailable: false,
      face: faceEvidence({
        challenge: [],
        passive: { outcome: 'not-available', meanScore: 0, minScore: 0, frames: 0, calibration: '' },
      }),
    },
    'YELLOW',
    'LIVENESS_INCONCLUSIVE',
  );
  story(
    'a challenge passed without a passive model',
    {
      passiveLivenessAvailable: false,
      face: faceEvidence({
        passive: { outcome: 'not-available', meanScore: 0, minScore: 0, frames: 0, calibration: '' },
      }),
    },
    'GREEN',
  );
  story('a second face in the picture', { face: faceEvidence({ mostFaces: 2 }) }, 'YELLOW', 'FACE_QUALITY');
  story('frames with a long pause', { face: faceEvidence({ longestGapMs: 900 }) }, 'YELLOW', 'LIVENESS_INCONCLUSIVE');
  for (const [found, answers, colour, reason] of [
    ['see the same person', ['same-person', 'same-person'], 'GREEN', 'FACE_BY_OPERATOR'],
    ['see another person', ['different-person', 'different-person'], 'RED', 'FACE_MISMATCH'],
    ['cannot tell', ['cannot-tell', 'cannot-tell'], 'YELLOW', 'FACE_BORDERLINE'],
    ['disagree', ['same-person', 'different-person'], 'YELLOW', 'FACE_BORDERLINE'],
    ['half agree', ['same-person', 'cannot-tell'], 'YELLOW', 'FACE_BORDERLINE'],
    ['are one short', ['same-person'], 'YELLOW', 'FACE_BORDERLINE'],
  ] as const)
    story(`officers who ${found}`, { path: 'operator', face: null, byOfficers: byOfficers(answers) }, colour, reason);
  story(
    'consent refused',
    { consent: 'refused', documents: [], face: null },
    'STOPPED',
    'CONSENT_REFUSED_NO_ALTERNATIVE',
  );
  story('the person left', { stop: 'CARDHOLDER_LEFT', documents: [], face: null }, 'STOPPED', 'CARDHOLDER_LEFT');
  story(
    'a broken scanner',
    {
      deviceFault: { code: 'scanner.unplugged' },
      documents: [documentObservation({ mrz: null, digests: [], fault: { code: 'scanner.unplugged' } })],
    },
    'YELLOW',
    'DEVICE_FAULT',
  );
  story(
    'the passport of Utopia',
    {
      order: { ...order, nationality: 'UTO' },
      documents: [
        documentObservation({
          mrz: mrzReading('TD3', [
            'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
            'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
          ]),
        }),
      ],
    },
    'RED',
    'SPECIMEN',
  );

  const permit = documentObservation({
    role: 'residence-permit',
    mrz: mrzReading('TD1', [
      'IRSWEAB12345676<<<<<<<<<<<<<<<',
      '9108242F3309255UKR<<<<<<<<<<<2',
      'TKACHENKO<<MARIANA<<<<<<<<<<<<',
    ]),
    printedZone: { words: [{ text: 'AB1234567', confidence: 1, box: { x: 0, y: 0, width: 1, height: 1 } }] },
  });
  test('a third-country citizen with a permit of another person is RED', () => {
    const verdict = verdictOf(happyVisit({ documents: [permit, documentObservation()] }));
    expect(verdict.colour).toBe('RED');
    expect(verdict.reasons).toContain('PERMIT_HOLDER_MISMATCH');
  });
});

test('a capture fault alone is never RED', () => {
  const faults = [
    'mrz.not-found',
    'mrz.unreadable',
    'scanner.unplugged',
    'image.damaged',
    'scanner.document-moved',
  ] as const;
  for (const code of faults)
    for (const glareShare of [0, 0.3])
      for (const sharpness of [0, 20]) {
        const quality = { glareShare, sharpness, meanLuminance: 120 };
        const verdict = verdictOf(
          happyVisit({ documents: [documentObservation({ mrz: null, fault: { code }, quality })] }),
        );
        expect(verdict.colour).toBe('YELLOW');
      }
});

test('a GREEN record carries verified claims, a RED one names no person', () => {
  const facts = {
    iss: 'urn:sistec:station:test-01',
    aud: 'https://central.test/v1',
    jti: '01a1ed7d-ebd8-77dc-bf00-9dde07d20f79',
    txn: 'visit-1',
    seq: 1,
    today: TODAY,
    startedAt: `${TODAY}T08:00:00Z`,
    decidedAt: `${TODAY}T08:02:00Z`,
    monotonicMs: 12.5,
    rulePack: { id: PACK.id, version: PACK.version, sha256: '0'.repeat(64) },
    attempts: { document: 1, camera: 1 },
    models: { tier: 'absent' as const, passive_liveness: false, items: [] },
    station: { id: 'test-01', site: 'test', agent_version: '0', boot_id: 'b', devices: [] },
    notice: { id: 'n/1', shown_at: `${TODAY}T08:00:00Z`, ack: true },
    attachments: [],
    sha256: () => 'A'.repeat(43),
  };
  const record = (visit: VisitObservations) =>
    composeRecord(visit, inspectVisit(visit, PACK, TODAY), verdictOf(visit), facts);
  const green = record(happyVisit());
  expect([...Value.Errors(VisitRecord, green)]).toEqual([]);
  expect(green.verified_claims?.claims).toMatchObject({ family_name: 'ERIKSSON', birthdate: '1974-08-12' });
  expect(green.idv.documents[0]?.mrz_evidence).toEqual([
    `rrrrr${'c'.repeat(39)}`,
    'pppppppppprrrpppppppr'.padEnd(44, 'p'),
  ]);
  expect(green.idv.decision.basis_sha256).toHaveLength(43);
  const red = record(happyVisit({ order: { ...happyVisit().order, birthDate: '1974-08-13' } }));
  expect([...Value.Errors(VisitRecord, red)]).toEqual([]);
  const nameless = documentObservation({
    printedZone: { words: documentObservation().printedZone?.words.slice(0, 1) ?? [] },
  });
  // Only the surname agrees with the print; its end must not show.
  expect(record(happyVisit({ documents: [nameless] })).idv.documents[0]?.mrz_evidence?.[0]).toBe('r'.repeat(44));
  expect(JSON.stringify(red)).not.toMatch(/ERIKSSON|L898902C3|1974/);
  const byEye = record(
    happyVisit({ path: 'operator', face: null, byOfficers: byOfficers(['same-person', 'same-person']) }),
  );
  expect([...Value.Errors(VisitRecord, byEye)]).toEqual([]);
  expect(byEye.idv.by_officers?.opinions.map(({ officer, answered_at }) => [officer, answered_at])).toEqual([
    ['OP-1', '2026-11-22T09:00:40Z'],
    ['OP-2', '2026-11-22T09:01:40Z'],
  ]);
  expect(JSON.stringify(byEye)).not.toMatch(/"(score|threshold)"/);
});
