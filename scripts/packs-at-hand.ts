import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Value from 'typebox/value';
import type { Result } from '../agent/contract/faults.ts';
import type { RulePackReference } from '../agent/contract/rule-pack.ts';
import { PublicJwk } from '../agent/contract/wire.ts';
import type { IssuedPack } from '../agent/domain/rule-pack-in-force.ts';
import { readRulePacks } from '../agent/wiring/rule-pack-files.ts';

const ROOT = new URL('..', import.meta.url).pathname;
export const RULE_PACKS = join(ROOT, 'config/rule-packs');
export const DEMONSTRATION_SIGNER_FILE = join(ROOT, 'config/signers/demonstration.jwk.json');

/** The signed rule packs of a folder, for a program that looks at records; it drives no device, so any signer named may be one. */
export function packsAtHand(
  folder = RULE_PACKS,
  signerFile = DEMONSTRATION_SIGNER_FILE,
): Promise<Result<readonly IssuedPack[]>> {
  const signer = Value.Parse(PublicJwk, JSON.parse(readFileSync(signerFile, 'utf8')));
  return readRulePacks(folder, { signers: [signer], demonstration: 'taken' });
}

/** The very pack that a record names, by the digest of its bytes. */
export const packOf = (packs: readonly IssuedPack[], { sha256 }: RulePackReference): IssuedPack | null =>
  packs.find(({ reference }) => reference.sha256 === sha256) ?? null;
