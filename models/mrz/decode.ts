import { MRZ_LINES, type MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { failingChecks, LAYOUTS, misplaced } from './layouts.ts';
import { ALPHABET, type Posterior } from './line-network.ts';
import { type Repair, repair } from './repair.ts';
import { pitchOf, placeSlots, runsOf, type SlotReading } from './slots.ts';

/** One way to read a block of neighbouring lines as an MRZ. */
export interface Decoded {
  readonly format: MrzFormat;
  readonly lines: readonly string[];
  readonly slots: readonly SlotReading[];
  readonly posteriors: readonly Posterior[];
  readonly repairs: readonly Repair[];
  /** Mean log-likelihood per character, nats; 0 is certainty. */
  readonly likelihood: number;
  readonly checksHold: boolean;
  /** True when the network alone sees exactly as many characters as the layout has cells, on every line. */
  readonly countsAgree: boolean;
}

/** Slot readings of one line in each length an MRZ may have. */
interface Measured {
  readonly posterior: Posterior;
  readonly count: number;
  readonly pitch: number;
  readonly byLength: ReadonlyMap<number, SlotReading | null>;
}

const FORMATS = Object.keys(LAYOUTS) as MrzFormat[];

/** A line whose visible characters are further than this from a layout's length is not tried in it. */
const MOST_MISCOUNTED = 12;
/** Lengths that explain the count of visible characters this much worse than another one are not tried. */
const CLOSE_COUNT = 6;
/** A window of text that is no MRZ reads far below this many nats a character. */
const LEAST_LIKELIHOOD = -1.6;

/**
 * Reads every window of two or three neighbouring lines (given from above to below) in every layout and keeps the most
 * likely; holding check digits and a plausible first character break near ties. Only `formats` are tried. Null when nothing reads like an MRZ.
 */
export function decodeBlock(posteriors: readonly Posterior[], formats: readonly MrzFormat[] = FORMATS): Decoded | null {
  const lengths = [...new Set(formats.flatMap((f) => MRZ_LINES[f]))];
  const measured = measureAll(posteriors, lengths);
  let best: Decoded | null = null;
  for (const format of formats) {
    const lengths = MRZ_LINES[format];
    for (let first = 0; first + lengths.length <= measured.length; first++) {
      const decoded = decodeAs(format, measured.slice(first, first + lengths.length), lengths);
      if (decoded !== null && (best === null || worth(decoded) > worth(best))) best = decoded;
    }
  }
  return best;
}

/**
 * Likelihood with what the layout knows, in nats a character. Print seen upside down can read with confidence as a jumble of
 * 5, S, Z and O; only the layout tells it from text.
 */
export function worth(d: Decoded): number {
  const failing = failingChecks(d.format, d.lines).length / (LAYOUTS[d.format].checks.length || 1);
  return legibility(d) - 0.35 * failing;
}

/** The same whatever the check digits say: a document that is printed wrong can be perfectly legible. */
export function legibility(d: Decoded): number {
  const cells = d.lines.join('').length || 1;
  const start = /^[PVIAC]/.test(d.lines[0] ?? '') ? 0 : 0.3;
  return d.likelihood - (2 * misplaced(d.format, d.lines)) / cells - start - (d.countsAgree ? 0 : 0.1);
}

/** Too short or too broken a line has no pitch of its own; it is printed in that of the lines beside it. */
const LEAST_RUNS = 14;
const LEAST_AGREEMENT = 0.5;

function measureAll(posteriors: readonly Posterior[], lengths: readonly number[]): Measured[] {
  const seen = posteriors.map((posterior) => {
    const runs = runsOf(posterior);
    return { posterior, runs, ...pitchOf(runs) };
  });
  const steady = seen.filter((s) => s.runs.length >= LEAST_RUNS && s.agreement >= LEAST_AGREEMENT);
  const pitches = steady.map((s) => s.pitch).sort((a, b) => a - b);
  const shared = pitches[pitches.length >> 1];
  return seen.map((s) => {
    const pitch = steady.includes(s) || shared === undefined ? s.pitch : shared;
    return measure(s.posterior, s.runs.length, pitch, lengths);
  });
}

function measure(posterior: Posterior, count: number, pitch: number, lengths: readonly number[]): Measured {
  const byLength = new Map<number, SlotReading | null>();
  const missed = (length: number): number => Math.abs(count - length);
  const nearest = Math.min(...lengths.map(missed));
  for (const length of lengths) {
    if (missed(length) <= MOST_MISCOUNTED && missed(length) <= nearest + CLOSE_COUNT)
      byLength.set(length, placeSlots(posterior, length, pitch));
  }
  return { posterior, count, pitch, byLength };
}

/** A start shared by all lines may cost this much, nats: perspective moves the starts apart for good reason. */
const ALIGNMENT_NATS = 12;

/**
 * The lines of an MRZ begin below each other. A mark at the end of one line (a frame, a fold) can shift its cells by one; the
 * start of another line then explains both nearly as well. Strips cut around one anchor share their steps.
 */
function aligned(slots: readonly SlotReading[], lines: readonly Measured[]): readonly SlotReading[] {
  const starts = slots.map((s) => s.at[0] as number);
  const pitch = Math.min(...lines.map((l) => l.pitch));
  if (Math.max(...starts) - Math.min(...starts) < 0.6 * pitch) return slots;
  const total = (readings: readonly SlotReading[]): number => readings.reduce((sum, s) => sum + s.score, 0);
  const tries = starts.map((start) =>
    lines.map((l, i) => placeSlots(l.posterior, (slots[i] as SlotReading).at.length, l.pitch, start)),
  );
  const whole = tries.filter((t): t is SlotReading[] => t.every((s) => s !== null));
  const [best] = whole.sort((a, b) => total(b) - total(a));
  return best !== undefined && total(best) > total(slots) - ALIGNMENT_NATS ? best : slots;
}

function decodeAs(format: MrzFormat, lines: readonly Measured[], lengths: readonly number[]): Decoded | null {
  const placed: SlotReading[] = [];
  for (const [i, line] of lines.entries()) {
    const reading = line.byLength.get(lengths[i] as number);
    if (reading === null || reading === undefined) return null;
    placed.push(reading);
  }
  const slots = aligned(placed, lines);
  const cells = lengths.reduce((sum, n) => sum + n, 0);
  const likelihood = slots.reduce((sum, s) => sum + s.score, 0) / cells;
  if (likelihood < LEAST_LIKELIHOOD || !belongs(format, textOf(slots[0] as SlotReading))) return null;
  const posteriors = lines.map((l) => l.posterior);
  return settled({ format, slots, posteriors, likelihood, countsAgree: lines.every((l, i) => l.count === lengths[i]) });
}

type Unsettled = Pick<Decoded, 'format' | 'slots' | 'posteriors' | 'likelihood' | 'countsAgree'>;

function settled(parts: Unsettled): Decoded {
  const { lines, repairs } = repair(parts.format, parts.slots.map(textOf), parts.slots);
  return { ...parts, lines, repairs, checksHold: failingChecks(parts.format, lines).length === 0 };
}

/**
 * One reading out of several looks at the same block (other cut-outs, another colour plane): the mean probability of each
 * character in each cell. A slip of the network in one look is rarely repeated in the next. Geometry is the first look's.
 * Looks that found another layout than the first are left out.
 */
export function vote(looks: readonly [Decoded, ...Decoded[]]): Decoded {
  const first = looks[0];
  const same = looks.filter((d) => d.format === first.format);
  const slots = first.slots.map((own, line) => ({
    ...own,
    logs: own.logs.map((_, i) =>
      Math.log(same.reduce((sum, d) => sum + Math.exp(d.slots[line]?.logs[i] ?? -20), 0) / same.length),
    ),
  }));
  const likelihood = same.reduce((sum, d) => sum + d.likelihood, 0) / same.length;
  // One look in which a cell splits or melts is a slip; most of them must see the layout's number of characters.
  const countsAgree = 2 * same.filter((d) => d.countsAgree).length > same.length;
  return settled({ format: first.format, slots, posteriors: first.posteriors, likelihood, countsAgree });
}

/** Layouts of equal size are told apart by the document code, as Doc 9303-7 §4.2.2 and the French decree say. */
function belongs(format: MrzFormat, first: string): boolean {
  const visa = first.startsWith('V');
  const french = first.startsWith('IDFRA');
  switch (format) {
    case 'TD1':
      return !visa;
    case 'TD2':
      return !visa && !french;
    case 'TD3':
      return !visa;
    case 'MRV-A':
    case 'MRV-B':
      return visa;
    case 'FRA-ID':
      return french;
    case 'FRA-DL':
      return first.startsWith('D1FRA');
    case 'CHE-DL':
      return !/<.*[^<]/.test(first);
  }
}

function textOf(slots: SlotReading): string {
  let text = '';
  for (let i = 0; i < slots.at.length; i++) {
    const at = i * ALPHABET.length;
    let best = 0;
    for (let c = 1; c < ALPHABET.length; c++) {
      if ((slots.logs[at + c] as number) > (slots.logs[at + best] as number)) best = c;
    }
    text += ALPHABET[best];
  }
  return text;
}
