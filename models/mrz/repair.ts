import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { type CheckRule, failingChecks, isAllowed, LAYOUTS } from './layouts.ts';
import { ALPHABET } from './line-network.ts';
import type { SlotReading } from './slots.ts';

/** One character exchanged for another that the network rates nearly as likely. */
export interface Repair {
  readonly line: number;
  readonly column: number;
  readonly from: string;
  readonly to: string;
  readonly costNats: number;
}

/** A check digit may exchange a character for one up to ten times less likely; beyond that the picture is believed as it is. */
const NEAR_NATS = 2.3;
/** Most that all exchanges for the check digits may cost together, and how many there may be. */
const MOST_NATS = 3.5;
/** A character its position cannot hold (a zero in a name) is less credible: up to twenty times less likely will do. */
const CLASS_NATS = 3;
/** With more affordable exchanges than this some pair always fits by chance. */
const MOST_DOUBTS = 40;
/** A second solution this close makes the choice a guess; then nothing is exchanged. */
const MARGIN_NATS = 1;

/**
 * Lets the layout choose between readings the network cannot tell apart: first the class of the position (a letter cannot
 * stand in a date), then check digits that do not hold: the cheapest exchange of one or two characters with which all of
 * them hold, unless another solution is nearly as cheap. A check digit alone is no licence to correct: searching the text
 * freely for something that fits is silently wrong in every second case. What was exchanged never passes the gate.
 */
export function repair(
  format: MrzFormat,
  lines: readonly string[],
  slots: readonly SlotReading[],
): { lines: string[]; repairs: Repair[] } {
  const text = lines.map((l) => [...l]);
  const repairs: Repair[] = [];
  const exchange = (r: Repair): void => {
    (text[r.line] as string[])[r.column] = r.to;
    repairs.push(r);
  };
  LAYOUTS[format].classes.forEach((row, line) => {
    row.forEach((kind, column) => {
      const from = text[line]?.[column] ?? '<';
      if (isAllowed(kind, from)) return;
      const best = near(slots, line, column, from, CLASS_NATS).find((r) => isAllowed(kind, r.to));
      if (best !== undefined) exchange(best);
    });
  });
  const joined = (): string[] => text.map((l) => l.join(''));
  for (const r of onlySolution(format, joined(), slots)) exchange(r);
  return { lines: joined(), repairs };
}

/** Alternatives of one cell within reach, cheapest first. */
function near(slots: readonly SlotReading[], line: number, column: number, from: string, mostNats: number): Repair[] {
  const logs = slots[line]?.logs;
  if (logs === undefined) return [];
  const at = column * ALPHABET.length;
  const own = logs[at + ALPHABET.indexOf(from)] as number;
  const found: Repair[] = [];
  for (let c = 0; c < ALPHABET.length; c++) {
    const costNats = own - (logs[at + c] as number);
    const to = ALPHABET[c] as string;
    if (to !== from && costNats <= mostNats) found.push({ line, column, from, to, costNats: Math.max(0, costNats) });
  }
  return found.sort((a, b) => a.costNats - b.costNats);
}

/** The one affordable way to make every check digit hold; none when there is none, or two. */
function onlySolution(format: MrzFormat, lines: readonly string[], slots: readonly SlotReading[]): readonly Repair[] {
  const failing = failingChecks(format, lines);
  if (failing.length === 0) return [];
  const candidates = doubtful(format, failing, lines, slots);
  const solutions: Repair[][] = [];
  candidates.forEach((first, i) => {
    if (mends(format, lines, [first])) solutions.push([first]);
    for (const second of candidates.length > MOST_DOUBTS ? [] : candidates.slice(i + 1)) {
      if (cost([first, second]) > MOST_NATS || samePlace(first, second)) continue;
      if (mends(format, lines, [first, second])) solutions.push([first, second]);
    }
  });
  const [best, next] = solutions.sort((a, b) => cost(a) - cost(b));
  if (best === undefined) return [];
  return next === undefined || cost(next) - cost(best) > MARGIN_NATS ? best : [];
}

const cost = (repairs: readonly Repair[]): number => repairs.reduce((sum, r) => sum + r.costNats, 0);

const samePlace = (a: Repair, b: Repair): boolean => a.line === b.line && a.column === b.column;

function mends(format: MrzFormat, lines: readonly string[], repairs: readonly Repair[]): boolean {
  const changed = [...lines];
  for (const { line, column, to } of repairs) {
    const text = changed[line] ?? '';
    changed[line] = text.slice(0, column) + to + text.slice(column + 1);
  }
  return failingChecks(format, changed).length === 0;
}

/** Affordable exchanges in everything a failing check digit covers, itself included. */
function doubtful(
  format: MrzFormat,
  failing: readonly CheckRule[],
  lines: readonly string[],
  slots: readonly SlotReading[],
): Repair[] {
  const found = new Map<string, Repair>();
  for (const rule of failing) {
    const digit = { line: rule.digit.line, from: rule.digit.column, to: rule.digit.column + 1 };
    for (const place of [...rule.over, digit]) {
      for (let column = place.from; column < place.to; column++) {
        const kind = LAYOUTS[format].classes[place.line]?.[column] ?? 'any';
        for (const r of near(slots, place.line, column, lines[place.line]?.[column] ?? '<', NEAR_NATS)) {
          if (isAllowed(kind, r.to)) found.set(`${r.line} ${r.column} ${r.to}`, r);
        }
      }
    }
  }
  return [...found.values()];
}
