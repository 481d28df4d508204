import { failed, fault, ok, type Result } from '../contract/faults.ts';
import type { RulePack, RulePackReference } from '../contract/rule-pack.ts';

/** A pack whose signature holds, and the name by which records know it. */
export interface IssuedPack {
  readonly pack: RulePack;
  readonly reference: RulePackReference;
}

/**
 * The pack of `series` that decides on `day` (`YYYY-MM-DD`): of those in force the one issued last. `highestUsed` is the highest
 * `sequence` the station has ever decided by, 0 before the first: an older issue may not come back, neither by files put back nor by a
 * clock put back. Faults: `rule-pack.not-in-force`, `rule-pack.rolled-back`.
 */
export function packInForce(
  packs: readonly IssuedPack[],
  { series, day, highestUsed }: { readonly series: string; readonly day: string; readonly highestUsed: number },
): Result<IssuedPack> {
  const own = packs.filter(({ pack }) => pack.series === series);
  const [latest] = own
    .filter(({ pack }) => coversDay(pack, day))
    .sort((a, b) => b.pack.sequence - a.pack.sequence || b.pack.version - a.pack.version);
  if (!latest) return failed(fault('rule-pack.not-in-force', { where: 'validFrom', detail: gap(own, series, day) }));
  const { id, sequence } = latest.pack;
  if (sequence < highestUsed) {
    const detail = `${id} is issue ${sequence} of ${series}, but issue ${highestUsed} has already decided here`;
    return failed(fault('rule-pack.rolled-back', { where: 'sequence', detail }));
  }
  return ok(latest);
}

/** Whether the pack is in force on the day; both ends count in. */
export const coversDay = ({ validFrom, validTo }: RulePack, day: string): boolean =>
  validFrom <= day && (validTo === null || day <= validTo);

function gap(packs: readonly IssuedPack[], series: string, day: string): string {
  if (packs.length === 0) return `no pack of the series ${series} is installed`;
  const next = packs.map(({ pack }) => pack).filter(({ validFrom }) => validFrom > day);
  const [first] = next.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return first
    ? `none of ${series} covers ${day}; ${first.id} begins on ${first.validFrom}`
    : `every pack of ${series} had ended before ${day}`;
}
