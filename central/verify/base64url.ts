const ALPHABET = /^[A-Za-z0-9_-]+$/;

/**
 * Decodes base64url without padding (RFC 7515 §2). Null for an empty text, a foreign character, or a text that is not the one
 * canonical spelling of its bytes: the last character carries 2 or 4 bits that mean nothing (RFC 4648 §3.5), so accepting them would
 * give one signature many spellings.
 */
export function decodeBase64Url(text: string): Buffer | null {
  if (!ALPHABET.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
