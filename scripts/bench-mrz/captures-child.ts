import sharp from 'sharp';
import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { createRandom } from '../../drivers/simulation/people/noise.ts';
import { inventLines } from './capture-text.ts';
import { CAP_BANDS, CAPTURE_MIX, type CaptureJob, type CaptureReport } from './captures.ts';
import { drawCapture } from './draw-capture.ts';
import { openReadingLine } from './reading-line.ts';
import { loadSprites } from './sprites.ts';
import { count, emptyTally, type Tally } from './tally.ts';

/** Captures between two reports. */
const SHARE = 50;
/** Seeds of texts and of pictures are apart, so that neither tells of the other. */
const TEXT_SEED = 0x51ed_270b;

process.once('message', (job: CaptureJob) => {
  void work(job).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function work({ first, step, end }: CaptureJob): Promise<void> {
  const sprites = await loadSprites();
  const line = await openReadingLine();
  let byFormat: Partial<Record<MrzFormat, Tally>> = {};
  let byBand: Record<number, Tally> = {};
  let pictures: { name: string; base64: string }[] = [];
  const send = (): void => {
    process.send?.({ byFormat, byBand, pictures } satisfies CaptureReport);
    [byFormat, byBand, pictures] = [{}, {}, []];
  };
  for (let number = first, sinceReport = 1; number < end; number += step, sinceReport++) {
    const format = CAPTURE_MIX[number % CAPTURE_MIX.length] as MrzFormat;
    const lines = inventLines(format, createRandom((number ^ TEXT_SEED) >>> 0));
    const { width, height, data, capPx, jpegQuality } = drawCapture(sprites, format, lines, number);
    const bytes = await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: jpegQuality })
      .toBuffer();
    const answer = await line.readBytes(bytes);
    const name = `capture ${number} ${format} ${capPx.toFixed(1)} px`;
    const band = CAP_BANDS.findLast((least) => capPx >= least) ?? CAP_BANDS[0];
    byFormat[format] ??= emptyTally();
    byBand[band] ??= emptyTally();
    // The Swiss licence carries no check digit, so there are no valid ones to accept it by.
    const printed = { name, format, lines, checksPrinted: format !== 'CHE-DL' };
    for (const tally of [byFormat[format], byBand[band]]) count(tally, printed, answer);
    if (answer.accepted && answer.lines.join('') !== lines.join('')) {
      pictures.push({ name, base64: Buffer.from(bytes).toString('base64') });
    }
    if (sinceReport % SHARE === 0) send();
  }
  send();
  await line.close();
}
