import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PictureSet } from './picture-set.ts';
import type { ReadingLine } from './reading-line.ts';
import { count, emptyTally, type Printed, type Tally } from './tally.ts';

/** What every suite is given. */
export interface Bench {
  readonly set: PictureSet;
  readonly line: ReadingLine;
  readonly quick: boolean;
  readonly captures: number;
  /** Number of the first one: a long run can be split. */
  readonly firstCapture: number;
  readonly jobs: number;
  /** Folder of pictures without a machine-readable zone, or null. */
  readonly negativesFolder: string | null;
  /** Files whose truth is known to be wrong. */
  readonly doubted: ReadonlySet<string>;
  /** Folder for the pictures that were not read exactly, or null. */
  readonly keepFolder: string | null;
  progress(done: number, of: number): void;
}

/** What a suite found: rows of the table, sentences below it, and figures by name for the goals. */
export interface Outcome {
  readonly rows?: readonly Row[];
  readonly notes?: readonly string[];
  readonly figures?: Readonly<Record<string, number>>;
}

export interface Row {
  readonly name: string;
  readonly tally: Tally;
  /** A part of a row above, or a peer: shown, but neither its problems listed nor its silent errors summed. */
  readonly aside?: boolean;
}

/** A picture with a machine-readable zone; its bytes are made when its turn comes. */
export interface Sample extends Printed {
  bytes(): Uint8Array | Promise<Uint8Array>;
}

/** Reads all samples, one after the other. `also` names further tallies a sample counts in. */
export async function readSamples(
  bench: Bench,
  samples: readonly Sample[],
  also: (sample: Sample, index: number) => readonly Tally[] = () => [],
): Promise<Tally> {
  const tally = emptyTally();
  for (const [index, sample] of samples.entries()) {
    bench.progress(index, samples.length);
    const bytes = await sample.bytes();
    const answer = await bench.line.readBytes(bytes);
    for (const counted of [tally, ...also(sample, index)]) count(counted, sample, answer);
    if (answer.lines.join('') !== sample.lines.join('')) keep(bench.keepFolder, sample.name, bytes);
  }
  return tally;
}

export function keep(folder: string | null, name: string, bytes: Uint8Array): void {
  if (folder === null) return;
  mkdirSync(folder, { recursive: true });
  const kind = bytes[0] === 0x89 ? 'png' : 'jpg';
  writeFileSync(join(folder, `${name.replaceAll(/[^\w.-]+/g, '_')}.${kind}`), bytes);
}
