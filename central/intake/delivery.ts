import { createHash } from 'node:crypto';
import { ok, type Result } from '../../agent/contract/faults.ts';
import { type Refusal, refused } from '../refusal.ts';

/** A result as it came in, before anything about it is believed. */
export interface Delivery {
  /** From the path. */
  readonly jti: string;
  /** The exact sealed bytes. */
  readonly body: Buffer;
  readonly contentDigest: string | undefined;
}

const LARGEST = 256 * 1024;

/** Size and `Content-Digest` (RFC 9530 §2): bytes that were cut or changed on the way are not the station's fault to be remembered. */
export function checkDelivery(delivery: Delivery): Result<void, Refusal> {
  if (delivery.body.length > LARGEST) return refused('too-large', 'a sealed result has at most 256 KiB');
  const claimed = sha256Member(delivery.contentDigest ?? '');
  if (claimed === null) return refused('digest-required', 'Content-Digest with sha-256 is needed');
  const actual = createHash('sha256').update(delivery.body).digest('base64');
  if (claimed !== actual) return refused('malformed', 'the content digest is not of this body');
  return ok(undefined);
}

/** The `sha-256` member of a Content-Digest dictionary (RFC 8941 §3.2, byte sequence), or null. */
function sha256Member(header: string): string | null {
  for (const member of header.split(',')) {
    const found = /^\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*$/.exec(member);
    if (found?.[1] !== undefined) return found[1];
  }
  return null;
}
