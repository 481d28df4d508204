import { readFileSync } from 'node:fs';
import type { ColdReport } from './cold-start.ts';
import { openReadingLine, spentMs } from './reading-line.ts';

/** `node cold-child COUNT FILE…`: opens the reader, reads COUNT pages over the files in turn, prints a {@link ColdReport}. */
const [, , count = '1', ...files] = process.argv;
const line = await openReadingLine();
const openedMs = performance.now();
let firstReadingMs = 0;
let firstReadingCpuMs = 0;
for (let i = 0; i < Number(count); i++) {
  await line.readBytes(readFileSync(files[i % files.length] as string));
  if (i > 0) continue;
  firstReadingMs = performance.now();
  firstReadingCpuMs = spentMs();
}
await line.close();
const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
const report: ColdReport = {
  openedMs,
  firstReadingMs,
  firstReadingCpuMs,
  peakBytes: Number(peak) * 1024,
  pages: Number(count),
};
console.log(JSON.stringify(report));
