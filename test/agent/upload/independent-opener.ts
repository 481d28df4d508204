import {
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** Opens and signs JOSE messages with node:crypto alone, so that a mistake of the product's library cannot hide. */

const bytesOf = (part: string | undefined): Buffer => Buffer.from(part ?? '', 'base64url');
const jsonOf = (part: string | undefined): Record<string, unknown> =>
  JSON.parse(bytesOf(part).toString('utf8')) as Record<string, unknown>;

/** Header of a compact JWS or JWE, not yet believed. */
export const headerOf = (message: string): Record<string, unknown> => jsonOf(message.split('.')[0]);

/** Concat KDF of NIST SP 800-56A §5.8.1 in the profile of RFC 7518 §4.6.2, 256 bits. */
function concatKdf(secret: Buffer, algorithm: string, partyU: Buffer, partyV: Buffer): Buffer {
  const counted = (bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const hash = createHash('sha256')
    .update(Buffer.from([0, 0, 0, 1]))
    .update(secret);
  hash
    .update(counted(Buffer.from(algorithm)))
    .update(counted(partyU))
    .update(counted(partyV));
  return hash.update(Buffer.from([0, 0, 1, 0])).digest();
}

/** Plaintext of a compact JWE (ECDH-ES+A256KW, A256GCM). Throws when anything does not authenticate. */
export function openJwe(message: string, privateKey: KeyObject): Buffer {
  const [head, wrapped, iv, ciphertext, tag, ...more] = message.split('.');
  if (more.length > 0 || head === undefined) throw new Error('not a compact JWE');
  const header = jsonOf(head);
  if (header.alg !== 'ECDH-ES+A256KW' || header.enc !== 'A256GCM') throw new Error('algorithms');
  const publicKey = createPublicKey({ key: header.epk as never, format: 'jwk' });
  const shared = diffieHellman({ privateKey, publicKey });
  const wrapping = concatKdf(shared, 'ECDH-ES+A256KW', bytesOf(String(header.apu)), bytesOf(String(header.apv)));
  const unwrap = createDecipheriv('id-aes256-wrap', wrapping, Buffer.alloc(8, 0xa6));
  const key = Buffer.concat([unwrap.update(bytesOf(wrapped)), unwrap.final()]);
  const content = createDecipheriv('aes-256-gcm', key, bytesOf(iv), { authTagLength: 16 });
  content.setAAD(Buffer.from(head)).setAuthTag(bytesOf(tag));
  return Buffer.concat([content.update(bytesOf(ciphertext)), content.final()]);
}

/** Claims of a compact JWS (ES256). Throws when the signature is not by this key. */
export function openJws(message: string, publicKey: KeyObject): Record<string, unknown> {
  const [head, payload, signature] = message.split('.');
  const sound = verify(
    'sha256',
    Buffer.from(`${head}.${payload}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    bytesOf(signature),
  );
  if (!sound || jsonOf(head).alg !== 'ES256') throw new Error('signature');
  return jsonOf(payload);
}

/** Signs claims as a compact JWS, ES256. */
export function signJws(header: Record<string, unknown>, claims: unknown, privateKey: KeyObject): string {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${encode({ alg: 'ES256', ...header })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}
