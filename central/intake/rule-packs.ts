import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import { RulePack, type RulePackReference } from '../../agent/contract/rule-pack.ts';

/** The rule packs this centre decides with. A pack is one only by id, version and the digest of its exact bytes together. */
export interface RulePacks {
  find(reference: RulePackReference): RulePack | null;
}

/**
 * Reads every `*.json` of `folder` as a rule pack. `rule-pack.invalid` when one is no rule pack, when two say they are the same, or when
 * there is none: such a centre could accept nothing.
 */
export async function readRulePacks(folder: string): Promise<Result<RulePacks>> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  const packs = new Map<string, { readonly pack: RulePack; readonly sha256: string }>();
  for (const name of names) {
    const bytes = await readFile(join(folder, name));
    const pack = parsePack(bytes);
    if (pack === null) return failed(fault('rule-pack.invalid', { where: name }));
    const key = `${pack.id} ${pack.version}`;
    if (packs.has(key)) return failed(fault('rule-pack.invalid', { where: name, detail: `${key} stands twice` }));
    packs.set(key, { pack, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  if (packs.size === 0) return failed(fault('rule-pack.invalid', { where: folder, detail: 'no rule pack' }));
  return ok({
    find({ id, version, sha256 }) {
      const found = packs.get(`${id} ${version}`);
      return found?.sha256 === sha256 ? found.pack : null;
    },
  });
}

const packSchema = Compile(RulePack);

function parsePack(bytes: Buffer): RulePack | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return packSchema.Check(value) ? value : null;
  } catch {
    return null;
  }
}
