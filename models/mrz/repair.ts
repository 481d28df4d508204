import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { type CheckRule, failingChecks, holds, isAllowed, LAYOUTS } from './layouts.ts';
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

/** "Near-equal": at most two and a half times less likely than the first reading. Beyond that the picture is believed as it is. */
const NEAR_NATS = 0.9;
/** A character its position cannot hold (a zero in a name) is less credible: up to twenty times less likely will do. */
const CLASS_NATS = 3;
/** A second solution this close makes the choice a guess; then nothing is exchanged. */
const MARGIN_NATS = 0.5;

/**
 * Lets the layout choose between readings the network cannot tell apart: first the class of the position (a letter cannot
 * stand in a date), then a check digit that does not hold and would with exactly one exchange. A check digit alone is no
 * licence to correct: searching the text freely for something that fits is silently wrong in every second case.
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
  for (const rule of failingChecks(format, joined())) {
    if (holds(rule, joined())) continue;
    const fix = onlySolution(format, rule, joined(), slots);
    if (fix !== null) exchange(fix);
  }
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

function onlySolution(
  format: MrzFormat,
  rule: CheckRule,
  lines: readonly string[],
  slots: readonly SlotReading[],
): Repair | null {
  const failing = failingChecks(format, lines).length;
  const places = [...rule.over, { line: rule.digit.line, from: rule.digit.column, to: rule.digit.column + 1 }];
  const fitting: Repair[] = [];
  for (const place of places) {
    for (let column = place.from; column < place.to; column++) {
      const kind = LAYOUTS[format].classes[place.line]?.[column] ?? 'any';
      for (const r of near(slots, place.line, column, lines[place.line]?.[column] ?? '<', NEAR_NATS)) {
        if (!isAllowed(kind, r.to)) continue;
        const changed = lines.map((l, i) => (i === r.line ? l.slice(0, column) + r.to + l.slice(column + 1) : l));
        if (holds(rule, changed) && failingChecks(format, changed).length < failing) fitting.push(r);
      }
    }
  }
  fitting.sort((a, b) => a.costNats - b.costNats);
  const [first, second] = fitting;
  if (first === undefined) return null;
  return second === undefined || second.costNats - first.costNats > MARGIN_NATS ? first : null;
}
