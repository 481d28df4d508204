import { createHash } from 'node:crypto';

export interface KeyAgreementContext {
  /** `enc` for direct agreement, `alg` when a key is wrapped. */
  readonly algorithm: string;
  readonly keyBits: number;
  /** Agreement party information, decoded `apu` and `apv`; empty when absent. */
  readonly partyU: Uint8Array;
  readonly partyV: Uint8Array;
}

/**
 * Concat KDF of NIST SP 800-56A §5.8.1 with SHA-256, as RFC 7518 §4.6.2 binds it to JOSE: from the raw shared secret to a key of
 * `keyBits` (a multiple of 8).
 */
export function concatKdf(sharedSecret: Uint8Array, context: KeyAgreementContext): Buffer {
  const otherInfo = Buffer.concat([
    lengthPrefixed(Buffer.from(context.algorithm, 'ascii')),
    lengthPrefixed(context.partyU),
    lengthPrefixed(context.partyV),
    uint32(context.keyBits),
  ]);
  const rounds = Math.ceil(context.keyBits / 256);
  const blocks = Array.from({ length: rounds }, (_, round) =>
    createHash('sha256')
      .update(uint32(round + 1))
      .update(sharedSecret)
      .update(otherInfo)
      .digest(),
  );
  return Buffer.concat(blocks).subarray(0, context.keyBits / 8);
}

const lengthPrefixed = (data: Uint8Array): Buffer => Buffer.concat([uint32(data.length), data]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
