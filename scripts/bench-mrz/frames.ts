import sharp from 'sharp';
import type { MrzReading } from '../../agent/contract/vocabulary/observations.ts';
import { createRandom } from '../../drivers/simulation/people/noise.ts';
import { voteOverFrames } from '../../models/mrz/frame-vote.ts';
import { inventLines } from './capture-text.ts';
import { drawCapture } from './draw-capture.ts';
import { spentMs } from './reading-line.ts';
import { loadSprites } from './sprites.ts';
import type { Bench, Outcome } from './suite.ts';
import { type Answer, count, emptyTally } from './tally.ts';

const FORMATS = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B', 'FRA-ID'] as const;
const FRAMES = 3;
const DOCUMENTS = 200;
const QUICK_DOCUMENTS = 24;
/** Added to every frame, so that single frames fail often enough to show what a vote is worth. */
const NOISE_SIGMA = 12;
const JPEG_QUALITY = 50;

/** One document seen in three noisy frames: each frame alone, and the vote over the readings. */
export async function readFrames(bench: Bench): Promise<Outcome> {
  const sprites = await loadSprites();
  const [single, voted] = [emptyTally(), emptyTally()];
  const documents = bench.quick ? QUICK_DOCUMENTS : DOCUMENTS;
  for (let number = 0; number < documents; number++) {
    bench.progress(number, documents);
    const format = FORMATS[number % FORMATS.length] as (typeof FORMATS)[number];
    const lines = inventLines(format, createRandom(number + 7_000_000));
    const printed = { name: `frames ${number} ${format}`, format, lines, checksPrinted: true };
    const readings: MrzReading[] = [];
    let spent = 0;
    for (let frame = 0; frame < FRAMES; frame++) {
      const bytes = await drawFrame(sprites, printed, number, frame);
      const picture = await bench.line.decoder.decode(bytes);
      if (!picture.ok) throw new Error(`a drawn frame does not decode: ${picture.fault.code}`);
      const began = spentMs();
      const reading = await bench.line.readPicture(picture.value);
      const readMs = spentMs() - began;
      spent += readMs;
      if (reading.ok) readings.push(reading.value);
      count(single, printed, answerOf(reading.ok ? reading.value : null, readMs));
    }
    const [first, ...others] = readings;
    count(voted, printed, answerOf(first === undefined ? null : voteOverFrames([first, ...others]), spent));
  }
  return {
    rows: [
      {
        name: 'frames, each alone',
        tally: { ...single, problems: single.problems.filter((p) => p.kind === 'silent') },
      },
      { name: 'frames, vote of three', tally: voted },
    ],
  };
}

/** The same sheet at the same size, with the noise of this frame. */
async function drawFrame(
  sprites: Awaited<ReturnType<typeof loadSprites>>,
  printed: { readonly format: (typeof FORMATS)[number]; readonly lines: readonly string[] },
  number: number,
  frame: number,
): Promise<Uint8Array> {
  const { width, height, data } = drawCapture(sprites, printed.format, printed.lines, number + 3_000_000);
  const random = createRandom(number * FRAMES + frame);
  const noisy = new Uint8ClampedArray(data);
  for (let i = 0; i < noisy.length; i += 3) {
    const noise = NOISE_SIGMA * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    for (let c = 0; c < 3; c++) noisy[i + c] = (noisy[i + c] as number) + noise;
  }
  return sharp(noisy, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

const answerOf = (reading: MrzReading | null, readMs: number): Answer => ({
  lines: reading?.lines ?? [],
  accepted: reading?.gate === 'accepted',
  fault: reading === null ? 'none of the frames was read' : null,
  decodeMs: 0,
  readMs,
});
