/**
 * Measures the quality words on pages of the document factory, each degraded by a known amount:
 * `tsx scripts/measure-page-quality.ts [seeds] [first seed] [folder of pictures …]`. Prints, per degradation, the share of pages
 * that raised the expected word first, among two and at all, and on fine pages every word raised; then the words on the
 * pictures of each folder, without the reader's help.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PageFindings, PageProblemKind } from '../agent/contract/vocabulary/observations.ts';
import { judgePage } from '../models/page-quality/judge-page.ts';
import { createPictureDecoder } from '../models/picture-decoder.ts';
import { type Degradation, takePage } from '../test/support/degraded-pages.ts';

interface Suite {
  readonly name: string;
  readonly expected: readonly PageProblemKind[];
  readonly degradation: Degradation;
}

const suite = (name: string, expected: readonly PageProblemKind[], degradation: Degradation): Suite => ({
  name,
  expected,
  degradation,
});

const SUITES: readonly Suite[] = [
  suite('fine', [], {}),
  ...[2, 4, 7].map((mm) => suite(`glare, radius ${mm} mm`, ['glare'], { glareMm: mm })),
  ...[5, 10, 18].map((mm) => suite(`finger, ${mm} mm in`, ['finger'], { fingerMm: mm })),
  ...[6, 12].map((mm) => suite(`dark object, ${mm} mm in`, ['finger'], { darkObjectMm: mm })),
  ...[0.3, 0.5, 0.8].map((mm) => suite(`motion, ${mm} mm`, ['motion'], { motionMm: mm })),
  ...[0.12, 0.2, 0.3].map((mm) => suite(`defocus, sigma ${mm} mm`, ['defocus'], { blurMm: mm })),
  ...[5, 3.4, 2.5].map((px) => suite(`far, capitals ${(2.46 * px).toFixed(1)} px`, ['too-far'], { pxPerMm: px })),
  ...[0.05, 0.15].map((cut) => suite(`cut off, ${100 * cut} % of the page`, ['cut-off'], { cut })),
  suite('too close', ['too-close', 'cut-off'], { cut: 0.1, allSides: true }),
  suite('wrong side', ['wrong-side'], { withoutMrz: true }),
  ...[0.4, 0.25, 0.15].map((left) => suite(`contrast ${left}`, ['low-contrast'], { contrast: left })),
  ...[0.3, 0.2, 0.1].map((light) => suite(`light ${light}`, ['too-dark'], { exposure: light })),
  ...[2.3, 4, 7].map((light) => suite(`light ${light}`, ['too-bright'], { exposure: light })),
  suite('empty glass', ['nothing-there'], { emptyGlass: true }),
];

const [seeds = '20', first = '1', ...folders] = process.argv.slice(2);
const told = ({ problems }: PageFindings) => problems.filter(({ severity }) => severity > 0);
const percent = (count: number, of: number) => `${((100 * count) / of).toFixed(0).padStart(3)} %`;

for (const { name, expected, degradation } of SUITES) {
  const words = new Map<PageProblemKind, number>();
  let [leads, shown, raised, cpuMs] = [0, 0, 0, 0];
  for (let seed = Number(first); seed < Number(first) + Number(seeds); seed++) {
    const page = await takePage(seed, degradation);
    const before = process.cpuUsage();
    const problems = told(await judgePage(page.picture, null, page.kind));
    const { user, system } = process.cpuUsage(before);
    cpuMs += (user + system) / 1000;
    for (const { kind } of problems) words.set(kind, (words.get(kind) ?? 0) + 1);
    const at = problems.findIndex(({ kind }) => expected.includes(kind));
    if (at === 0) leads += 1;
    if (at >= 0 && at < 2) shown += 1;
    if (at >= 0) raised += 1;
  }
  const n = Number(seeds);
  const others = [...words].filter(([kind]) => !expected.includes(kind)).map(([kind, count]) => `${kind} ${count}`);
  const rates =
    expected.length === 0
      ? ''
      : `first ${percent(leads, n)}  of two ${percent(shown, n)}  at all ${percent(raised, n)}`;
  console.log(
    `${name.padEnd(28)}${rates.padEnd(46)}${(cpuMs / n).toFixed(0)} ms  other words of ${n}: ${others.join(', ') || 'none'}`,
  );
}

const decoder = createPictureDecoder();
for (const folder of folders) {
  const words = new Map<PageProblemKind, string[]>();
  let [pictures, silent] = [0, 0];
  for (const file of await readdir(folder)) {
    const decoded = await decoder.decode(await readFile(join(folder, file))).catch(() => null);
    if (!decoded?.ok) continue;
    pictures += 1;
    const problems = told(await judgePage(decoded.value, null, 'any'));
    if (problems.length === 0) silent += 1;
    for (const { kind } of problems) words.set(kind, [...(words.get(kind) ?? []), file]);
  }
  console.log(`${folder}: ${pictures} pictures, ${silent} without a word`);
  for (const [kind, files] of words) console.log(`  ${kind} ${files.length}: ${files.slice(0, 8).join(' ')}`);
}
