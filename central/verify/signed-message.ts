import { createPublicKey, verify } from 'node:crypto';
import Type from 'typebox';
import { failed, ok, type Result } from '../../agent/contract/faults.ts';
import type { PublicJwk } from '../../agent/contract/wire.ts';
import { decodeBase64Url } from './base64url.ts';
import { readHeader } from './compact-header.ts';
import { malformed, type VerifyFailure } from './verify-failure.ts';

/** A compact JWS that was read but not yet believed: only `header.kid` may be used, to find the key. */
export interface SignedMessage {
  readonly header: Type.Static<typeof JwsHeader>;
  readonly payload: Buffer;
  readonly signingInput: string;
  readonly signature: Buffer;
}

const JwsHeader = Type.Object(
  {
    alg: Type.Literal('ES256'),
    typ: Type.String(),
    kid: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    'x5t#S256': Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })),
  },
  { additionalProperties: false },
);

/** Length of an ES256 signature, r ‖ s (RFC 7518 §3.4). */
const SIGNATURE_BYTES = 64;

/** Takes a JWS compact serialisation (RFC 7515 §7.1) apart; `typ` must be exactly the expected one (RFC 8725 §3.11). */
export function readSignedMessage(text: string, typ: string): Result<SignedMessage, VerifyFailure> {
  const parts = text.split('.', 4);
  const [protectedPart, payloadPart, signaturePart] = parts;
  if (parts.length !== 3 || !protectedPart || !payloadPart || !signaturePart) return malformed('not a compact JWS');
  const header = readHeader(protectedPart, JwsHeader);
  if (!header.ok) return header;
  if (header.value.typ !== typ) return malformed('the JWS is of another type');
  const payload = decodeBase64Url(payloadPart);
  const signature = decodeBase64Url(signaturePart);
  if (payload === null || signature === null) return malformed('the JWS is not canonical base64url');
  if (signature.length !== SIGNATURE_BYTES) return malformed('the signature has the wrong length');
  return ok({ header: header.value, payload, signingInput: `${protectedPart}.${payloadPart}`, signature });
}

/** Whether `key` made the signature: ECDSA with P-256 and SHA-256 (RFC 7518 §3.4). A point off the curve is no key. */
export function verifySignedMessage(message: SignedMessage, key: PublicJwk): Result<Buffer, VerifyFailure> {
  try {
    const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' });
    const data = Buffer.from(message.signingInput, 'ascii');
    if (verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, message.signature)) {
      return ok(message.payload);
    }
  } catch {
    // createPublicKey throws for coordinates that are not a point of the curve; the answer is the same.
  }
  return failed({ problem: 'signature-invalid', detail: 'the signature does not verify' });
}
