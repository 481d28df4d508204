/** The sum of digits times weights, place by place. Places without a weight do not count. */
export function weighDigits(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits.charAt(at)), 0);
}

/** The check digit after `digits` by the Luhn formula (ISO/IEC 7812-1 annex B). */
export function luhnDigit(digits: string): number {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits.charAt(digits.length - 1 - at)) * (at % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return (10 - (sum % 10)) % 10;
}

/** The check digit after `digits` by the hybrid system MOD 11,10 (ISO/IEC 7064 §9). */
export function mod11And10Digit(digits: string): number {
  let carry = 10;
  for (const digit of digits) {
    const sum = (carry + Number(digit)) % 10 || 10;
    carry = (sum * 2) % 11;
  }
  return (11 - carry) % 10;
}
