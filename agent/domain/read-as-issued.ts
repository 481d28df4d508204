import type { DigitState } from '../contract/vocabulary/mrz/judge-check.ts';
import type { MrzDocument } from './mrz-document.ts';
import { type NationalQuirk, type QuirkId, quirksOf } from './national-quirks.ts';

type Quirk = ReturnType<typeof quirksOf<'document-type' | 'number-alphabet' | 'number-check'>>[number];

const QUIRKS: readonly Quirk[] = [
  ...quirksOf('document-type'),
  ...quirksOf('number-alphabet'),
  ...quirksOf('number-check'),
];
const OF_EVERYBODY = QUIRKS.filter(({ issuers }) => issuers === null);
const BY_ISSUER: ReadonlyMap<string, readonly Quirk[]> = new Map(
  [...new Set(QUIRKS.flatMap(({ issuers }) => issuers ?? []))].map((issuer) => [
    issuer,
    QUIRKS.filter(({ issuers }) => issuers === null || issuers.includes(issuer)),
  ]),
);

/**
 * A parsed document as its issuer means it: the type its document code has there, no complaint about what is usual there, and the check
 * that the issuer itself built into the number. Nothing that was printed is changed. A document without quirks comes back as it is.
 */
export function readAsIssued(document: MrzDocument): MrzDocument {
  const quirks = BY_ISSUER.get(document.issuingState) ?? OF_EVERYBODY;
  let read = document;
  for (const quirk of quirks) if (isOfFormat(quirk, document)) read = apply(quirk, read);
  return read;
}

const isOfFormat = ({ formats }: NationalQuirk, { format }: MrzDocument) => formats?.includes(format) ?? true;

function apply({ id, effect }: Quirk, document: MrzDocument): MrzDocument {
  switch (effect.kind) {
    case 'document-type': {
      if (!effect.codes.includes(document.documentCode)) return document;
      const problems = document.problems.filter(({ kind }) => kind !== 'unknown-code');
      return noted(id, { ...document, type: effect.type, problems });
    }
    case 'number-alphabet': {
      // Shorter numbers are older series with other rules.
      if (document.documentNumber.length < document.places.documentNumber.length) return document;
      const issuerNumber = effect.pattern.test(document.documentNumber) ? 'valid' : 'invalid';
      return noted(id, { ...document, issuerNumber });
    }
    case 'number-check': {
      if (!effect.pattern.test(document.documentNumber)) return document;
      return noted(id, { ...document, issuerNumber: SCHEMES[effect.scheme](document.documentNumber) });
    }
  }
}

const noted = (id: QuirkId, document: MrzDocument): MrzDocument => ({ ...document, quirks: [...document.quirks, id] });

const SCHEMES: Readonly<Record<'mod-97' | 'luhn-36', (number: string) => DigitState>> = {
  'mod-97': (number) => {
    const rest = Number(number.slice(0, -2)) % 97;
    return Number(number.slice(-2)) === (rest === 0 ? 97 : rest) ? 'valid' : 'invalid';
  },
  /** Every second value from the last counts twice, less nine where it passes nine; letters are 10 to 35. */
  'luhn-36': (number) => {
    const values = [...number].map((character) => Number.parseInt(character, 36)).reverse();
    const sum = values.reduce((total, value, at) => total + (at % 2 === 0 ? value : lessNine(2 * value)), 0);
    return sum % 10 === 0 ? 'valid' : 'invalid';
  },
};

const lessNine = (value: number): number => (value > 9 ? value - 9 : value);
