import { readFileSync } from 'node:fs';
import { DEGRADATIONS, type DegradationName, degrade, withRoom } from './degrade.ts';
import type { SetPage } from './picture-set.ts';
import { type Bench, type Outcome, readSamples, type Sample } from './suite.ts';
import { emptyTally } from './tally.ts';

/** Tags of documents that are not printed in OCR-B. */
const OTHER_FONT = 'font';
const CLEAR_CAP_PX = 10;

/** Uncropped pictures, and of them those in OCR-B with capitals of at least 10 px. */
export async function readPages(bench: Bench): Promise<Outcome> {
  const clear = emptyTally();
  const isClear = bench.set.pages.map((p) => !p.tags.includes(OTHER_FONT) && (p.capPx ?? 0) >= CLEAR_CAP_PX);
  const samples = bench.set.pages.map((page) => sampleOf(bench, page, page.path));
  const all = await readSamples(bench, samples, (_, i) => (isClear[i] ? [clear] : []));
  return {
    rows: [
      { name: 'pages', tally: all },
      ...(clear.n > 0 ? [{ name: 'pages ≥ 10 px', tally: clear, aside: true }] : []),
    ],
  };
}

/** Deskewed cut-outs of the zone. */
export async function readCrops(bench: Bench): Promise<Outcome> {
  const samples = croppedPages(bench).map((page) => {
    const base = sampleOf(bench, page, page.cropPath);
    return { ...base, bytes: async () => withRoom(await base.bytes()) };
  });
  if (samples.length === 0) return { notes: ['crops: the set has no crop/, nothing to read'] };
  return { rows: [{ name: 'crops', tally: await readSamples(bench, samples) }] };
}

/** Below this a cut-out would have to be enlarged, or not be made smaller, to be degraded. */
const LEAST_CAP_PX = 14;
/** Every cut-out is degraded this often, each time with another place of reflection, noise and skew. */
const COPIES = 2;

/** Cut-outs with capitals of at least 14 px, made worse. */
export async function readDegraded(bench: Bench, name: DegradationName): Promise<Outcome> {
  const fit = croppedPages(bench).filter((page) => (page.capPx ?? 0) >= LEAST_CAP_PX);
  const samples = fit.flatMap((page) =>
    Array.from({ length: bench.quick ? 1 : COPIES }, (_, copy): Sample => {
      const base = sampleOf(bench, page, page.cropPath);
      const seedName = `${name} ${copy} ${page.file}`;
      return {
        ...base,
        name: seedName,
        bytes: async () => degrade(await base.bytes(), page.capPx ?? 0, DEGRADATIONS[name], seedName),
      };
    }),
  );
  if (samples.length === 0) return { notes: [`${name}: the set has no crop/ with capitals of ${LEAST_CAP_PX} px`] };
  return { rows: [{ name, tally: await readSamples(bench, samples) }] };
}

const croppedPages = (bench: Bench): readonly SetPage[] => bench.set.pages.filter((page) => page.cropPath !== null);

function sampleOf(bench: Bench, page: SetPage, path: string | null): Sample {
  return {
    name: page.file,
    format: page.format,
    lines: page.lines,
    checksPrinted: page.checksPrinted,
    truthDoubted: bench.doubted.has(page.file),
    bytes: () => readFileSync(path ?? page.path),
  };
}
