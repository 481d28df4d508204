import { figuresOf } from './report.ts';
import type { Row } from './suite.ts';

/** Everything a run measured. */
export interface Measured {
  readonly rows: readonly Row[];
  readonly figures: Readonly<Record<string, number>>;
}

interface Goal {
  readonly words: string;
  readonly unit: string;
  /** Null when the run did not measure it. */
  measure(measured: Measured): number | null;
  holds(value: number): boolean;
}

const rowOf = (measured: Measured, name: string) => {
  const row = measured.rows.find((r) => r.name === name);
  return row === undefined ? null : figuresOf(row.tally);
};

const atLeast = (words: string, limit: number, measure: Goal['measure'], unit = '%'): Goal => ({
  words: `${words} ≥ ${limit} ${unit}`.trimEnd(),
  unit,
  measure,
  holds: (value) => value >= limit,
});
const atMost = (words: string, limit: number, measure: Goal['measure'], unit: string): Goal => ({
  words: `${words} ≤ ${limit} ${unit}`.trimEnd(),
  unit,
  measure,
  holds: (value) => value <= limit,
});

const exact = (name: string) => (m: Measured) => {
  const figures = rowOf(m, name);
  return figures === null ? null : 100 * figures.exactShare;
};
const figure = (name: string) => (m: Measured) => m.figures[name] ?? null;

const GOALS: readonly Goal[] = [
  atLeast('uncropped pages exact', 95, exact('pages')),
  atLeast('uncropped, OCR-B, capitals ≥ 10 px exact', 98, exact('pages ≥ 10 px')),
  atLeast('crops exact', 97, exact('crops')),
  atLeast('L1 exact', 97, exact('L1')),
  atLeast('L2 exact', 85, exact('L2')),
  atLeast('L3 exact', 35, exact('L3')),
  atLeast('pages with valid printed digits accepted', 93, (m) => {
    const figures = rowOf(m, 'pages');
    return figures === null ? null : 100 * figures.acceptedShare;
  }),
  atMost(
    'silent errors over all suites',
    0,
    (m) => (m.rows.length === 0 ? null : m.rows.reduce((sum, row) => sum + (row.aside ? 0 : row.tally.silent), 0)),
    '',
  ),
  atLeast('captures read for the bound on silent errors', 100_000, figure('captures n'), ''),
  atMost('page → checked MRZ, median', 40, (m) => rowOf(m, 'pages')?.pageMs.median ?? null, 'ms'),
  atMost('page → checked MRZ, 95th percentile', 100, (m) => rowOf(m, 'pages')?.pageMs.p95 ?? null, 'ms'),
  atLeast('faster than tesseract.js on the same crops', 30, figure('peers ratio'), '×'),
  atMost('cold start → first reading', 400, figure('cold first reading ms'), 'ms'),
  atMost('resident memory at its height', 150, figure('cold peak MB'), 'MB'),
  atLeast('EXIF orientations: upright pages kept', 98, figure('kept EXIF')),
  atLeast('quarter turns: upright pages kept', 98, figure('kept quarter turns')),
  atLeast('±10° and ±20°: upright pages kept', 98, figure('kept skew')),
  atLeast('perspective: upright pages kept', 98, figure('kept perspective')),
  atMost('accepted without an MRZ', 0, figure('negatives accepted'), ''),
  atMost('thrown by decoder and reader', 0, figure('fuzz images thrown'), ''),
  atMost('slowest hostile picture', 8_000, figure('fuzz images slowest ms'), 'ms'),
  atMost('memory growth over hostile pictures', 32, figure('fuzz images growth MB'), 'MB'),
  atMost('thrown by the parser', 0, figure('fuzz text thrown'), ''),
  atMost('slowest hostile text', 1_000, figure('fuzz text slowest ms'), 'ms'),
  atMost('heap growth over hostile texts', 16, figure('fuzz text growth MB'), 'MB'),
  atLeast('parses a second', 1_000_000, figure('parse per second'), ''),
];

/** A line for each goal: ✓ or ✗ with the figure, – when this run did not measure it. */
export function goalLines(measured: Measured): string[] {
  return GOALS.map((goal) => {
    const value = goal.measure(measured);
    if (value === null) return `  –  ${goal.words}`;
    const shown = Number.isInteger(value) ? String(value) : value.toFixed(1);
    return `  ${goal.holds(value) ? '✓' : '✗'}  ${goal.words}: ${shown} ${goal.unit}`.trimEnd();
  });
}
