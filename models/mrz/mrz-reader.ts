import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import type { MrzReading, Picture } from '../../agent/contract/vocabulary/observations.ts';
import type { MrzReader } from '../ports.ts';
import { voteOverFrames } from './frame-vote.ts';
import { loadLineNetwork } from './line-network.ts';
import { loadPageNetwork } from './page-network.ts';
import { toReading } from './reading.ts';
import { searchMrz } from './search.ts';

export interface MrzReaderOptions {
  /** Monotonic milliseconds; bounds the search. */
  readonly nowMs: () => number;
  /** Folder of the models; the repo's own unless a test has another. */
  readonly modelsFolder?: URL;
  /** Longest search in one picture. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 8_000;
/** Smaller pictures hold no 30 characters of 5 px. */
const LEAST_WIDTH = 150;
const LEAST_HEIGHT = 20;

/**
 * Opens the MRZ reader: an own page network finds the lines, an own line network reads them, the layout follows by likelihood. The general text recogniser of
 * the printed zone is not used here: its English data turn the filler `<` into runs of L, C and K and read 0–2 % of real
 * documents exactly. Each network one session, one thread; `read` never throws on any pixels and answers within `deadlineMs` (8 s).
 */
export async function openMrzReader(options: MrzReaderOptions): Promise<MrzReader> {
  const lines = await loadLineNetwork(options.modelsFolder);
  const pages = await loadPageNetwork(options.modelsFolder);
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  return {
    models: [lines.model, pages.model],
    async read(page: Picture): Promise<Result<MrzReading>> {
      const where = fitness(page);
      if (where !== null) return failed(fault('mrz.not-found', { detail: where }));
      const end = options.nowMs() + deadlineMs;
      const found = await searchMrz(page, { pages, lines }, () => options.nowMs() > end);
      if (found.best !== null) return ok(toReading(found.best, page));
      if (found.timedOut) return failed(fault('models.timeout', { where: 'mrz' }));
      if (found.linesSeen === 0) return failed(fault('mrz.not-found', { detail: 'no long line of small print' }));
      return failed(fault('mrz.unreadable', { detail: `${found.linesSeen} lines of print, none reads as MRZ` }));
    },
    vote: voteOverFrames,
    async close() {
      await lines.close();
      await pages.close();
    },
  };
}

/** Why a picture cannot hold an MRZ, or null. */
function fitness(page: Picture): string | null {
  if (page.data.length !== page.width * page.height * 3) return 'pixels do not fill the picture';
  const long = Math.max(page.width, page.height);
  const short = Math.min(page.width, page.height);
  return long < LEAST_WIDTH || short < LEAST_HEIGHT ? 'picture too small' : null;
}
