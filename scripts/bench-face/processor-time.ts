import { readFileSync } from 'node:fs';

/** Runs `work` several times after a few unmeasured ones; processor time of all threads, median and 95th percentile. */
export async function timeRuns(work: () => unknown, runs: number): Promise<{ median: number; p95: number }> {
  for (let run = 0; run < Math.min(5, runs); run++) await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}

/** Greatest resident memory of this process so far, in bytes; Linux only, elsewhere what it is now. */
export function peakMemoryBytes(): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {}
  return process.memoryUsage().rss;
}
