import { createCipheriv, createHash } from 'node:crypto';
import type { SealedAttachment } from '../contract/record.ts';

export interface AttachmentInput {
  /** JPEG bytes. They are overwritten with zeros once sealed. */
  readonly picture: Uint8Array;
  readonly jti: string;
  /** Position among the attachments of the record, from 0. */
  readonly index: number;
  readonly desc: string;
  readonly type: SealedAttachment['type'];
  /** ISO 8601 duration after which the centre erases the key. */
  readonly retention: string;
  /** Issuer of the grant, the base of the blob's address. */
  readonly centre: string;
  /** Cryptographically strong bytes. */
  readonly randomBytes: (length: number) => Uint8Array;
}

/**
 * Seals one picture under a key of its own (AES-256-GCM, 96-bit nonce, `jti/index` authenticated). The key stands only in the
 * returned attachment, hence only in the sealed record; erasing it there erases the picture everywhere. The tag is kept apart from the
 * ciphertext, whose SHA-256 is the blob's name.
 */
export function sealAttachment(input: AttachmentInput): { attachment: SealedAttachment; ciphertext: Buffer } {
  const { picture, desc, type, retention } = input;
  const key = input.randomBytes(32);
  const iv = input.randomBytes(12);
  const aad = `${input.jti}/${input.index}`;
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad));
  const ciphertext = Buffer.concat([cipher.update(picture), cipher.final()]);
  const ctSha256 = createHash('sha256').update(ciphertext).digest('base64url');
  const attachment: SealedAttachment = {
    desc,
    type,
    url: `${input.centre}/blobs/${ctSha256}`,
    digest: { alg: 'sha-256', value: createHash('sha256').update(picture).digest('base64') },
    content_type: 'image/jpeg',
    size: picture.length,
    enc: {
      alg: 'A256GCM',
      key: Buffer.from(key).toString('base64url'),
      iv: Buffer.from(iv).toString('base64url'),
      tag: cipher.getAuthTag().toString('base64url'),
      aad,
      ct_sha256: ctSha256,
    },
    retention,
  };
  picture.fill(0);
  key.fill(0);
  return { attachment, ciphertext };
}
