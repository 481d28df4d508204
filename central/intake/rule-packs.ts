import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failed, fault, ok, type Result } from '../../agent/contract/faults.ts';
import {
  DEMONSTRATION_SIGNER,
  RULE_PACK_TYPE,
  type RulePack,
  type RulePackReference,
} from '../../agent/contract/rule-pack.ts';
import type { PublicJwk } from '../../agent/contract/wire.ts';
import { checkRulePack } from '../../agent/domain/rule-pack-check.ts';
import { readSignedMessage, verifySignedMessage } from '../verify/signed-message.ts';
import { jwkThumbprint } from '../verify/thumbprint.ts';

/** The rule packs this centre decides with. A pack is one only by id, version and the digest of its exact bytes together. */
export interface RulePacks {
  find(reference: RulePackReference): RulePack | null;
}

/** Whose signature a rule pack must bear at this centre. */
export interface RulePackSigners {
  readonly keys: readonly PublicJwk[];
  /** Whether the demonstration key, whose private half is public, may be among them. */
  readonly demonstration: 'taken' | 'refused';
}

/**
 * Reads every `*.json` of `folder` as a rule pack, signed in the file of the same name and `.jws`. `rule-pack.invalid` when one is no
 * rule pack, when two say they are the same, or when there is none: such a centre could accept nothing; `rule-pack.unsigned` or
 * `rule-pack.signer-refused` when a signature is missing, does not fit or is by a key not given.
 */
export async function readRulePacks(folder: string, signers: RulePackSigners): Promise<Result<RulePacks>> {
  const keys = new Map(signers.keys.map((key) => [jwkThumbprint(key), key]));
  if (signers.demonstration === 'refused' && keys.has(DEMONSTRATION_SIGNER)) {
    return failed(
      fault('rule-pack.signer-refused', { where: 'signers', detail: 'the demonstration key proves nothing' }),
    );
  }
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  const packs = new Map<string, { readonly pack: RulePack; readonly sha256: string }>();
  for (const name of names) {
    const bytes = await readFile(join(folder, name));
    const signed = await checkSignature(join(folder, `${name}.jws`), bytes, keys);
    if (!signed.ok) return failed({ ...signed.fault, where: name });
    const checked = checkRulePack(parse(bytes));
    if (!checked.ok) return failed({ ...checked.fault, where: `${name} ${checked.fault.where}` });
    const pack = checked.value;
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

/** JWS, ES256, detached (RFC 7515 Appendix F): the payload part is empty in the file and stands for the bytes of the pack. */
async function checkSignature(
  path: string,
  bytes: Buffer,
  keys: ReadonlyMap<string, PublicJwk>,
): Promise<Result<void>> {
  const text = await readFile(path, 'latin1').catch(() => null);
  if (text === null) return failed(fault('rule-pack.unsigned', { detail: 'its signature is missing' }));
  const [header, payload, signature, ...more] = text.trim().split('.');
  if (payload !== '' || more.length > 0)
    return failed(fault('rule-pack.unsigned', { detail: 'no detached signature' }));
  const message = readSignedMessage(`${header}.${bytes.toString('base64url')}.${signature}`, RULE_PACK_TYPE);
  if (!message.ok) return failed(fault('rule-pack.unsigned', { detail: message.fault.detail }));
  const key = keys.get(message.value.header.kid);
  if (!key) return failed(fault('rule-pack.signer-refused', { detail: 'signed by a key not known here' }));
  const verified = verifySignedMessage(message.value, key);
  return verified.ok ? ok(undefined) : failed(fault('rule-pack.unsigned', { detail: verified.fault.detail }));
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
