import { failed, fault, ok, type Result } from '../contract/faults.ts';
import { RulePack, type RulePackReference } from '../contract/rule-pack.ts';
import { coversDay, type IssuedPack, packInForce } from '../domain/rule-pack-in-force.ts';
import type { Store } from '../store/store.ts';

/** The rules a station decides by, over the days on which they change. */
export interface RulesInForce {
  /** The pack in force: one object, whose members are always those of the pack found by the last `renew`. */
  readonly pack: RulePack;
  reference(): RulePackReference;
  /** Takes the pack of `day` (`YYYY-MM-DD`) and remembers its issue for good. On a fault the former pack stays. */
  renew(day: string): Result<void>;
  /** `rule-pack.not-in-force` when the rules changed since the last `renew`. */
  stillOn(day: string): Result<void>;
}

/**
 * Chooses among the packs of a series by date. `adapt` changes the pack for this station's use, for example for recordings. The highest
 * issue that was used stands in the store, so that an older one is refused also after a new start.
 */
export function openRulesInForce(options: {
  readonly packs: readonly IssuedPack[];
  readonly series: string;
  readonly store: Pick<Store, 'highestRules' | 'noteRules'>;
  readonly day: string;
  readonly adapt: (pack: RulePack) => RulePack;
}): Result<RulesInForce> {
  const { packs, series, store, adapt } = options;
  const take = (day: string): Result<IssuedPack> => {
    const highestUsed = store.highestRules(series);
    if (!highestUsed.ok) return highestUsed;
    const found = packInForce(packs, { series, day, highestUsed: highestUsed.value });
    if (!found.ok) return found;
    const { pack, reference } = found.value;
    const digest = Buffer.from(reference.sha256, 'hex').toString('base64url');
    const noted = store.noteRules(series, { sequence: pack.sequence, digest });
    return noted.ok ? ok({ pack: adapt(pack), reference }) : noted;
  };
  const first = take(options.day);
  if (!first.ok) return first;
  let current = first.value;
  return ok({
    pack: liveView(() => current.pack),
    reference: () => current.reference,
    renew(day) {
      const found = take(day);
      if (!found.ok) return found;
      current = found.value;
      return ok(undefined);
    },
    stillOn(day) {
      if (coversDay(current.pack, day)) return ok(undefined);
      const detail = `${current.reference.id} does not cover ${day}`;
      return failed(fault('rule-pack.not-in-force', { where: 'validTo', detail }));
    },
  });
}

/** Every member asked for anew: who was given the pack once decides by the rules of today all the same. */
function liveView(pack: () => RulePack): RulePack {
  const members = Object.keys(RulePack.properties) as (keyof RulePack)[];
  const getters = members.map((name) => [name, { enumerable: true, get: () => pack()[name] }] as const);
  return Object.defineProperties({}, Object.fromEntries(getters)) as RulePack;
}
