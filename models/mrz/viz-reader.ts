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
  MrzReading,
  Picture,
  PrintedWord,
  PrintedZoneReading,
} from '../../agent/contract/vocabulary/observations.ts';
import type { PrintedZoneReader } from '../ports.ts';
import { type Grey, resize, toGrey } from './grey.ts';
import { type PrintedArea, printedArea } from './printed-area.ts';

const DEADLINE_MS = 15_000;
const LEAST_SIDE = 40;

/** Where the MRZ of the page is and in which layout: it tells where the print lies and how large it is. */
type MrzPlace = Pick<MrzReading, 'box' | 'format'>;

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

  async function readOne(page: Picture, mrz: MrzPlace | null): Promise<Result<PrintedZoneReading>> {
    if (page.data.length !== page.width * page.height * 3 || Math.min(page.width, page.height) < LEAST_SIDE) {
      return failed(fault('printed-zone.unreadable', { detail: 'picture too small' }));
    }
    const area = printedArea(page, mrz);
    const png = await encode(prepared(page, mrz?.box ?? null, area));
    const found = await within(
      options.deadlineMs ?? DEADLINE_MS,
      worker.recognize(png, {}, { text: false, blocks: true }),
    );
    if (found === null) {
      await worker.terminate();
      worker = await start();
      return failed(fault('models.timeout', { where: 'printed-zone' }));
    }
    const words = wordsOf(found.data.blocks ?? [], area).filter((w) => mrz === null || !inside(w.box, mrz.box));
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

/** The area in grey at its scale, with the MRZ painted over in the colour of the paper beside it. */
function prepared(page: Picture, mrz: Box | null, { box, scale }: PrintedArea): Grey {
  const full = cutOut(toGrey(page, 'luminance'), box);
  const small = resize(full, Math.max(1, Math.round(box.width * scale)), Math.max(1, Math.round(box.height * scale)));
  if (mrz === null) return small;
  const data = new Uint8Array(small.data);
  const left = clamp((mrz.x - box.x) * scale - 4, small.width);
  const right = clamp((mrz.x - box.x + mrz.width) * scale + 4, small.width);
  const top = clamp((mrz.y - box.y) * scale - 4, small.height);
  const bottom = clamp((mrz.y - box.y + mrz.height) * scale + 4, small.height);
  for (let y = top; y < bottom; y++)
    data.fill(data[y * small.width + Math.max(0, left - 1)] as number, y * small.width + left, y * small.width + right);
  return { ...small, data };
}

function cutOut(grey: Grey, { x, y, width, height }: Box): Grey {
  if (width === grey.width && height === grey.height) return grey;
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * grey.width + x;
    data.set(grey.data.subarray(from, from + width), row * width);
  }
  return { width, height, data };
}

const clamp = (v: number, most: number): number => Math.min(most, Math.max(0, Math.round(v)));

const encode = (grey: Grey): Promise<Buffer> =>
  sharp(grey.data, { raw: { width: grey.width, height: grey.height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();

type Blocks = NonNullable<Awaited<ReturnType<Worker['recognize']>>['data']['blocks']>;

function wordsOf(blocks: Blocks, { box, scale }: PrintedArea): PrintedWord[] {
  const words = blocks.flatMap((b) => b.paragraphs.flatMap((p) => p.lines.flatMap((l) => l.words)));
  return words
    .filter((w) => w.text.trim() !== '')
    .map((w) => ({
      text: w.text.trim(),
      confidence: w.confidence / 100,
      box: {
        x: box.x + w.bbox.x0 / scale,
        y: box.y + w.bbox.y0 / scale,
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
