import { fuzzImages } from './fuzz-images.ts';
import { fuzzParser } from './fuzz-text.ts';
import { timeParser } from './parse-speed.ts';
import type { Bench, Outcome } from './suite.ts';

const MEGABYTE = 1_048_576;
const SEED = 9303;

/** Hostile pictures through decoder and reader, hostile texts through the parser. */
export async function sendHostileInput(bench: Bench): Promise<Outcome> {
  const images = await fuzzImages(bench.line, bench.set, bench.quick ? 500 : 10_000, bench.progress);
  const text = fuzzParser(bench.quick ? 50_000 : 1_000_000, SEED);
  return {
    notes: [
      `fuzz images: ${images.inputs} inputs, ${images.thrown.length} thrown, ${images.refused} refused, ${images.accepted} accepted, slowest ${images.slowest.ms.toFixed(0)} ms (input ${images.slowest.input}, ${images.slowest.kind}), growth ${(images.growthBytes / MEGABYTE).toFixed(1)} MB`,
      ...images.thrown.slice(0, 10).map((line) => `  ${line}`),
      `fuzz text: ${text.inputs} inputs, ${text.thrown.length} thrown, slowest ${text.slowestMs.toFixed(1)} ms, heap growth ${(text.heapGrowthBytes / MEGABYTE).toFixed(1)} MB`,
      ...text.thrown.slice(0, 10).map((line) => `  ${line}`),
    ],
    figures: {
      'fuzz images thrown': images.thrown.length,
      'fuzz images slowest ms': images.slowest.ms,
      'fuzz images growth MB': images.growthBytes / MEGABYTE,
      'fuzz text thrown': text.thrown.length,
      'fuzz text slowest ms': text.slowestMs,
      'fuzz text growth MB': text.heapGrowthBytes / MEGABYTE,
    },
  };
}

/** Parses a second, beside the npm package in the same run. */
export async function timeParses(): Promise<Outcome> {
  const { perSecond, mrzPerSecond } = timeParser();
  return {
    notes: [
      `parse: ${Math.round(perSecond).toLocaleString('en')} a second on one core, npm mrz ${Math.round(mrzPerSecond).toLocaleString('en')} (${(perSecond / mrzPerSecond).toFixed(0)} times)`,
    ],
    figures: { 'parse per second': perSecond },
  };
}
