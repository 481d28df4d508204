import type { VisitRecord } from '../../agent/contract/record.ts';
import type { Redecision } from '../../agent/domain/rule-pack-redecide.ts';

export interface Redecided {
  readonly record: VisitRecord;
  readonly redecision: Redecision;
}

/** One line for each visit that would change, or for all of them, and the totals. No name, no number, no whole reference. */
export function tellRedecisions(visits: readonly Redecided[], all: boolean): readonly string[] {
  const changed = visits.filter(hasChanged);
  const rows = (all ? visits : changed).map(({ record, redecision }) => [
    record.idv.decision.policy_date,
    maskedReference(record.idv.order_ref),
    `${redecision.before.colour} → ${redecision.after.colour}`,
    [
      ...redecision.gained.map((reason) => `+${reason}`),
      ...redecision.lost.map((reason) => `-${reason}`),
      ...redecision.open.map((position) => `document ${position + 1} left open`),
    ].join(' ') || 'as before',
  ]);
  const totals = new Map<string, number>();
  for (const { redecision } of visits) {
    const key = `${redecision.before.colour} → ${redecision.after.colour}`;
    totals.set(key, (totals.get(key) ?? 0) + 1);
  }
  const open = visits.filter(({ redecision }) => redecision.open.length > 0).length;
  return [
    ...columns([['day', 'visit', 'colour', 'reasons gained (+) and lost (-)'], ...rows]),
    '',
    ...[...totals].sort().map(([key, count]) => `${key}: ${count}`),
    `${visits.length} visits, ${changed.length} would change, ${open} with a document left open`,
  ];
}

const hasChanged = ({ redecision: { before, after, gained, lost } }: Redecided): boolean =>
  before.colour !== after.colour || gained.length > 0 || lost.length > 0;

/** The last four characters tell a visit from its neighbours to somebody who has the book at hand. */
const maskedReference = (reference: string): string => `…${reference.slice(-4)}`;

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
