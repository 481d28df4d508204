const WEIGHTS = [7, 3, 1] as const;

/** Value of a character that no MRZ holds. */
export const NO_VALUE = 99;

/**
 * Values of ICAO Doc 9303-3 §4.9 by character code: digits as they are, `A`…`Z` 10…35, the filler 0, anything else `NO_VALUE`.
 * Codes above 127 have no entry.
 */
export const CHARACTER_VALUES: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code === 60) return 0;
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 65 && code <= 90 ? code - 55 : NO_VALUE;
});

/**
 * Check digit of ICAO Doc 9303-3 §4.9: weights 7-3-1, modulo 10.
 * Returns null when the text holds a character outside `A–Z 0–9 <`.
 */
export function checkDigit(text: string): string | null {
  let sum = 0;
  for (let index = 0; index < text.length; index++) {
    const value = CHARACTER_VALUES[text.charCodeAt(index)] ?? NO_VALUE;
    if (value === NO_VALUE) return null;
    sum += value * (WEIGHTS[index % 3] ?? 0);
  }
  return String(sum % 10);
}

/**
 * Classes of characters that no check digit can tell apart: congruent modulo 10 (Doc 9303-3 §4.9 weights are coprime to 10).
 * A second source must decide between members of one class.
 */
export const BLIND_CLASSES = ['0AKU<', '1BLV', '2CMW', '3DNX', '4EOY', '5FPZ', '6GQ', '7HR', '8IS', '9JT'] as const;

/** True when exchanging the two characters leaves every check digit unchanged. */
export function isBlindPair(a: string, b: string): boolean {
  return a !== b && BLIND_CLASSES.some((group) => group.includes(a) && group.includes(b));
}
