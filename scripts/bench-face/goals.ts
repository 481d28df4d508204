interface Goal {
  readonly words: string;
  readonly figure: string;
  readonly unit: string;
  readonly limit: number;
  readonly atLeast?: true;
}

/** What is asked of the faces, and which figure shows it. */
const GOALS: readonly Goal[] = [
  { words: 'failures to acquire, station tier', figure: 'station not acquired', unit: '', limit: 0 },
  { words: 'photographs, FNMR at FMR 1e-4, station tier', figure: 'station photo FNMR at 1e-4', unit: '%', limit: 1 },
  { words: 'chip portraits, FNMR at FMR 1e-3, station tier', figure: 'station chip FNMR at 1e-3', unit: '%', limit: 1 },
  {
    words: 'printed portraits, FNMR at FMR 1e-3, station tier',
    figure: 'station printed FNMR at 1e-3',
    unit: '%',
    limit: 5,
  },
  {
    words: 'frame → face, quality, liveness, processor time',
    figure: 'face quality liveness ms',
    unit: 'ms',
    limit: 60,
  },
  { words: 'embed and match, processor time', figure: 'embed match ms', unit: 'ms', limit: 25 },
  { words: 'whole 720p frame with JPEG decoding, processor time', figure: 'whole frame ms', unit: 'ms', limit: 80 },
  { words: 'less processor time than human on wasm', figure: 'human ratio', unit: '×', limit: 3, atLeast: true },
  { words: 'resident memory at its height', figure: 'peak MB', unit: 'MB', limit: 300 },
  { words: 'memory growth over the second half of the soak', figure: 'soak growth MB', unit: 'MB', limit: 16 },
];

/** A line for each goal: ✓ or ✗ with the figure, – when this run did not measure it. */
export function goalLines(figures: Readonly<Record<string, number>>): string[] {
  return GOALS.map(({ words, figure, unit, limit, atLeast }) => {
    const asked = `${words} ${atLeast ? '≥' : '≤'} ${limit} ${unit}`.trimEnd();
    const value = figures[figure];
    if (value === undefined) return `  –  ${asked}`;
    const holds = atLeast ? value >= limit : value <= limit;
    return `  ${holds ? '✓' : '✗'}  ${asked}: ${Number.isInteger(value) ? value : value.toFixed(2)} ${unit}`.trimEnd();
  });
}
