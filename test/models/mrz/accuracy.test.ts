import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMrzReader } from '../../../models/mrz/mrz-reader.ts';
import type { MrzReader } from '../../../models/ports.ts';
import { editDistance, type Page, pagesOf, pixels, SET, setIsThere } from './pages.ts';

if (!setIsThere) console.log('skipped: MRZ accuracy (no ../shared/mrz-set)');

/** Processor time, so that a busy machine does not cut a search short. */
const nowMs = (): number => process.cpuUsage().user / 1000;

interface Tally {
  n: number;
  exact: number;
  edits: number;
  characters: number;
  accepted: number;
  acceptedWrong: string[];
  acceptable: number;
  wrong: string[];
  cpuMs: number[];
}

async function measure(reader: MrzReader, pages: readonly Page[], fileOf: (p: Page) => string): Promise<Tally> {
  const t: Tally = {
    n: 0,
    exact: 0,
    edits: 0,
    characters: 0,
    accepted: 0,
    acceptedWrong: [],
    acceptable: 0,
    wrong: [],
    cpuMs: [],
  };
  for (const page of pages) {
    const picture = await pixels(readFileSync(SET + fileOf(page)));
    const before = process.cpuUsage();
    const result = await reader.read(picture);
    const spent = process.cpuUsage(before);
    t.cpuMs.push((spent.user + spent.system) / 1000);
    const truth = page.lines.join('');
    const lines = result.ok ? result.value.lines : [];
    const right = lines.join('\n') === page.lines.join('\n');
    const accepted = result.ok && result.value.gate === 'accepted';
    t.n++;
    t.exact += Number(right);
    t.edits += Math.min(truth.length, editDistance(lines.join(''), truth));
    t.characters += truth.length;
    t.accepted += Number(accepted);
    t.acceptable += Number(page.checksPrinted);
    if (!right) t.wrong.push(page.file);
    if (accepted && !right) t.acceptedWrong.push(page.file);
  }
  return t;
}

function say(name: string, t: Tally): void {
  const sorted = [...t.cpuMs].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
  console.log(
    `MRZ ${name}: n ${t.n}, exact ${t.exact} (${((100 * t.exact) / t.n).toFixed(1)} %), ` +
      `CER ${((100 * t.edits) / t.characters).toFixed(2)} %, accepted ${t.accepted} of ${t.acceptable} with valid digits, ` +
      `accepted and unlike the truth file ${t.acceptedWrong.length} [${t.acceptedWrong.join(' ')}], ` +
      `CPU ms a picture median ${at(0.5)} p95 ${at(0.95)}; not exact: ${t.wrong.join(' ')}`,
  );
}

/**
 * On this page the print reads `QATAL<KAABI`, which the picture shows plainly at any magnification; the truth file lists it
 * without the filler. Taken out of the count of wrong acceptances, and left in every other figure.
 */
const TRUTH_DOUBTED = '020_td3_qat.png';

describe.skipIf(!setIsThere)('specimens of many states', () => {
  let reader: MrzReader;
  beforeAll(async () => {
    reader = await openMrzReader({ nowMs, deadlineMs: 30_000 });
  });
  afterAll(() => reader.close());

  test.each([
    ['whole pictures', (p: Page) => `img/${p.file}`, 0.91],
    ['cut-out MRZ blocks', (p: Page) => p.crop ?? '', 0.89],
  ] as const)(
    '%s are read exactly and none is accepted wrongly',
    async (name, fileOf, floor) => {
      const tally = await measure(reader, pagesOf(SET), fileOf);
      say(name, tally);
      expect(tally.exact / tally.n).toBeGreaterThanOrEqual(floor);
      expect(tally.acceptedWrong.filter((f) => f !== TRUTH_DOUBTED)).toEqual([]);
      expect(tally.accepted / tally.acceptable).toBeGreaterThanOrEqual(0.85);
    },
    300_000,
  );
});
