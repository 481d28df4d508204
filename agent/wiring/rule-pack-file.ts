import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Value from 'typebox/value';
import { failed, fault, ok, type Result } from '../contract/faults.ts';
import { RulePack } from '../contract/rule-pack.ts';

/**
 * Reads one rule pack that must be in force on `day` (`YYYY-MM-DD`); `sha256` is over the exact bytes of the file, by which the
 * centre knows it. Fault: `rule-pack.invalid`.
 */
export function readRulePack(path: string, day: string): Result<{ pack: RulePack; sha256: string }> {
  try {
    const bytes = readFileSync(path);
    const parsed: unknown = JSON.parse(bytes.toString('utf8'));
    const [error] = Value.Errors(RulePack, parsed);
    if (error) return failed(fault('rule-pack.invalid', { where: error.instancePath, detail: error.message }));
    const { validFrom, validTo } = parsed as RulePack;
    if (day < validFrom || (validTo !== null && day > validTo))
      return failed(fault('rule-pack.invalid', { where: 'validFrom', detail: `not in force on ${day}` }));
    return ok({ pack: parsed as RulePack, sha256: createHash('sha256').update(bytes).digest('hex') });
  } catch (error) {
    return failed(fault('rule-pack.invalid', { where: path, detail: error instanceof Error ? error.message : '' }));
  }
}
