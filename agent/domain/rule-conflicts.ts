import type { RulePack } from '../contract/rule-pack.ts';
import { CHECKS, type CheckEntry } from '../contract/vocabulary/checks.ts';
import { type CheckResult, type Colour, REASON_COLOUR } from '../contract/vocabulary/verdict.ts';

/** One rule that no pack may hold: where it stands (JSON pointer into the pack) and what is wrong with it. */
export interface RuleConflict {
  readonly pointer: string;
  readonly detail: string;
}

/**
 * What the catalogue forbids a pack to say. Only what was looked at and failed may be RED or STOPPED; what could not be read or
 * decided is YELLOW; a note belongs to what did not fail. A capture fault is never RED, whatever its result. A silent check
 * carries no reason and is never required (ICAO Doc 9303-2 C.46b). One result has one rule, so that their order says nothing.
 */
export function ruleConflicts(pack: Pick<RulePack, 'outcomes' | 'required'>): readonly RuleConflict[] {
  const conflicts: RuleConflict[] = [];
  const note = (pointer: string, detail: string | false) => detail && conflicts.push({ pointer, detail });
  const seen = new Set<string>();
  for (const [index, { check, result, reasons }] of pack.outcomes.entries()) {
    const entry: CheckEntry = CHECKS[check];
    const at = `/outcomes/${index}`;
    note(`${at}/check`, entry.mode === 'silent' && `${check} is silent and carries no reason`);
    note(at, seen.has(`${check} ${result}`) && `${check} ${result} has a rule already`);
    seen.add(`${check} ${result}`);
    for (const [place, reason] of reasons.entries()) {
      const colour = REASON_COLOUR[reason];
      const allowed = COLOURS_OF_RESULT[result].includes(colour) && !(colour === 'RED' && isCaptureFault(check, entry));
      note(`${at}/reasons/${place}`, !allowed && `${check} ${result} cannot be ${colour} (${reason})`);
    }
  }
  for (const [index, { check }] of pack.required.entries())
    note(`/required/${index}/check`, CHECKS[check].mode === 'silent' && `${check} is silent and cannot be required`);
  return conflicts;
}

const COLOURS_OF_RESULT: Readonly<Record<CheckResult, readonly Colour[]>> = {
  successful: ['GREEN'],
  failed: ['YELLOW', 'RED', 'STOPPED'],
  undetermined: ['YELLOW'],
  not_supported: ['GREEN', 'YELLOW'],
  not_performed: ['GREEN', 'YELLOW'],
  aborted: ['YELLOW'],
};

/** Pictures, lights and devices: the person and the document have no part in what goes wrong there. */
const isCaptureFault = (check: keyof typeof CHECKS, { group }: CheckEntry): boolean =>
  group === 'Capture' || check === 'PRC-02' || check === 'PRC-06' || check === 'PRC-09';
