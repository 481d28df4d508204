import { readdirSync, readFileSync } from 'node:fs';
import type { Result } from '../../agent/contract/faults.ts';
import type { MrzReading, Picture } from '../../agent/contract/vocabulary/observations.ts';
import { openMrzReader } from '../../models/mrz/mrz-reader.ts';
import { createPictureDecoder } from '../../models/picture-decoder.ts';
import type { PictureDecoder } from '../../models/ports.ts';
import type { Answer } from './tally.ts';

/** File bytes to an answer, timed: the way of every picture in the bench. */
export interface ReadingLine {
  readonly decoder: PictureDecoder;
  readPicture(picture: Picture): Promise<Result<MrzReading>>;
  readBytes(bytes: Uint8Array): Promise<Answer>;
  close(): Promise<void>;
}

/** Opens decoder and reader as a station does. The search's clock is processor time, so that a busy machine cuts nothing short. */
export async function openReadingLine(): Promise<ReadingLine> {
  const decoder = createPictureDecoder();
  const reader = await openMrzReader({ nowMs: spentMs });
  return {
    decoder,
    readPicture: (picture) => reader.read(picture),
    async readBytes(bytes) {
      const began = spentMs();
      const picture = await decoder.decode(bytes);
      const decoded = spentMs();
      const reading = picture.ok ? await reader.read(picture.value) : picture;
      const times = { decodeMs: decoded - began, readMs: spentMs() - decoded };
      if (!reading.ok) return { lines: [], accepted: false, fault: reading.fault.code, ...times };
      const { lines, gate } = reading.value;
      return { lines, accepted: gate === 'accepted', fault: null, ...times };
    },
    close: () => reader.close(),
  };
}

const DRAWN_PAGES = new URL('../../test/fixtures/mrz/', import.meta.url);
const WARM_UP_ROUNDS = 12;

/** Reads the drawn pages of the tests a few times over, so that what is timed next is a station's usual reading, not its first. */
export async function warmUp(line: ReadingLine): Promise<void> {
  const pages = readdirSync(DRAWN_PAGES).filter((name) => name.endsWith('.jpg'));
  for (let round = 0; round < WARM_UP_ROUNDS; round++)
    for (const page of pages) await line.readBytes(readFileSync(new URL(page, DRAWN_PAGES)));
}

/** Processor time of this process in all its threads, milliseconds. */
export function spentMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
