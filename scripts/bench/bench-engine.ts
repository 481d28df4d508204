import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Value from 'typebox/value';
import type { CheckRecord } from '../../agent/contract/record.ts';
import { RulePack } from '../../agent/contract/rule-pack.ts';
import { CHECK_IDS, CHECKS } from '../../agent/contract/vocabulary/checks.ts';
import { CheckResult } from '../../agent/contract/vocabulary/verdict.ts';
import { decideVerdict } from '../../agent/domain/decide-verdict.ts';
import type { VerdictInput } from '../../agent/domain/weigh-checks.ts';
import { RULE_PACKS } from '../packs-at-hand.ts';

const INSPECTIONS = 512;
const ROUNDS = 7;
const DECISIONS = 40_000;
/** Checks that one document of a visit leaves, without those of chips and lights that are not there. */
const GROUPS = ['Capture', 'Identification', 'MRZ', 'Printed zone', 'Order', 'Face', 'Liveness', 'Process'];

/**
 * Decisions a second of the verdict engine on one core, by processor time, under the newest training rules: over inspections as a
 * GREEN visit leaves them, in which every requirement is looked at, and over such with some results drawn at random. Best of seven
 * rounds, since other work on the machine only ever makes a round slower.
 */
export function benchEngine(): readonly string[] {
  const pack = Value.Parse(RulePack, JSON.parse(readFileSync(join(RULE_PACKS, 'id06-2026-08-training.json'), 'utf8')));
  const asked = new Set(pack.required.map(({ check }) => check));
  const ids = CHECK_IDS.filter((id) => GROUPS.includes(CHECKS[id].group) || asked.has(id));
  const draw = randomNumbers(20_261_122);
  const inspection = (disturbed: number): VerdictInput => ({
    checks: ids.map((id): CheckRecord => {
      const result = draw() < disturbed ? CheckResult.enum[Math.floor(draw() * 6)] : undefined;
      const scope = CHECKS[id].scope === 'visit' ? {} : { document: 0 };
      return { id, result: result ?? 'successful', by: 'machine', ...scope };
    }),
    pack,
    path: 'biometric',
    documents: 1,
    passiveLiveness: draw() < 0.5,
  });
  return [
    tell(
      'every check successful',
      Array.from({ length: INSPECTIONS }, () => inspection(0)),
    ),
    tell(
      'one result in twenty at random',
      Array.from({ length: INSPECTIONS }, () => inspection(0.05)),
    ),
  ];
}

function tell(name: string, inputs: readonly VerdictInput[]): string {
  const colours = new Map<string, number>();
  const seconds = Array.from({ length: ROUNDS }, () => {
    colours.clear();
    const began = process.cpuUsage();
    for (let number = 0; number < DECISIONS; number++) {
      const { colour } = decideVerdict(inputs[number % inputs.length] as VerdictInput);
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
    }
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1e6;
  });
  const rate = Math.round(DECISIONS / Math.min(...seconds));
  const met = [...colours].map(([colour, count]) => `${colour} ${((100 * count) / DECISIONS).toFixed(0)} %`).join(', ');
  return `verdict engine, ${inputs[0]?.checks.length} checks, ${name}: ${rate} decisions/s on one core (${met})`;
}

/** Mulberry32: the same inspections in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
