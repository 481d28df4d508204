import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { layOnGlass } from '../../drivers/simulation/document/warp.ts';
import { type Bench, type Outcome, type Row, readSamples, type Sample } from './suite.ts';

export interface Way {
  readonly name: string;
  /** Ways of one group share a figure: how many of the pages read exactly upright are read exactly that way too. */
  readonly group: 'EXIF' | 'quarter turns' | 'skew' | 'perspective';
  /** From the upright picture (PNG bytes) to file bytes. */
  lay(upright: Uint8Array): Promise<Uint8Array>;
}

const QUALITY = 92;
const jpeg = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).jpeg({ quality: QUALITY }).toBuffer();
const turned = (bytes: Uint8Array, degrees: number): Promise<Buffer> => sharp(bytes).rotate(degrees).png().toBuffer();
const flopped = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).flop().png().toBuffer();

/** What a camera stores so that EXIF orientation 1…8 shows the page upright: the inverse of Exif 2.3 §4.6.4 A. */
const STORED: readonly ((upright: Uint8Array) => Promise<Uint8Array>)[] = [
  async (b) => b,
  (b) => flopped(b),
  (b) => turned(b, 180),
  async (b) => flopped(await turned(b, 180)),
  async (b) => flopped(await turned(b, 90)),
  (b) => turned(b, 270),
  async (b) => flopped(await turned(b, 270)),
  (b) => turned(b, 90),
];

/** Writes a JPEG whose pixels are stored as `orientation` (1…8) says. */
export async function storeWithOrientation(upright: Uint8Array, orientation: number): Promise<Uint8Array> {
  const stored = (await STORED[orientation - 1]?.(upright)) ?? upright;
  return sharp(stored).withMetadata({ orientation }).jpeg({ quality: QUALITY }).toBuffer();
}

/** Every way a page is laid in. */
export const WAYS: readonly Way[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map(
    (orientation): Way => ({
      name: `EXIF ${orientation}`,
      group: 'EXIF',
      lay: (upright) => storeWithOrientation(upright, orientation),
    }),
  ),
  ...[90, 180, 270].map(
    (degrees): Way => ({
      name: `turned ${degrees}°`,
      group: 'quarter turns',
      lay: async (upright) => jpeg(await turned(upright, degrees)),
    }),
  ),
  ...[-20, -10, 10, 20].map(
    (degrees): Way => ({
      name: `askew ${degrees}°`,
      group: 'skew',
      lay: (upright) => sharp(upright).rotate(degrees, { background: '#3a3d40' }).jpeg({ quality: QUALITY }).toBuffer(),
    }),
  ),
  { name: 'perspective', group: 'perspective', lay: async (upright) => jpeg(await tilt(upright)) },
];

/** The far edge of the page shorter and the near one turned a little, as a hand-held camera sees it. */
async function tilt(upright: Uint8Array): Promise<Uint8Array> {
  const { data, info } = await sharp(upright).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const tilted = layOnGlass({ width, height, channels: 3, data }, { width, height, ground: [58, 61, 64] }, [
    [width * 0.06, height * 0.04],
    [width * 0.95, 0],
    [width, height],
    [0, height * 0.97],
  ]);
  return sharp(tilted.data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** Pages of a quick run, spread over the set. */
const QUICK_PAGES = 6;

/** Pages of the set stored, turned, laid askew and seen at an angle, beside the same pages upright. */
export async function readOrientations(bench: Bench): Promise<Outcome> {
  const step = bench.quick ? Math.max(1, Math.floor(bench.set.pages.length / QUICK_PAGES)) : 1;
  const pages = bench.set.pages.filter((_, i) => i % step === 0);
  const samplesOf = (way: Way): Sample[] =>
    pages.map((page) => ({
      name: `${way.name} ${page.file}`,
      format: page.format,
      lines: page.lines,
      checksPrinted: page.checksPrinted,
      truthDoubted: bench.doubted.has(page.file),
      bytes: async () => way.lay(await uprightOf(readFileSync(page.path))),
    }));
  const rows: Row[] = [];
  const kept = new Map<Way['group'], { kept: number; of: number }>();
  let uprightMissed = new Set<string>();
  for (const way of WAYS) {
    const tally = await readSamples(bench, samplesOf(way));
    rows.push({ name: way.name, tally });
    const missed = new Set(tally.problems.map((p) => p.name.slice(way.name.length + 1)));
    if (way.name === 'EXIF 1') uprightMissed = missed;
    const sum = kept.get(way.group) ?? { kept: 0, of: 0 };
    for (const page of pages) {
      if (uprightMissed.has(page.file)) continue;
      sum.of++;
      sum.kept += Number(!missed.has(page.file));
    }
    kept.set(way.group, sum);
  }
  const shares = [...kept].map(([group, sum]) => [group, sum.of === 0 ? 0 : (100 * sum.kept) / sum.of] as const);
  return {
    rows,
    notes: [
      `orientations: of the pages read exactly upright, read exactly too: ${shares
        .map(([group, share]) => `${group} ${share.toFixed(1)} %`)
        .join(', ')}`,
    ],
    figures: Object.fromEntries(shares.map(([group, share]) => [`kept ${group}`, share])),
  };
}

/** Upright by EXIF, no alpha, three channels, PNG. */
export const uprightOf = (bytes: Uint8Array): Promise<Buffer> =>
  sharp(bytes).autoOrient().flatten({ background: 'white' }).toColourspace('srgb').removeAlpha().png().toBuffer();
