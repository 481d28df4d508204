import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { createWorker, PSM, type Worker } from 'tesseract.js';
import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import type {
  Box,
  ModelIdentity,
  Picture,
  PrintedWord,
  PrintedZoneReading,
} from '../../agent/contract/vocabulary/observations.ts';
import type { PrintedZoneReader } from '../ports.ts';
import { type Grey, resize, toGrey } from './grey.ts';

const DEADLINE_MS = 15_000;
/** Long side the page is read at, px: the print of a data page is legible and one core stays below two seconds. */
const LONG_SIDE = 1100;
/** A small picture grows at most this much; more adds time and no detail. */
const MOST_GROWTH = 2;
const LEAST_SIDE = 40;

export interface PrintedZoneReaderOptions {
  /** Longest reading of one page; then the recogniser is replaced and the page given up. */
  readonly deadlineMs?: number;
}

/**
 * Opens the printed-zone reader: tesseract.js with the English data of the npm package, read from disk, nothing fetched and
 * nothing cached. Good for corroboration of what the MRZ says; it is not used for the MRZ itself. Throws when the packages
 * are damaged. Boxes are in pixels of the page given to `read`; confidence is 0…1.
 */
export async function openPrintedZoneReader(options: PrintedZoneReaderOptions = {}): Promise<PrintedZoneReader> {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json')),
    '4.0.0_best_int',
  );
  const sha256 = createHash('sha256')
    .update(await readFile(join(folder, 'eng.traineddata.gz')))
    .digest('hex');
  const start = (): Promise<Worker> => startWorker(folder);
  let worker = await start();
  let busy: Promise<unknown> = Promise.resolve();
  const models: readonly ModelIdentity[] = [
    { role: 'printed-zone', name: 'tesseract-eng-best-int', version: '4.0.0', sha256Prefix: sha256.slice(0, 16) },
  ];

  async function readOne(page: Picture, mrz: Box | null): Promise<Result<PrintedZoneReading>> {
    if (page.data.length !== page.width * page.height * 3 || Math.min(page.width, page.height) < LEAST_SIDE) {
      return failed(fault('printed-zone.unreadable', { detail: 'picture too small' }));
    }
    const scale = Math.min(MOST_GROWTH, LONG_SIDE / Math.max(page.width, page.height));
    const png = await encode(prepared(page, mrz, scale));
    const found = await within(
      options.deadlineMs ?? DEADLINE_MS,
      worker.recognize(png, {}, { text: false, blocks: true }),
    );
    if (found === null) {
      await worker.terminate();
      worker = await start();
      return failed(fault('models.timeout', { where: 'printed-zone' }));
    }
    const words = wordsOf(found.data.blocks ?? [], scale).filter((w) => mrz === null || !inside(w.box, mrz));
    return words.length > 0 ? ok({ words }) : failed(fault('printed-zone.unreadable', { detail: 'no words' }));
  }

  return {
    models,
    read(page, mrz) {
      // One worker, one page at a time: a deadline counts reading, not waiting.
      const result = busy.then(() => readOne(page, mrz));
      busy = result.catch(() => undefined);
      return result;
    },
    async close() {
      await busy;
      await worker.terminate();
    },
  };
}

async function startWorker(langPath: string): Promise<Worker> {
  const worker = await createWorker('eng', 1, {
    langPath,
    gzip: true,
    cacheMethod: 'none',
    // Without a handler the library throws a refused picture out of its message loop, past every caller.
    errorHandler: () => undefined,
  });
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SPARSE_TEXT, user_defined_dpi: '200' });
  return worker;
}

async function within<T>(deadlineMs: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), deadlineMs);
  });
  try {
    // The library refuses with a string; a page it cannot read is as good as one it never finishes.
    return await Promise.race([work.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Scaled grey page with the MRZ painted over in the colour of the paper beside it. */
function prepared(page: Picture, mrz: Box | null, scale: number): Grey {
  const full = toGrey(page, 'luminance');
  const small = resize(full, Math.max(1, Math.round(page.width * scale)), Math.max(1, Math.round(page.height * scale)));
  if (mrz === null) return small;
  const data = new Uint8Array(small.data);
  const left = clamp(mrz.x * scale - 4, small.width);
  const right = clamp((mrz.x + mrz.width) * scale + 4, small.width);
  for (let y = clamp(mrz.y * scale - 4, small.height); y < clamp((mrz.y + mrz.height) * scale + 4, small.height); y++) {
    data.fill(data[y * small.width + Math.max(0, left - 1)] as number, y * small.width + left, y * small.width + right);
  }
  return { ...small, data };
}

const clamp = (v: number, most: number): number => Math.min(most, Math.max(0, Math.round(v)));

const encode = (grey: Grey): Promise<Buffer> =>
  sharp(grey.data, { raw: { width: grey.width, height: grey.height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();

type Blocks = NonNullable<Awaited<ReturnType<Worker['recognize']>>['data']['blocks']>;

function wordsOf(blocks: Blocks, scale: number): PrintedWord[] {
  const words = blocks.flatMap((b) => b.paragraphs.flatMap((p) => p.lines.flatMap((l) => l.words)));
  return words
    .filter((w) => w.text.trim() !== '')
    .map((w) => ({
      text: w.text.trim(),
      confidence: w.confidence / 100,
      box: {
        x: w.bbox.x0 / scale,
        y: w.bbox.y0 / scale,
        width: (w.bbox.x1 - w.bbox.x0) / scale,
        height: (w.bbox.y1 - w.bbox.y0) / scale,
      },
    }));
}

function inside(box: Box, area: Box): boolean {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  return x > area.x && x < area.x + area.width && y > area.y && y < area.y + area.height;
}
