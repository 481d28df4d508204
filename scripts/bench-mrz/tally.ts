import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { editDistance } from './statistics.ts';

/** What is printed on a picture. */
export interface Printed {
  readonly name: string;
  readonly format: MrzFormat;
  readonly lines: readonly string[];
  readonly checksPrinted: boolean;
  /** The truth file is known to be wrong here: an accepted difference is listed, but not counted as silent. */
  readonly truthDoubted?: boolean;
}

/** What came back for it. `lines` is empty when nothing was read; `fault` then says why. */
export interface Answer {
  readonly lines: readonly string[];
  readonly accepted: boolean;
  readonly fault: string | null;
  /** Processor time of all threads, milliseconds. */
  readonly decodeMs: number;
  readonly readMs: number;
}

export interface Problem {
  readonly name: string;
  readonly truth: readonly string[];
  readonly read: readonly string[];
  readonly kind: 'silent' | 'truth-doubted' | 'review' | 'refused';
  readonly fault: string | null;
}

/** Counts over a suite; sums of two tallies are a tally. */
export interface Tally {
  n: number;
  exact: number;
  edits: number;
  characters: number;
  /** Accepted, whatever is printed. */
  accepted: number;
  /** Accepted and not what is printed. */
  silent: number;
  /** Pictures whose printed check digits are right, and how many of them were accepted. */
  acceptable: number;
  acceptedOfAcceptable: number;
  decodeMs: number[];
  readMs: number[];
  problems: Problem[];
}

export const emptyTally = (): Tally => ({
  n: 0,
  exact: 0,
  edits: 0,
  characters: 0,
  accepted: 0,
  silent: 0,
  acceptable: 0,
  acceptedOfAcceptable: 0,
  decodeMs: [],
  readMs: [],
  problems: [],
});

/** Counts one answer. A refused picture counts with all its characters as errors. */
export function count(tally: Tally, printed: Printed, answer: Answer): void {
  const truth = printed.lines.join('');
  const exact = answer.lines.join('\n') === printed.lines.join('\n');
  tally.n++;
  tally.exact += Number(exact);
  tally.edits += exact ? 0 : Math.min(truth.length, editDistance(answer.lines.join(''), truth));
  tally.characters += truth.length;
  tally.accepted += Number(answer.accepted);
  tally.silent += Number(answer.accepted && !exact && !printed.truthDoubted);
  tally.acceptable += Number(printed.checksPrinted);
  tally.acceptedOfAcceptable += Number(printed.checksPrinted && answer.accepted);
  tally.decodeMs.push(answer.decodeMs);
  tally.readMs.push(answer.readMs);
  if (!exact)
    tally.problems.push({
      name: printed.name,
      truth: printed.lines,
      read: answer.lines,
      kind: kindOf(printed, answer),
      fault: answer.fault,
    });
}

function kindOf(printed: Printed, answer: Answer): Problem['kind'] {
  if (answer.accepted) return printed.truthDoubted ? 'truth-doubted' : 'silent';
  return answer.lines.length > 0 ? 'review' : 'refused';
}

export function addTally(sum: Tally, more: Tally): void {
  for (const key of COUNTS) sum[key] += more[key];
  for (const ms of more.decodeMs) sum.decodeMs.push(ms);
  for (const ms of more.readMs) sum.readMs.push(ms);
  sum.problems.push(...more.problems);
}

const COUNTS = [
  'n',
  'exact',
  'edits',
  'characters',
  'accepted',
  'silent',
  'acceptable',
  'acceptedOfAcceptable',
] as const;
