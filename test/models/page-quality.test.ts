import { beforeAll, describe, expect, test } from 'vitest';
import type { PageProblem, PageProblemKind } from '../../agent/contract/vocabulary/observations.ts';
import { judgePage } from '../../models/page-quality/judge-page.ts';
import { type Degradation, takePage } from '../support/degraded-pages.ts';

/** Seeds that no limit was set on. */
const HELD_OUT = [9001, 9002, 9003, 9004, 9005, 9006];

const toldOf = async (seed: number, degradation: Degradation = {}): Promise<readonly PageProblem[]> => {
  const page = await takePage(seed, degradation);
  const { problems } = await judgePage(page.picture, null, page.kind);
  return problems.filter(({ severity }) => severity > 0);
};

const raised = async (kind: PageProblemKind, degradation: Degradation): Promise<number> => {
  const all = await Promise.all(HELD_OUT.map((seed) => toldOf(seed, degradation)));
  return all.filter((problems) => problems.slice(0, 2).some((problem) => problem.kind === kind)).length;
};

// Drawing the sheets takes far longer than judging them.
beforeAll(async () => {
  for (const seed of HELD_OUT) await takePage(seed);
  for (const seed of HELD_OUT) await takePage(seed, { withoutMrz: true });
}, 300_000);

describe('the words for a page', { timeout: 180_000 }, () => {
  test('say nothing about pages that are fine', async () => {
    const said = await Promise.all(HELD_OUT.map((seed) => toldOf(seed)));
    expect(said.flat().map(({ kind }) => kind)).toEqual([]);
  });

  test.each<readonly [PageProblemKind, Degradation]>([
    ['glare', { glareMm: 7 }],
    ['finger', { fingerMm: 18 }],
    ['motion', { motionMm: 0.8 }],
    ['defocus', { blurMm: 0.22 }],
    ['too-far', { pxPerMm: 2.5 }],
    ['wrong-side', { withoutMrz: true }],
    ['low-contrast', { contrast: 0.2 }],
    ['nothing-there', { emptyGlass: true }],
  ])('name %s where it is strong', async (kind, degradation) => {
    expect(await raised(kind, degradation)).toBeGreaterThanOrEqual(HELD_OUT.length - 1);
  });

  test('name a page that runs out of the picture, on the dark glass', async () => {
    let [bounded, named] = [0, 0];
    for (const seed of HELD_OUT) {
      const { ground, picture, kind } = await takePage(seed, { cut: 0.15 });
      if (ground !== 'glass') continue;
      bounded += 1;
      const { problems } = await judgePage(picture, null, kind);
      if (problems.some((problem) => problem.kind === 'cut-off')) named += 1;
    }
    expect(bounded).toBeGreaterThan(0);
    expect(named).toBe(bounded);
  });

  test.each<readonly [PageProblemKind, Degradation]>([
    ['glare', { glareMm: 7 }],
    ['finger', { fingerMm: 14 }],
  ])('frame the %s where it lies', async (kind, degradation) => {
    for (const seed of HELD_OUT.slice(0, 3)) {
      const { picture, mark, kind: page } = await takePage(seed, degradation);
      const { problems } = await judgePage(picture, null, page);
      const box = problems.find((problem) => problem.kind === kind)?.box;
      if (!box || !mark) throw new Error(`${kind} of page ${seed} was not found`);
      const x = Math.min(box.x + box.width, mark.x + mark.width) - Math.max(box.x, mark.x);
      const y = Math.min(box.y + box.height, mark.y + mark.height) - Math.max(box.y, mark.y);
      expect(Math.max(0, x) * Math.max(0, y)).toBeGreaterThan(0.5 * box.width * box.height);
    }
  });

  test('grow with the trouble', async () => {
    const severity = async (contrast: number) => (await toldOf(HELD_OUT[0] as number, { contrast }))[0]?.severity ?? 0;
    const [mild, strong] = [await severity(0.25), await severity(0.15)];
    expect(strong).toBeGreaterThan(mild);
  });

  test('weigh a reflection on the lines more than one elsewhere', async () => {
    const { picture, mark } = await takePage(HELD_OUT[0] as number, { glareMm: 4 });
    if (!mark) throw new Error('no reflection was drawn');
    const reading = { capHeightPx: 25, gate: 'needs-review', quarterTurns: 0 } as const;
    const corner = { x: 20, y: 20, width: 40, height: 10 };
    const [on] = (await judgePage(picture, { ...reading, box: mark }, 'any')).problems;
    const [off] = (await judgePage(picture, { ...reading, box: corner }, 'any')).problems;
    expect([on?.kind, off?.kind]).toEqual(['glare', 'glare']);
    expect(on?.severity ?? 0).toBeGreaterThan(off?.severity ?? 0);
  });

  test('never speak of the wrong side when the lines were read, and note a turned page without weight', async () => {
    const { picture } = await takePage(HELD_OUT[0] as number, { withoutMrz: true });
    const box = { x: 60, y: 600, width: 900, height: 100 };
    const mrz = { box, capHeightPx: 25, gate: 'accepted', quarterTurns: 2 } as const;
    const { problems } = await judgePage(picture, mrz, 'card');
    expect(problems).toEqual([{ kind: 'turned', box, severity: 0, advice: 'none' }]);
  });

  test('stand for any pixels: a single pixel, one colour, noise', async () => {
    const noise = Uint8Array.from({ length: 300 * 200 * 3 }, (_, i) => (i * 2654435761) >>> 24);
    const odd = [
      { width: 1, height: 1, data: new Uint8Array(3) },
      { width: 3000, height: 2, data: new Uint8Array(18_000).fill(255) },
      { width: 200, height: 300, data: new Uint8Array(180_000).fill(128) },
      { width: 300, height: 200, data: noise },
    ];
    for (const picture of odd) {
      const { width, height, problems } = await judgePage(picture, null, 'any');
      expect([width, height]).toEqual([picture.width, picture.height]);
      for (const { severity } of problems) expect(severity >= 0 && severity <= 1).toBe(true);
    }
  });
});
