import type { Box, PrintedWord } from '../contract/vocabulary/observations.ts';

/** Neighbouring words of one line of print. */
export interface WordRun {
  readonly text: string;
  /** Of the least certain word, 0…1. */
  readonly confidence: number;
  readonly box: Box;
  readonly words: number;
}

/** A date in two languages is `12 AUG / AOUT 1974`; nothing a document says takes more words. */
const MOST_WORDS = 5;
/** Words further apart than this, in heights, stand in different columns. */
const WIDEST_GAP = 2.2;

/** Every run of one to five neighbouring words, short ones first. */
export function runsOfWords(words: readonly PrintedWord[]): readonly WordRun[] {
  const single = words.map((word) => runOf([word]));
  const lines = linesOf(words);
  const longer = lines.flatMap((line) =>
    line.flatMap((_, first) =>
      Array.from({ length: Math.min(MOST_WORDS, line.length - first) - 1 }, (_, more) =>
        runOf(line.slice(first, first + more + 2)),
      ),
    ),
  );
  return [...single, ...longer.sort((a, b) => a.words - b.words)];
}

/** Several runs as one, in the order given. */
export function joinWords(runs: readonly WordRun[]): WordRun {
  return {
    text: runs.map(({ text }) => text).join(' '),
    confidence: Math.min(...runs.map(({ confidence }) => confidence)),
    box: around(runs.map(({ box }) => box)),
    words: runs.reduce((sum, { words }) => sum + words, 0),
  };
}

const runOf = (words: readonly PrintedWord[]): WordRun =>
  joinWords(words.map(({ text, confidence, box }) => ({ text, confidence, box, words: 1 })));

/** Words that follow each other from left to right without a wide gap. */
function linesOf(words: readonly PrintedWord[]): readonly (readonly PrintedWord[])[] {
  const open = [...words].sort((a, b) => a.box.x - b.box.x);
  const lines: PrintedWord[][] = [];
  for (const word of open) {
    const line = lines.find((candidate) => follows(candidate.at(-1) as PrintedWord, word));
    if (line) line.push(word);
    else lines.push([word]);
  }
  return lines;
}

function follows({ box }: PrintedWord, next: PrintedWord): boolean {
  const height = Math.max(box.height, next.box.height);
  const gap = next.box.x - (box.x + box.width);
  const shared = Math.min(box.y + box.height, next.box.y + next.box.height) - Math.max(box.y, next.box.y);
  return gap > -0.5 * height && gap < WIDEST_GAP * height && shared > 0.4 * Math.min(box.height, next.box.height);
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}
