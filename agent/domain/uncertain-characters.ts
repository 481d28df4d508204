import type { Box, EvidenceGrade } from '../contract/vocabulary/observations.ts';
import { corroborate } from './corroborate.ts';
import { WITNESS_PROBABILITY } from './evidence.ts';
import { parseMrz } from './parse-mrz.ts';
import type { DocumentObservation } from './visit-observations.ts';

/** One MRZ character that somebody should look at; line and place are counted from zero, the box lies on the upright page. */
export interface UncertainCharacter {
  readonly line: number;
  readonly column: number;
  readonly read: string;
  /** What else it may be, likeliest first. */
  readonly alternatives: readonly string[];
  readonly grade: EvidenceGrade;
  readonly box: Box;
}

/** Less likely alternatives help nobody who looks at the picture. */
const LEAST_ALTERNATIVE = 0.02;
/** Where whole lines are in doubt a list of places says nothing; the worst of them come first. */
const MOST_SHOWN = 12;

/**
 * The characters that keep a reading from standing: unlikely ones, exchanged ones, and those that a second source or a check digit
 * speaks against. The least certain first, twelve at most; none for a reading that stands or is missing.
 */
export function uncertainCharacters(document: DocumentObservation, today: string): readonly UncertainCharacter[] {
  const reading = document.mrz;
  if (!reading || reading.gate === 'accepted') return [];
  const { characters } = corroborate(document, parseMrz(reading.format, reading.lines, today));
  const isExchanged = (line: number, column: number) =>
    reading.repairs.some((repair) => repair.line === line && repair.column === column);
  return reading.characters
    .flatMap((row, line) =>
      row.map((character, column) => ({
        ...character,
        line,
        column,
        grade: characters[line]?.[column]?.grade ?? ('read' as const),
      })),
    )
    .filter(
      ({ line, column, probability, grade }) =>
        probability < WITNESS_PROBABILITY || grade === 'conflicting' || isExchanged(line, column),
    )
    .sort((a, b) => a.probability - b.probability)
    .slice(0, MOST_SHOWN)
    .map(({ line, column, text, alternatives, grade, box }) => ({
      line,
      column,
      read: text,
      alternatives: alternatives.filter((other) => other.probability >= LEAST_ALTERNATIVE).map((other) => other.text),
      grade,
      box,
    }));
}
