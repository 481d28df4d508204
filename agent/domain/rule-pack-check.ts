import Value from 'typebox/value';
import { failed, fault, ok, type Result } from '../contract/faults.ts';
import { RulePack } from '../contract/rule-pack.ts';
import { CHECKS } from '../contract/vocabulary/checks.ts';
import { REASON_COLOUR } from '../contract/vocabulary/verdict.ts';
import { stateName } from './issuing-states.ts';
import { ruleConflicts } from './rule-conflicts.ts';

/**
 * Takes parsed JSON for a rule pack, or says which field makes it none: `rule-pack.invalid`, `where` a JSON pointer (RFC 6901), `detail`
 * what to put right. Beyond the schema: every date is in the calendar, no period ends before it begins, every state is an ICAO code, and
 * nothing stands against the catalogue (`ruleConflicts`).
 */
export function checkRulePack(value: unknown): Result<RulePack> {
  const [error] = Value.Errors(RulePack, value);
  if (error) {
    const found = at(value, error.instancePath);
    const word = typeof found === 'string' ? `${JSON.stringify(found.slice(0, 40))}: ` : '';
    const unknown = error.keyword === 'boolean' ? 'no member of a rule pack' : unknownWord(error.instancePath, found);
    return refused(error.instancePath, `${word}${unknown ?? error.message}`);
  }
  const pack = value as RulePack;
  for (const [where, detail] of troubles(pack)) return refused(where, detail);
  return ok(pack);
}

const refused = (where: string, detail: string): Result<never> =>
  failed(fault('rule-pack.invalid', { where: where || '/', detail }));

function unknownWord(pointer: string, found: unknown): string | null {
  if (typeof found !== 'string') return null;
  if (/\/check$/.test(pointer) && !Object.hasOwn(CHECKS, found)) return 'no check of the catalogue';
  if (/\/(reasons\/\d+|reason|otherwise)$/.test(pointer) && !Object.hasOwn(REASON_COLOUR, found))
    return 'no reason of the closed list';
  return null;
}

function at(value: unknown, pointer: string): unknown {
  let found: unknown = value;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return found;
}

type Trouble = readonly [where: string, detail: string];

function* troubles(pack: RulePack): Generator<Trouble> {
  yield* period('', { from: pack.validFrom, until: pack.validTo ?? undefined }, ['validFrom', 'validTo']);
  for (const { pointer, detail } of ruleConflicts(pack)) yield [pointer, detail];
  for (const list of ['accepts', 'refuses'] as const) {
    for (const [index, entry] of pack[list].entries()) {
      const where = `/${list}/${index}`;
      yield* period(where, entry, ['from', 'until']);
      yield* period(where, { from: entry.bornFrom, until: entry.bornUntil }, ['bornFrom', 'bornUntil']);
      yield* states(`${where}/issuers`, entry.issuers ?? []);
      yield* states(`${where}/nationalities`, entry.nationalities ?? []);
    }
  }
  yield* states('/freeMovementStates', pack.freeMovementStates);
}

function* period(
  where: string,
  { from, until }: { readonly from?: string | undefined; readonly until?: string | undefined },
  [first, last]: readonly [string, string],
): Generator<Trouble> {
  if (from !== undefined && !isCalendarDate(from)) yield [`${where}/${first}`, `${from} is no day of the calendar`];
  if (until !== undefined && !isCalendarDate(until)) yield [`${where}/${last}`, `${until} is no day of the calendar`];
  if (from !== undefined && until !== undefined && until < from) yield [`${where}/${last}`, `lies before ${from}`];
}

function* states(where: string, codes: readonly string[]): Generator<Trouble> {
  for (const [index, code] of codes.entries())
    if (stateName(code) === null) yield [`${where}/${index}`, `${code} is no ICAO code of a state`];
}

const isCalendarDate = (date: string) => {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
};
