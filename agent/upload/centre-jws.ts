import { compactVerify, importJWK } from 'jose';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { failed, fault, ok, type Result } from '../contract/faults.ts';
import type { PublicJwk } from '../contract/wire.ts';

export interface ExpectedJws<S extends TSchema> {
  readonly typ: string;
  readonly kid: string;
  readonly key: PublicJwk;
  readonly schema: S;
}

/** Header members that name or bring another key, change the signed bytes or demand an extension. */
const REFUSED_HEADERS = ['crit', 'b64', 'zip', 'jku', 'jwk', 'x5u', 'x5c'];

/**
 * Opens a statement of the centre: JWS compact, ES256 only, this very `typ` and `kid` (RFC 8725 §3.1, §3.11), canonical base64url,
 * payload of the given schema. Anything else is `centre.answer-invalid`, with a detail that says which rule it broke.
 */
export async function openCentreJws<S extends TSchema>(
  text: string,
  expected: ExpectedJws<S>,
): Promise<Result<Static<S>>> {
  const parts = text.split('.');
  if (parts.length !== 3 || !parts.every(isCanonicalBase64Url)) return invalid('not a compact JWS');
  try {
    const key = await importJWK({ ...expected.key }, 'ES256');
    const { payload, protectedHeader } = await compactVerify(text, key, { algorithms: ['ES256'] });
    if (protectedHeader.typ !== expected.typ) return invalid('typ');
    if (protectedHeader.kid !== expected.kid) return invalid('kid');
    if (REFUSED_HEADERS.some((name) => name in protectedHeader)) return invalid('header');
    const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    return Value.Check(expected.schema, claims) ? ok(claims) : invalid('schema');
  } catch {
    // Each of the calls above throws for one cause alone: text that is not what it should be.
    return invalid('signature');
  }
}

export const invalid = (detail: string): Result<never> => failed(fault('centre.answer-invalid', { detail }));

/** The last character of base64url text can often be changed without changing the bytes (RFC 4648 §3.5); such text is refused. */
function isCanonicalBase64Url(part: string): boolean {
  return part.length > 0 && Buffer.from(part, 'base64url').toString('base64url') === part;
}
