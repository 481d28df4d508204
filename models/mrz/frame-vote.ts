import type { MrzCharacter, MrzReading } from '../../agent/contract/vocabulary/observations.ts';
import { certaintyOf, guarded, oddsOfDoubleSlip } from './certainty.ts';
import { certaintyNeeded, MOST_DOUBLE_SLIP } from './gate.ts';
import { failingChecks, LAYOUTS, misplaced } from './layouts.ts';
import { ALPHABET } from './line-network.ts';

/** A frame that says something this probable means it; two frames that mean different things are not settled by counting. */
const CONFIDENT_PROBABILITY = 0.6;
/** Share of the characters that may be in such dispute before the frames show different documents. */
const MOST_DISPUTED = 0.1;
/** Least probability assumed for a character that a frame did not keep. */
const LEAST_PROBABILITY = 1e-4;
const ALTERNATIVES = 3;

/**
 * One reading out of several frames of the same MRZ: per character the alternative with the highest sum of log-probabilities.
 * Frames of another layout than the first are left out; boxes and turns are the first frame's. A single frame comes back as it is.
 *
 * Frames of one print share its faults, so they are no independent witnesses: the probability stated is the geometric mean over
 * the frames, made to sum to one, and never more than the most certain frame gave that character. Accepted when all check digits
 * hold, every place holds what it may, some frame found the layout's number of characters and the least certain character
 * passes the gate of a single picture. Characters exchanged in a single frame count as what that frame saw; nothing is exchanged
 * here. Frames that disagree with confidence make the reading one for review, however many stand on one side.
 */
export function voteOverFrames(readings: readonly [MrzReading, ...MrzReading[]]): MrzReading {
  const [first] = readings;
  const frames = readings.filter(({ format }) => format === first.format);
  if (frames.length < 2) return readings.length < 2 ? first : { ...first, gate: 'needs-review' };
  const cells = first.characters.flatMap((line, i) => line.map((_, j) => cellsAt(frames, i, j)));
  const disputed = cells.filter(isDisputed).length;
  if (disputed > MOST_DISPUTED * cells.length) return { ...first, gate: 'needs-review' };
  const characters = first.characters.map((line, i) => line.map((_, j) => elect(cellsAt(frames, i, j))));
  const lines = characters.map((line) => line.map(({ text }) => text).join(''));
  const countsAgree = frames.some((frame) => frame.countsAgree);
  const stands =
    disputed === 0 &&
    LAYOUTS[first.format].checks.length > 0 &&
    countsAgree &&
    failingChecks(first.format, lines).length === 0 &&
    misplaced(first.format, lines) === 0 &&
    areCertain({ ...first, lines, characters });
  return { ...first, lines, characters, countsAgree, gate: stands ? 'accepted' : 'needs-review', repairs: [] };
}

function areCertain({ format, lines, characters, capHeightPx }: MrzReading): boolean {
  const isGuarded = guarded(format, lines);
  const needed = certaintyNeeded(capHeightPx);
  const underDigits = characters.flatMap((line, i) => line.filter((_, j) => isGuarded(i, j)));
  if (oddsOfDoubleSlip(underDigits.map(({ probability }) => probability)) > MOST_DOUBLE_SLIP) return false;
  return characters.every((line, i) =>
    line.every((cell, j) => {
      const certainty = certaintyOf(cell.text, isGuarded(i, j), (text) => probabilityOf(cell, text));
      return certainty >= needed;
    }),
  );
}

function cellsAt(frames: readonly MrzReading[], line: number, column: number): readonly MrzCharacter[] {
  return frames.flatMap((frame) => frame.characters[line]?.[column] ?? []);
}

/** Two frames, each confident of another character. */
function isDisputed(cells: readonly MrzCharacter[]): boolean {
  const meant = cells.flatMap((cell) => {
    const best = mostProbable(cell);
    return best.probability >= CONFIDENT_PROBABILITY ? [best.text] : [];
  });
  return new Set(meant).size > 1;
}

/** What the frame saw, before any exchange. */
function mostProbable({ text, probability, alternatives }: MrzCharacter) {
  return alternatives.reduce((best, other) => (other.probability > best.probability ? other : best), {
    text,
    probability,
  });
}

function elect(cells: readonly MrzCharacter[]): MrzCharacter {
  const means = [...ALPHABET].map((text) => ({
    text,
    probability: Math.exp(cells.reduce((sum, cell) => sum + Math.log(probabilityOf(cell, text)), 0) / cells.length),
  }));
  const total = means.reduce((sum, { probability }) => sum + probability, 0);
  const rated = means
    .map(({ text, probability }) => ({ text, probability: Math.min(probability / total, mostGiven(cells, text)) }))
    .sort((a, b) => b.probability - a.probability);
  const [winner, ...others] = rated as [(typeof rated)[number], ...typeof rated];
  return { ...winner, alternatives: others.slice(0, ALTERNATIVES), box: (cells[0] as MrzCharacter).box };
}

const mostGiven = (cells: readonly MrzCharacter[], text: string) =>
  Math.max(...cells.map((cell) => probabilityOf(cell, text)));

/** A character that a frame did not keep has an even share of what the kept ones leave. */
function probabilityOf({ text, probability, alternatives }: MrzCharacter, wanted: string): number {
  const kept = text === wanted ? probability : alternatives.find((other) => other.text === wanted)?.probability;
  if (kept !== undefined) return Math.max(LEAST_PROBABILITY, kept);
  const rest = 1 - probability - alternatives.reduce((sum, other) => sum + other.probability, 0);
  return Math.max(LEAST_PROBABILITY, rest / (ALPHABET.length - 1 - alternatives.length));
}
