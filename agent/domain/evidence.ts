import { isAllowed } from '../contract/vocabulary/mrz/allowed-characters.ts';
import {
  type CheckCoverage,
  charAt,
  checkCoverage,
  type Position,
  positionKey,
} from '../contract/vocabulary/mrz/check-coverage.ts';
import { isBlindPair } from '../contract/vocabulary/mrz/check-digit.ts';
import { CLASSES } from '../contract/vocabulary/mrz/layouts.ts';
import type {
  CharacterEvidence,
  EvidenceSource,
  MrzCharacter,
  MrzReading,
} from '../contract/vocabulary/observations.ts';
import type { PrintedField } from './printed-fields.ts';
import { printedOpinions } from './printed-opinions.ts';

/** Who else has looked at the same MRZ. */
export interface EvidenceSources {
  /** Every picture under white light that the reading was made from, when there were several. */
  readonly frames: readonly MrzReading[];
  readonly infrared: MrzReading | null;
  readonly printed: readonly PrintedField[];
  /** Lines of data group 1, once a chip was read. */
  readonly chip: readonly string[] | null;
}

/**
 * A character this probable is thinkable. Wrong characters on photographed pages had the right one at 0.05 and more, and one
 * character in fifty of an accepted reading has any alternative above 0.01.
 */
export const THINKABLE_PROBABILITY = 0.01;
/** From here on another look at the same character counts as a witness, for it or against it. */
export const WITNESS_PROBABILITY = 0.8;

/**
 * Grades every character of a reading. Pure; one list a line, one entry a character.
 *
 * `proven`: take any text in which every character is either the one read or an alternative to which the recogniser gives at
 * least `THINKABLE_PROBABILITY`, and which differs here. Then a check digit that holds now would not hold, or the position may
 * not hold that character. So a digit proves no character that might be another of its blind class (equal modulo 10, Doc 9303-3
 * §4.9: 0AKU<, 1BLV, …), and of two doubtful characters under one digit it proves neither. It says nothing of what the
 * recogniser did not think of. Names have no check digit (but on the French card of 1988) and are not proven.
 * `corroborated`: a second source of sufficient quality says the same. `conflicting`: one says something else, or a check digit
 * over the character fails and none proves it. `read`: the recogniser alone; so are the fillers behind a name.
 */
export function weighEvidence(
  reading: MrzReading,
  sources: EvidenceSources,
): readonly (readonly CharacterEvidence[])[] {
  const checks = checkCoverage(reading);
  const proven = provenPositions(reading, checks);
  const failing = keys(checks.filter((check) => !check.holds).flatMap((check) => check.positions));
  const witnesses = witnessesOf(reading, sources);
  return reading.characters.map((characters, line) =>
    characters.map((_, column): CharacterEvidence => {
      const key = positionKey({ line, column });
      const heard = witnesses.map(({ source, says }) => ({ source, opinion: says({ line, column }) }));
      const second = heard.filter(({ opinion }) => opinion === 'same').map(({ source }) => source);
      const against: EvidenceSource[] = heard.filter(({ opinion }) => opinion === 'other').map(({ source }) => source);
      const isProven = proven.has(key);
      if (failing.has(key) && !isProven) against.unshift('check-digit');
      const grade = isProven ? 'proven' : second.length > 0 ? 'corroborated' : 'read';
      return {
        grade: against.length > 0 ? 'conflicting' : grade,
        sources: isProven ? ['check-digit', ...second] : second,
        against,
      };
    }),
  );
}

const keys = (positions: readonly Position[]): ReadonlySet<number> => new Set(positions.map(positionKey));

/**
 * A check digit settles its one doubtful character when it would show each alternative; what is settled is no doubt to the next
 * digit over it. Repeated until nothing changes.
 */
