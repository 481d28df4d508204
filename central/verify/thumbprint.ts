import { createHash } from 'node:crypto';
import type { PublicJwk } from '../../agent/contract/wire.ts';

/** RFC 7638 thumbprint of a P-256 key: base64url SHA-256 over the required members in lexicographic order. */
export function jwkThumbprint(key: PublicJwk): string {
  const canonical = JSON.stringify({ crv: key.crv, kty: key.kty, x: key.x, y: key.y });
  return createHash('sha256').update(canonical).digest('base64url');
}
