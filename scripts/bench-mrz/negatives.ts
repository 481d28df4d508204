import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawNegative, NEGATIVE_KINDS } from './draw-negative.ts';
import { type Bench, keep, type Outcome } from './suite.ts';

const PER_KIND = 20;
const QUICK_PER_KIND = 3;

interface Found {
  n: number;
  refused: number;
  review: string[];
  accepted: string[];
}

/** Pictures without a machine-readable zone: drawn ones, and those of a folder. Nothing may be accepted; little may be read. */
export async function readNegatives(bench: Bench): Promise<Outcome> {
  const perKind = bench.quick ? QUICK_PER_KIND : PER_KIND;
  const drawn = NEGATIVE_KINDS.flatMap((kind) =>
    Array.from({ length: perKind }, (_, i) => ({ name: `${kind} ${i}`, bytes: () => drawNegative(kind, 1 + i) })),
  );
  const given = bench.negativesFolder === null ? [] : picturesIn(bench.negativesFolder);
  const groups = [
    ['drawn', drawn],
    ...(given.length > 0 ? ([[`in ${bench.negativesFolder}`, given]] as const) : []),
  ] as const;
  const notes: string[] = [];
  const total = { n: 0, accepted: 0, review: 0 };
  for (const [group, pictures] of groups) {
    const found: Found = { n: 0, refused: 0, review: [], accepted: [] };
    for (const { name, bytes } of pictures) {
      bench.progress(found.n, pictures.length);
      const file = await bytes();
      const answer = await bench.line.readBytes(file);
      found.n++;
      if (answer.lines.length === 0) found.refused++;
      else {
        (answer.accepted ? found.accepted : found.review).push(`${name}: ${answer.lines.join(' / ')}`);
        keep(bench.keepFolder, `negative ${name}`, file);
      }
    }
    total.n += found.n;
    total.accepted += found.accepted.length;
    total.review += found.review.length;
    notes.push(
      `negatives ${group}: ${found.n} pictures, ${found.refused} refused, ${found.review.length} read for review, ${found.accepted.length} accepted`,
      ...found.accepted.map((line) => `  accepted ${line}`),
      ...found.review.slice(0, 10).map((line) => `  for review ${line}`),
    );
  }
  return {
    notes,
    figures: { 'negatives n': total.n, 'negatives accepted': total.accepted, 'negatives review': total.review },
  };
}

function picturesIn(folder: string): { name: string; bytes: () => Uint8Array }[] {
  if (!existsSync(folder)) throw new Error(`--negatives names ${folder}, which does not exist`);
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.(jpe?g|png)$/i.test(name))
    .sort()
    .map((name) => ({ name, bytes: () => readFileSync(join(folder, name)) }));
}
