import fc from 'fast-check';
import type { VisitObservations } from '../../agent/domain/visit-observations.ts';
import { byOfficers } from './officers.ts';
import { documentObservation, faceEvidence, happyVisit, mrzReading, PASSPORT_LINES } from './visits.ts';

const reading = (lines: readonly string[]) => documentObservation({ mrz: mrzReading('TD3', lines) });
const document = fc.constantFrom(
  documentObservation(),
  documentObservation({ printedZone: null }),
  documentObservation({ chip: 'present-not-read' }),
  documentObservation({ infraredMrz: documentObservation().mrz }),
  documentObservation({ mrz: null, fault: { code: 'mrz.unreadable' } }),
  documentObservation({ mrz: mrzReading('TD3', PASSPORT_LINES, { gate: 'needs-review' }) }),
  reading(['P<SWEERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36SWE7408122F1204159ZE184226B<<<<<16']),
  reading(['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']),
);

const usual = faceEvidence();
const compared = usual.comparison as NonNullable<typeof usual.comparison>;
const face = fc.constantFrom(
  usual,
  faceEvidence({ mostFaces: 2 }),
  faceEvidence({ longestGapMs: 900 }),
  faceEvidence({ comparison: { ...compared, decision: 'no-match', score: 0.1 } }),
  faceEvidence({ comparison: { ...compared, decision: 'borderline', score: 0.4 } }),
  faceEvidence({ comparison: null }),
  faceEvidence({ challenge: [{ action: 'blink', done: false, took_ms: 5000 }] }),
  faceEvidence({ passive: { outcome: 'attack', meanScore: 0.1, minScore: 0.02, frames: 8, calibration: 'test' } }),
);

const answer = fc.constantFrom<'same-person' | 'different-person' | 'cannot-tell'>(
  'same-person',
  'same-person',
  'different-person',
  'cannot-tell',
);
const order = fc
  .constantFrom({}, {}, {}, { surname: 'Svensson' }, { givenNames: 'Änna Maria' }, { birthDate: '1974-08-13' })
  .map((more) => ({ ...happyVisit().order, ...more }));

/** Visits as a station may see them: what goes well and what goes wrong, in any company. */
export const anyVisit: fc.Arbitrary<VisitObservations> = fc
  .record({
    order,
    documents: fc.oneof({ weight: 4, arbitrary: fc.tuple(document) }, { weight: 1, arbitrary: fc.constant([]) }),
    byCamera: fc.boolean(),
    face,
    answers: fc.array(answer, { maxLength: 2 }),
    consent: fc.constantFrom<VisitObservations['consent']>('given', 'given', 'given', 'refused'),
    stop: fc.constantFrom<VisitObservations['stop']>(null, null, null, null, 'CARDHOLDER_LEFT', 'PERSON_NOT_HOLDER'),
    retryLimitReached: fc.constantFrom(false, false, false, true),
    broken: fc.constantFrom(false, false, false, true),
    passiveLivenessAvailable: fc.boolean(),
  })
  .map(({ byCamera, face: seen, answers, broken, ...more }) =>
    happyVisit({
      ...more,
      path: byCamera ? 'biometric' : 'operator',
      face: byCamera ? seen : null,
      byOfficers: byCamera ? null : byOfficers(answers),
      deviceFault: broken ? { code: 'scanner.unplugged' } : null,
    }),
  );
