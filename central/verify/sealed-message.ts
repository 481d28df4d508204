import { createDecipheriv, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import Type from 'typebox';
import { failed, ok, type Result } from '../../agent/contract/faults.ts';
import { Jti } from '../../agent/contract/record.ts';
import { JOSE_TYPES, PublicJwk } from '../../agent/contract/wire.ts';
import { decodeBase64Url } from './base64url.ts';
import { readHeader } from './compact-header.ts';
import { concatKdf } from './concat-kdf.ts';
import { malformed, type VerifyFailure } from './verify-failure.ts';

const Base64Url = Type.String({ pattern: '^[A-Za-z0-9_-]{1,200}$' });

/** One algorithm pair, one type: a key of the centre is never used in another way (RFC 8725 §3.1). */
const JweHeader = Type.Object(
  {
    alg: Type.Literal('ECDH-ES+A256KW'),
    enc: Type.Literal('A256GCM'),
    kid: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    typ: Type.Literal(JOSE_TYPES.sealedResult),
    cty: Type.Literal(JOSE_TYPES.result),
    iss: Type.String({ pattern: '^urn:sistec:station:[a-z0-9-]{1,40}$' }),
    jti: Jti,
    epk: PublicJwk,
    apu: Type.Optional(Base64Url),
    apv: Type.Optional(Base64Url),
  },
  { additionalProperties: false },
);

/** A compact JWE taken apart. The header is a claim until `openSealedMessage` succeeds, which authenticates it. */
export interface SealedMessage {
  readonly header: Type.Static<typeof JweHeader>;
  readonly additionalData: Buffer;
  readonly wrappedKey: Buffer;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** Takes a JWE compact serialisation (RFC 7516 §7.1) of a result apart. */
export function readSealedMessage(text: string): Result<SealedMessage, VerifyFailure> {
  const parts = text.split('.', 6);
  if (parts.length !== 5) return malformed('not a compact JWE');
  const protectedPart = parts[0] ?? '';
  const header = readHeader(protectedPart, JweHeader);
  if (!header.ok) return header;
  const [wrappedKey, iv, ciphertext, tag] = parts.slice(1).map(decodeBase64Url);
  if (!wrappedKey || !iv || !ciphertext || !tag) return malformed('the JWE is not canonical base64url');
  // A truncated tag would be accepted by GCM itself, so the lengths are part of the format (RFC 7518 §5.3).
  if (wrappedKey.length !== 40 || iv.length !== 12 || tag.length !== 16)
    return malformed('a JWE part has the wrong length');
  const additionalData = Buffer.from(protectedPart, 'ascii');
  return ok({ header: header.value, additionalData, wrappedKey, iv, ciphertext, tag });
}

/** Opens the message with the centre's private key: ECDH-ES (P-256), Concat KDF, AES key unwrap (RFC 3394), AES-256-GCM. */
export function openSealedMessage(message: SealedMessage, privateKey: KeyObject): Result<Buffer, VerifyFailure> {
  const { header } = message;
  const partyU = header.apu === undefined ? Buffer.alloc(0) : decodeBase64Url(header.apu);
  const partyV = header.apv === undefined ? Buffer.alloc(0) : decodeBase64Url(header.apv);
  if (partyU === null || partyV === null) return malformed('party information is not canonical base64url');
  try {
    const publicKey = createPublicKey({ key: { ...header.epk }, format: 'jwk' });
    const shared = diffieHellman({ privateKey, publicKey });
    const wrapping = concatKdf(shared, { algorithm: header.alg, keyBits: 256, partyU, partyV });
    const unwrap = createDecipheriv('id-aes256-wrap', wrapping, Buffer.alloc(8, 0xa6));
    const contentKey = Buffer.concat([unwrap.update(message.wrappedKey), unwrap.final()]);
    return ok(openContent(contentKey, message));
  } catch {
    // A point off the curve, a wrapped key or a tag that does not authenticate: all throw, and all mean the same.
    return failed({ problem: 'undecryptable', detail: 'the sealed message does not open' });
  }
}

/** A256GCM content decryption (RFC 7518 §5.3). Throws when the tag does not authenticate. */
export function openContent(
  contentKey: Uint8Array,
  content: Pick<SealedMessage, 'additionalData' | 'iv' | 'ciphertext' | 'tag'>,
): Buffer {
  const open = createDecipheriv('aes-256-gcm', contentKey, content.iv, { authTagLength: 16 });
  open.setAAD(content.additionalData).setAuthTag(content.tag);
  return Buffer.concat([open.update(content.ciphertext), open.final()]);
}
