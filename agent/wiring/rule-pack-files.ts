import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { type FaultCode, failed, fault, ok, type Result } from '../contract/faults.ts';
import { DEMONSTRATION_SIGNER, RULE_PACK_TYPE } from '../contract/rule-pack.ts';
import type { PublicJwk } from '../contract/wire.ts';
import { checkRulePack } from '../domain/rule-pack-check.ts';
import type { IssuedPack } from '../domain/rule-pack-in-force.ts';

/** Whose signature a rule pack must bear. */
export interface RulePackTrust {
  readonly signers: readonly PublicJwk[];
  /** Whether the demonstration key may be among the signers. Its private half is public, so a station with real devices refuses it. */
  readonly demonstration: 'taken' | 'refused';
}

/**
 * Reads every `*.json` of `folder` as a rule pack with its signature in the file of the same name and `.jws` (JWS, ES256, detached over
 * the exact bytes, RFC 7515 Appendix F). One bad file refuses the whole folder: rules that somebody took away or damaged must not be
 * replaced by whatever is left. Faults name the file: `rule-pack.invalid`, `rule-pack.unsigned`, `rule-pack.signer-refused`.
 */
export async function readRulePacks(folder: string, trust: RulePackTrust): Promise<Result<readonly IssuedPack[]>> {
  const signers = await keysByThumbprint(trust);
  if (!signers.ok) return signers;
  const packs: IssuedPack[] = [];
  for (const name of packNames(folder)) {
    const bytes = contents(join(folder, name));
    const signature = contents(join(folder, `${name}.jws`));
    if (bytes === null) return refused('rule-pack.invalid', name, 'the file cannot be read');
    if (signature === null) return refused('rule-pack.unsigned', name, `${name}.jws is missing`);
    const signed = await verifyDetached(bytes, signature.toString('latin1').trim(), signers.value);
    if (signed !== null) return refused(signed[0], name, signed[1]);
    const pack = checkRulePack(parsed(bytes));
    if (!pack.ok) return refused('rule-pack.invalid', `${name} ${pack.fault.where}`, pack.fault.detail ?? '');
    const { id, version, series, sequence } = pack.value;
    const twin = packs.find(
      ({ pack: other }) =>
        (other.id === id && other.version === version) || (other.series === series && other.sequence === sequence),
    );
    if (twin) return refused('rule-pack.invalid', name, `is the same issue as ${twin.pack.id} ${twin.pack.version}`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    packs.push({ pack: pack.value, reference: { id, version, sha256 } });
  }
  return packs.length > 0 ? ok(packs) : refused('rule-pack.invalid', folder, 'no rule pack');
}

const refused = (code: FaultCode, where: string, detail: string): Result<never> =>
  failed(fault(code, { where, detail }));

type Signers = ReadonlyMap<string, Awaited<ReturnType<typeof importJWK>>>;

async function keysByThumbprint({ signers, demonstration }: RulePackTrust): Promise<Result<Signers>> {
  const keys = new Map<string, Awaited<ReturnType<typeof importJWK>>>();
  for (const [index, jwk] of signers.entries()) {
    const where = `rulePackSigners/${index}`;
    const kid = await calculateJwkThumbprint({ ...jwk });
    if (kid === DEMONSTRATION_SIGNER && demonstration === 'refused')
      return refused('rule-pack.signer-refused', where, 'the demonstration key signs for simulated devices only');
    try {
      keys.set(kid, await importJWK({ ...jwk }, 'ES256'));
    } catch {
      return refused('rule-pack.signer-refused', where, 'no point of the curve P-256');
    }
  }
  return ok(keys);
}

/** Null when the signature holds. The header may name nothing but algorithm, type and key (RFC 8725 §3.1, §3.10, §3.11). */
async function verifyDetached(
  bytes: Uint8Array,
  signature: string,
  signers: Signers,
): Promise<readonly [code: FaultCode, detail: string] | null> {
  const unsigned = (detail: string) => ['rule-pack.unsigned', detail] as const;
  const [header, payload, mark, ...more] = signature.split('.');
  if (!header || payload !== '' || !mark || more.length > 0) return unsigned('the signature is no detached JWS');
  const claimed = parsed(Buffer.from(header, 'base64url'));
  const { alg, typ, kid, ...others } = (claimed ?? {}) as Record<string, unknown>;
  if (alg !== 'ES256' || typ !== RULE_PACK_TYPE || typeof kid !== 'string' || Object.keys(others).length > 0)
    return unsigned('the signature is of another kind');
  const key = signers.get(kid);
  if (!key) return ['rule-pack.signer-refused', 'signed by a key that this station does not know'];
  try {
    const message = `${header}.${Buffer.from(bytes).toString('base64url')}.${mark}`;
    await compactVerify(message, key, { algorithms: ['ES256'] });
    return null;
  } catch {
    return unsigned('the signature does not fit the file');
  }
}

function packNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
}

function contents(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
