import type { CardOrder } from '../contract/order.ts';
import type { CheckRecord } from '../contract/record.ts';
import type { CheckId } from '../contract/vocabulary/checks.ts';
import type { FieldMatch } from '../contract/vocabulary/document.ts';
import type { ReasonCode } from '../contract/vocabulary/verdict.ts';
import { matchIdentificationNumber } from './identification/match-identification-number.ts';
import { sameState } from './issuing-states.ts';
import { matchName } from './match-names.ts';
import type { MrzDocument } from './parse-mrz.ts';

/**
 * Compares the identity document with the card order, field by field. A difference in a field that was not read for certain, or
 * whose check digit fails, is undetermined: a reading fault must not look like a wrong order. `today` is `YYYY-MM-DD`.
 */
export function matchOrder(
  order: CardOrder,
  mrz: MrzDocument | null,
  readingAccepted: boolean,
  document: number,
  today: string,
): readonly CheckRecord[] {
  const checks: CheckRecord[] = [
    { id: 'ORD-01', result: 'successful', by: 'machine' },
    { id: 'ORD-07', result: order.state === 'open' ? 'successful' : 'failed', by: 'machine' },
  ];
  const line = (id: CheckId, match: FieldMatch, certain: boolean, note?: ReasonCode) => {
    checks.push({
      id,
      document,
      by: 'machine',
      match,
      result: resultOf(match, certain),
      ...(note ? { reason: note } : {}),
    });
  };
  if (!mrz) {
    for (const id of ['ORD-02', 'ORD-03', 'ORD-04', 'ORD-05'] as const)
      checks.push({ id, document, by: 'machine', match: 'not_available', result: 'not_performed' });
    return checks;
  }
  const name = matchName(order, mrz);
  line('ORD-02', matchIdentificationNumber(order, mrz, today), readingAccepted && mrz.digits.optional !== 'invalid');
  line('ORD-03', name, readingAccepted, NAME_NOTES[name]);
  line('ORD-04', matchBirthDate(order, mrz), readingAccepted && mrz.digits.birth === 'valid');
  line(
    'ORD-05',
    mrz.nationality ? (sameState(order.nationality, mrz.nationality) ? 'exact' : 'different') : 'not_available',
    readingAccepted,
  );
  return checks;
}

const NAME_NOTES: Partial<Record<FieldMatch, ReasonCode>> = {
  transliteration_equal: 'NAME_MATCH_TRANSLITERATED',
  truncated_equal: 'NAME_MATCH_TRUNCATED',
};

function resultOf(match: FieldMatch, certain: boolean): CheckRecord['result'] {
  switch (match) {
    case 'exact':
    case 'transliteration_equal':
    case 'truncated_equal':
      return 'successful';
    case 'different':
      return certain ? 'failed' : 'undetermined';
    case 'not_available':
      return 'not_performed';
  }
}

function matchBirthDate(order: CardOrder, mrz: MrzDocument): FieldMatch {
  if (mrz.birthDate.iso) return mrz.birthDate.iso === order.birthDate ? 'exact' : 'different';
  return 'not_available';
}
