import { quantile, upperBound, wilsonInterval } from './statistics.ts';
import type { Row } from './suite.ts';
import type { Problem, Tally } from './tally.ts';

const percent = (share: number, digits = 1): string => (100 * share).toFixed(digits);

const COLUMNS = [
  ['suite', 24],
  ['n', 8],
  ['exact % [95 %]', 22],
  ['CER %', 8],
  ['accepted %', 12],
  ['silent (≤)', 16],
  ['decode ms', 12],
  ['read ms', 14],
  ['page → MRZ ms', 15],
] as const;

/** Head of the table. Times are processor time on one core, median / 95th percentile. */
export const tableHead = (): string => COLUMNS.map(([name, width], i) => cell(name, width, i)).join('');

/** One line of the table. */
export function tableLine({ name, tally }: Row): string {
  const { low, high } = wilsonInterval(tally.exact, tally.n);
  const figures = figuresOf(tally);
  const times = (median: number, p95: number) => `${median.toFixed(1)} / ${p95.toFixed(0)}`;
  return [
    name,
    String(tally.n),
    `${percent(figures.exactShare)} [${percent(low)}–${percent(high)}]`,
    figures.cerPercent.toFixed(2),
    tally.acceptable === 0 ? '–' : percent(figures.acceptedShare),
    tally.accepted === 0 ? '0 of 0' : `${tally.silent} (${percent(figures.silentBound, 3)} %)`,
    times(quantile(tally.decodeMs, 0.5), quantile(tally.decodeMs, 0.95)),
    times(quantile(tally.readMs, 0.5), quantile(tally.readMs, 0.95)),
    times(figures.pageMs.median, figures.pageMs.p95),
  ]
    .map((text, i) => cell(text, COLUMNS[i]?.[1] ?? 0, i))
    .join('');
}

const cell = (text: string, width: number, index: number): string =>
  index === 0 ? text.padEnd(width) : text.padStart(width);

export interface Figures {
  readonly exactShare: number;
  readonly cerPercent: number;
  /** Of the pictures whose printed check digits are right. */
  readonly acceptedShare: number;
  /** Upper 95 % bound of the rate of silent errors among accepted readings. */
  readonly silentBound: number;
  readonly pageMs: { readonly median: number; readonly p95: number };
}

export function figuresOf(tally: Tally): Figures {
  const pageMs = tally.decodeMs.map((ms, i) => ms + (tally.readMs[i] ?? 0));
  return {
    exactShare: tally.n === 0 ? 0 : tally.exact / tally.n,
    cerPercent: tally.characters === 0 ? 0 : (100 * tally.edits) / tally.characters,
    acceptedShare: tally.acceptable === 0 ? 0 : tally.acceptedOfAcceptable / tally.acceptable,
    silentBound: upperBound(tally.silent, tally.accepted),
    pageMs: { median: quantile(pageMs, 0.5), p95: quantile(pageMs, 0.95) },
  };
}

/** Problems of a suite, silent errors first: printed line over read line, a caret under every difference. */
export function problemLines(suite: string, problems: readonly Problem[], most: number): string[] {
  const rank = (p: Problem) => KINDS.indexOf(p.kind);
  const sorted = [...problems].sort((a, b) => rank(a) - rank(b));
  const left = sorted.length - most;
  return [
    ...sorted.slice(0, most).flatMap((p) => problemOf(suite, p)),
    ...(left > 0 ? [`  … and ${left} more of ${suite}`] : []),
  ];
}

const KINDS = ['silent', 'truth-doubted', 'review', 'refused'] as const satisfies readonly Problem['kind'][];

function problemOf(suite: string, problem: Problem): string[] {
  const { name, kind, truth, read, fault } = problem;
  const title = `  ${kind === 'silent' ? 'ACCEPTED WRONGLY' : kind}  ${suite}: ${name}${fault === null ? '' : ` (${fault})`}`;
  if (read.length === 0) return [title];
  if (read.length !== truth.length) return [title, ...truth.map((l) => `    = ${l}`), ...read.map((l) => `    ≠ ${l}`)];
  return [title, ...truth.flatMap((line, i) => difference(line, read[i] ?? ''))];
}

function difference(truth: string, read: string): string[] {
  if (truth === read) return [];
  const length = Math.max(truth.length, read.length);
  const marks = Array.from({ length }, (_, i) => (truth[i] === read[i] ? ' ' : '^')).join('');
  return [`    = ${truth}`, `    ≠ ${read}`, `      ${marks.trimEnd()}`];
}
