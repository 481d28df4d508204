import { MRZ_LAYOUT, type MrzFormat } from '../../agent/contract/vocabulary/document.ts';
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
  readonly byLength: ReadonlyMap<number, SlotReading | null>;
}

/** A line whose visible characters are further than this from a layout's length is not tried in it. */
const MOST_MISCOUNTED = 12;
/** A window of text that is no MRZ reads far below this many nats a character. */
const LEAST_LIKELIHOOD = -1.6;

/**
 * Reads every window of two or three neighbouring lines (given from above to below) in every layout and keeps the most
 * likely; holding check digits and a plausible first character break near ties. Null when nothing reads like an MRZ.
 */
export function decodeBlock(posteriors: readonly Posterior[]): Decoded | null {
  const measured = posteriors.map(measure);
  let best: Decoded | null = null;
  for (const format of Object.keys(MRZ_LAYOUT) as MrzFormat[]) {
    const { lines: count, length } = MRZ_LAYOUT[format];
    for (let first = 0; first + count <= measured.length; first++) {
      const decoded = decodeAs(format, measured.slice(first, first + count), length);
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
  const cells = d.lines.length * (d.lines[0]?.length ?? 1);
  const failing = failingChecks(d.format, d.lines).length / LAYOUTS[d.format].checks.length;
  const start = /^[PVIAC]/.test(d.lines[0] ?? '') ? 0 : 0.3;
  return d.likelihood - 0.35 * failing - (2 * misplaced(d.format, d.lines)) / cells - start - (d.countsAgree ? 0 : 0.1);
}

function measure(posterior: Posterior): Measured {
  const runs = runsOf(posterior);
  const { pitch } = pitchOf(runs);
  const byLength = new Map<number, SlotReading | null>();
  for (const length of [30, 36, 44]) {
    if (Math.abs(runs.length - length) <= MOST_MISCOUNTED) byLength.set(length, placeSlots(posterior, length, pitch));
  }
  return { posterior, count: runs.length, byLength };
}

function decodeAs(format: MrzFormat, lines: readonly Measured[], length: number): Decoded | null {
  const slots: SlotReading[] = [];
  for (const line of lines) {
    const reading = line.byLength.get(length);
    if (reading === null || reading === undefined) return null;
    slots.push(reading);
  }
  const likelihood = slots.reduce((sum, s) => sum + s.score, 0) / (slots.length * length);
  if (likelihood < LEAST_LIKELIHOOD || !belongs(format, textOf(slots[0] as SlotReading))) return null;
  const posteriors = lines.map((l) => l.posterior);
  return settled({ format, slots, posteriors, likelihood, countsAgree: lines.every((l) => l.count === length) });
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
  const countsAgree = same.some((d) => d.countsAgree);
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
