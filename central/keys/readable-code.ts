/** Crockford's base 32: no I, L, O, U, so that a code survives a telephone call. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `groups` of four characters joined by hyphens, 20 random bits each. */
export function readableCode(groups: number, randomBytes: (length: number) => Uint8Array): string {
  const characters = Array.from(randomBytes(groups * 4), (byte) => ALPHABET.charAt(byte & 31)).join('');
  return characters.replace(/.{4}(?=.)/g, '$&-');
}