function provenPositions(reading: MrzReading, checks: readonly CheckCoverage[]): ReadonlySet<number> {
  const holding = checks
    .filter((check) => check.holds)
    .map((check) => ({
      check,
      seats: check.positions.map((position, index) => ({
        key: positionKey(position),
        text: charAt(reading.lines, position),
        instead: thinkable(reading, position),
        isDigit: index === check.positions.length - 1,
      })),
    }));
  const proven = new Set<number>();
  let before = -1;
  while (before < proven.size) {
    before = proven.size;
    for (const { check, seats } of holding) {
      const doubtful = seats.filter(({ key, instead }) => instead.length > 0 && !proven.has(key));
      for (const { key, instead } of seats) if (instead.length === 0) proven.add(key);
      const [only, ...more] = doubtful;
      if (only && more.length === 0 && !check.mayMove && only.instead.every((text) => isShown(only, text)))
        proven.add(only.key);
    }
  }
  return proven;
}

/**
 * Whether the digit would show the exchange: its weights 7, 3 and 1 have no divisor in common with 10, so the place does not
 * matter. A filler in place of the digit may mean that the digit stands elsewhere.
 */
function isShown({ text, isDigit }: { readonly text: string; readonly isDigit: boolean }, instead: string): boolean {
  return !isBlindPair(text, instead) && !(isDigit && instead === '<');
}

const ALPHABET = [...'<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** What may stand at a place instead of what was read. A list that was cut too early leaves room for every character. */
function thinkable(reading: MrzReading, { line, column }: Position): readonly string[] {
  const character = reading.characters[line]?.[column];
  const kind = CLASSES[reading.format][line]?.[column] ?? 'any';
  if (!character) return ALPHABET;
  const listed = new Map(character.alternatives.map(({ text, probability }) => [text, probability]));
  const unlisted = unlistedProbability(character);
  if (Math.max(unlisted, ...listed.values()) < THINKABLE_PROBABILITY) return [];
  return ALPHABET.filter(
    (text) =>
      text !== character.text && (listed.get(text) ?? unlisted) >= THINKABLE_PROBABILITY && isAllowed(kind, text),
  );
}

/** The most that a character outside the list can have: no more than the last one listed, nor than what the others leave. */
function unlistedProbability({ probability, alternatives }: MrzCharacter): number {
  const rest = 1 - probability - alternatives.reduce((sum, other) => sum + other.probability, 0);
  return Math.min(rest, ...alternatives.map((other) => other.probability));
}

/** What another source says of one character; null when it does not say for certain. */
export type Opinion = 'same' | 'other' | null;

interface Witness {
  readonly source: EvidenceSource;
  readonly says: (position: Position) => Opinion;
}

function witnessesOf(reading: MrzReading, { frames, infrared, printed, chip }: EvidenceSources): readonly Witness[] {
  const views = frames.filter((frame) => isAligned(reading, frame));
  const fields = printedOpinions(reading, printed);
  return [
    { source: 'second-frame', says: (position) => framesSay(reading, views, position) },
    { source: 'infrared', says: (position) => readingSays(reading, infrared, position) },
    { source: 'printed-zone', says: (position) => fields.get(positionKey(position)) ?? null },
    { source: 'chip', says: (position) => chipSays(reading, chip, position) },
  ];
}

const isAligned = (reading: MrzReading, other: Pick<MrzReading, 'format' | 'lines'>) =>
  reading.format === other.format && reading.lines.every((line, index) => other.lines[index]?.length === line.length);

/** One frame is the reading itself; a second one that says the same makes the witness. */
function framesSay(reading: MrzReading, frames: readonly MrzReading[], position: Position): Opinion {
  if (frames.length < 2) return null;
  const opinions = frames.map((frame) => readingSays(reading, frame, position));
  if (opinions.includes('other')) return 'other';
  return opinions.filter((opinion) => opinion === 'same').length > 1 ? 'same' : null;
}

function readingSays(reading: MrzReading, other: MrzReading | null, position: Position): Opinion {
  if (!other || !isAligned(reading, other)) return null;
  const character = other.characters[position.line]?.[position.column];
  if (!character || character.probability < WITNESS_PROBABILITY) return null;
  return character.text === charAt(reading.lines, position) ? 'same' : 'other';
}

/** A chip's text is exact where its layout is the printed one. */
function chipSays({ lines }: MrzReading, chip: readonly string[] | null, position: Position): Opinion {
  if (!chip || chip.length !== lines.length || chip.some((line, i) => line.length !== lines[i]?.length)) return null;
  return charAt(chip, position) === charAt(lines, position) ? 'same' : 'other';
}
