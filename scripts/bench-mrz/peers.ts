import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { createWorker, PSM, type Worker } from 'tesseract.js';
import { MRZ_LINES, type MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { withRoom } from './degrade.ts';
import { spentMs } from './reading-line.ts';
import { quantile } from './statistics.ts';
import { type Bench, type Outcome, readSamples, type Sample } from './suite.ts';
import { count, emptyTally } from './tally.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';
/** Capitals of this height suit the peer best; the factor comes from the truth file, a help the station's reader does without. */
const BEST_CAP_PX = 32;

/** tesseract.js with its usual data, whitelist and one block of text, on the same cut-outs, taking turns with the reader. */
export async function readWithPeers(bench: Bench): Promise<Outcome> {
  const pages = bench.set.pages.filter((page) => page.cropPath !== null);
  if (pages.length === 0) return { notes: ['peers: the set has no crop/ to compare on'] };
  const worker = await openTesseract();
  const [plain, enlarged] = [emptyTally(), emptyTally()];
  const samples = pages.map(
    (page): Sample => ({
      name: page.file,
      format: page.format,
      lines: page.lines,
      checksPrinted: page.checksPrinted,
      truthDoubted: bench.doubted.has(page.file),
      async bytes() {
        const file = readFileSync(page.cropPath as string);
        const inputs = [[plain, file]] as [typeof plain, Uint8Array][];
        if (page.capPx !== null) inputs.push([enlarged, await enlarge(file, BEST_CAP_PX / page.capPx)]);
        for (const [tally, bytes] of inputs) {
          const began = spentMs();
          const { data } = await worker.recognize(Buffer.from(bytes));
          const lines = linesOf(data.text, page.format);
          count(tally, this, { lines, accepted: false, fault: null, decodeMs: 0, readMs: spentMs() - began });
        }
        return withRoom(file);
      },
    }),
  );
  const own = await readSamples(bench, samples);
  await worker.terminate();
  const perPage = (tally: typeof own) =>
    quantile(
      tally.decodeMs.map((ms, i) => ms + (tally.readMs[i] as number)),
      0.5,
    );
  const ratio = perPage(plain) / perPage(own);
  return {
    rows: [
      { name: 'crops, this reader', tally: own, aside: true },
      { name: 'crops, tesseract.js', tally: plain, aside: true },
      { name: `… enlarged to ${BEST_CAP_PX} px`, tally: enlarged, aside: true },
    ],
    notes: [
      `peers: median processor time ${ratio.toFixed(1)} times that of this reader (enlarged ${(perPage(enlarged) / perPage(own)).toFixed(1)} times)`,
    ],
    figures: { 'peers ratio': ratio },
  };
}

async function openTesseract(): Promise<Worker> {
  const langPath = new URL('../../node_modules/@tesseract.js-data/eng/4.0.0_best_int', import.meta.url).pathname;
  const worker = await createWorker('eng', 1, { langPath, cacheMethod: 'none', gzip: true });
  await worker.setParameters({ tessedit_char_whitelist: ALPHABET, tessedit_pageseg_mode: PSM.SINGLE_BLOCK });
  return worker;
}

async function enlarge(file: Uint8Array, factor: number): Promise<Uint8Array> {
  const { width } = await sharp(file).metadata();
  return sharp(file)
    .greyscale()
    .resize({ width: Math.max(1, Math.round(width * factor)), kernel: 'cubic' })
    .normalise()
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/** The last lines of MRZ length, cut or filled to the length of the format, which the peer is told. */
function linesOf(text: string, format: MrzFormat): string[] {
  const lengths = MRZ_LINES[format];
  const long = text
    .split('\n')
    .map((line) => line.replaceAll(/[^A-Z0-9<]/g, ''))
    .filter((line) => line.length >= Math.min(22, ...lengths));
  return long.slice(-lengths.length).map((line, i) => line.padEnd(lengths[i] ?? 0, '<').slice(0, lengths[i] ?? 0));
}
