import { positionKey, positionsOf } from '../contract/vocabulary/mrz/check-coverage.ts';
import { LAYOUTS } from '../contract/vocabulary/mrz/layouts.ts';
import type { EvidenceGrade } from '../contract/vocabulary/observations.ts';
import { corroborate } from './corroborate.ts';
import type { MrzDocument } from './parse-mrz.ts';
import type { DocumentObservation } from './visit-observations.ts';

const LETTERS: Readonly<Record<EvidenceGrade, string>> = {
  proven: 'p',
  corroborated: 'c',
  read: 'r',
  conflicting: 'x',
};
const WORST_FIRST: readonly EvidenceGrade[] = ['conflicting', 'read', 'corroborated', 'proven'];

/**
 * The evidence of an MRZ for the record, a letter a character, without the characters. A name that agrees with the print would
 * stand out from the fillers behind it and tell its length; so the places of names, and those of data that may be of any
 * length, all carry the weakest grade of their field.
 */
export function describeEvidence(document: DocumentObservation, mrz: MrzDocument): readonly string[] {
  const { characters } = corroborate(document, mrz);
  const layout = LAYOUTS[mrz.format];
  const levelled = new Map<number, EvidenceGrade>();
  for (const place of [layout.names, layout.surname, layout.givenNames, ...layout.optional]) {
    const positions = positionsOf(place);
    const grades = positions.map(({ line, column }) => characters[line]?.[column]?.grade);
    const weakest = WORST_FIRST.find((grade) => grades.includes(grade));
    if (weakest) for (const position of positions) levelled.set(positionKey(position), weakest);
  }
  return characters.map((line, index) =>
    line.map(({ grade }, column) => LETTERS[levelled.get(positionKey({ line: index, column })) ?? grade]).join(''),
  );
}
