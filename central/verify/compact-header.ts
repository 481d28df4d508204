import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { ok, type Result } from '../../agent/contract/faults.ts';
import { decodeBase64Url } from './base64url.ts';
import { parseStrictJson } from './strict-json.ts';
import { malformed, type VerifyFailure } from './verify-failure.ts';

const LONGEST = 4096;

/**
 * Reads the protected header of a compact JWS or JWE against a closed schema. The schema names every member that may stand there, so
 * `crit`, `zip`, `b64`, `jku`, `jwk`, `x5u`, `x5c` and whatever is invented later are refused, not ignored (RFC 8725 §3.1, §3.10).
 */
export function readHeader<S extends TSchema>(part: string, schema: S): Result<Static<S>, VerifyFailure> {
  if (part.length > LONGEST) return malformed('the header is too long');
  const bytes = decodeBase64Url(part);
  if (bytes === null) return malformed('the header is not canonical base64url');
  const header = parseStrictJson(bytes);
  if (!header.ok) return malformed(`the header is refused: ${header.fault}`);
  if (!Value.Check(schema, header.value)) return malformed('the header has a member or value that is not allowed');
  return ok(header.value);
}
