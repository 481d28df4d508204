/** Letters and digits that stay readable at the end of a masked number. */
const SHOWN = 2;
const LEAST_HIDDEN = 4;

/**
 * An identification number for screens, logs and messages: signs stay, so that its owner knows the form, and of the letters and digits
 * only the last two, none of a short number. Birth date and serial are hidden.
 */
export function maskIdentificationNumber(text: string): string {
  const characters = [...text.trim()];
  const total = characters.filter((character) => LETTER_OR_DIGIT.test(character)).length;
  const hidden = total - SHOWN >= LEAST_HIDDEN ? total - SHOWN : total;
  let seen = 0;
  return characters.map((character) => (LETTER_OR_DIGIT.test(character) && seen++ < hidden ? '•' : character)).join('');
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
