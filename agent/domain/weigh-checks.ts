import type { CheckRecord } from '../contract/record.ts';
import type { RulePack, Situation } from '../contract/rule-pack.ts';
import { CHECKS, type CheckEntry, type CheckId } from '../contract/vocabulary/checks.ts';
import type { CheckResult, ReasonCode } from '../contract/vocabulary/verdict.ts';
import type { VerificationPath } from '../contract/vocabulary/visit.ts';

/** Everything the verdict may depend on. All of it stands in the signed record, so the centre can run this again. */
export interface VerdictInput {
  readonly checks: readonly CheckRecord[];
  /** The pack in force on the day of the visit. Packs are values: one that was decided with is not changed afterwards. */
  readonly pack: RulePack;
  readonly path: VerificationPath;
  readonly documents: number;
  readonly passiveLiveness: boolean;
}

/** Why one reason is given: a recorded result that the pack lists, or a requirement that nothing fulfils. */
export type Ground =
  | { readonly kind: 'result'; readonly reason: ReasonCode; readonly line: CheckRecord }
  | { readonly kind: 'requirement'; readonly reason: ReasonCode; readonly check: CheckId; readonly when: Situation };

/** Reasons carried by recorded results. Silent checks carry none (ICAO Doc 9303-2 C.46b). */
export function weighResults({ checks, pack }: VerdictInput): readonly Ground[] {
  const grounds: Ground[] = [];
  const { outcomes } = indexOf(pack);
  for (const line of checks) {
    // Nearly every line: nothing to say of it.
    if (line.result === 'successful' && line.reason === undefined) continue;
    const allowed = outcomes.get(line.id)?.[line.result];
    const reason = allowed ? reasonOf(line, allowed) : null;
    if (reason) grounds.push({ kind: 'result', reason, line });
  }
  return grounds;
}

/** Reasons for checks that the pack requires in this situation and that are missing or not successful. */
export function weighRequirements(input: VerdictInput): readonly Ground[] {
  const { seats, required } = indexOf(input.pack);
  const lines: CheckRecord[][] = Array.from(seats, () => []);
  for (const line of input.checks) {
    const seat = seats.get(line.id);
    if (seat !== undefined) lines[seat]?.push(line);
  }
  const situations = situationsOf(input);
  const grounds: Ground[] = [];
  for (const { rule, entry, seat } of required) {
    const { check, when, otherwise } = rule;
    if (situations.has(when) && !isFulfilled(entry, lines[seat] ?? [], input))
      grounds.push({ kind: 'requirement', reason: otherwise, check, when });
  }
  return grounds;
}

/** The situations a visit is in, by which a pack asks for checks. */
export function situationsOf(input: Omit<VerdictInput, 'checks' | 'pack'>): ReadonlySet<Situation> {
  const situations = new Set<Situation>(['always', input.path === 'biometric' ? 'biometric-path' : 'operator-path']);
  if (input.documents > 1) situations.add('two-documents');
  if (input.path === 'biometric')
    situations.add(input.passiveLiveness ? 'passive-liveness-available' : 'no-passive-liveness');
  return situations;
}

function reasonOf(line: CheckRecord, allowed: readonly ReasonCode[]): ReasonCode | null {
  if (line.reason && allowed.includes(line.reason)) return line.reason;
  return line.result === 'successful' ? null : (allowed[0] ?? null);
}

/**
 * Every line successful, one of them by whom the catalogue lets answer, and for a check of each document one for each: a document
 * that was not looked at must not hide behind another. A line that names no document speaks for all.
 */
function isFulfilled(entry: CheckEntry, lines: readonly CheckRecord[], { path, documents }: VerdictInput): boolean {
  let answered = false;
  let forAll = entry.scope !== 'each-document';
  for (const { result, by, document } of lines) {
    if (result !== 'successful') return false;
    if (by === 'operator' && !officerMayFulfil(entry, path)) continue;
    answered = true;
    if (document === undefined) forAll = true;
  }
  if (!answered || forAll) return answered;
  for (let index = 0; index < documents; index++)
    if (!lines.some(({ document, by }) => document === index && (by !== 'operator' || officerMayFulfil(entry, path))))
      return false;
  return true;
}

const officerMayFulfil = ({ officer }: CheckEntry, path: VerdictInput['path']): boolean =>
  officer === 'yes' || (officer === 'operator-path' && path === 'operator');

interface RuleIndex {
  readonly outcomes: ReadonlyMap<CheckId, Readonly<Partial<Record<CheckResult, readonly ReasonCode[]>>>>;
  /** A place for each check that is required somewhere. */
  readonly seats: ReadonlyMap<CheckId, number>;
  readonly required: readonly {
    readonly rule: RulePack['required'][number];
    readonly entry: CheckEntry;
    readonly seat: number;
  }[];
}

const indices = new WeakMap<RulePack, RuleIndex>();

/** The rules of a pack by check, kept as long as the pack. Of two rules for one result the first counts. */
function indexOf(pack: RulePack): RuleIndex {
  const known = indices.get(pack);
  if (known) return known;
  const outcomes = new Map<CheckId, Partial<Record<CheckResult, readonly ReasonCode[]>>>();
  for (const { check, result, reasons } of pack.outcomes)
    if (CHECKS[check].mode === 'active') outcomes.set(check, { [result]: reasons, ...outcomes.get(check) });
  const seats = new Map<CheckId, number>();
  for (const { check } of pack.required) if (!seats.has(check)) seats.set(check, seats.size);
  const required = pack.required.map((rule) => ({ rule, entry: CHECKS[rule.check], seat: seats.get(rule.check) ?? 0 }));
  const index = { outcomes, seats, required };
  indices.set(pack, index);
  return index;
}
