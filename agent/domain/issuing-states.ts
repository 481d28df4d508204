import { states } from 'mrz';

/** Codes of Doc 9303-3 §5 (parts B–D: organisations, special persons, Germany's D) and former codes seen in valid documents. */
const SPECIAL: Readonly<Record<string, string>> = {
  D: 'Germany',
  EUE: 'European Union',
  UNO: 'United Nations',
  UNA: 'United Nations specialized agency',
  UNK: 'UN mission in Kosovo',
  XOM: 'Sovereign Military Order of Malta',
  XPO: 'Interpol',
  XXA: 'Stateless person',
  XXB: 'Refugee (1951 Convention)',
  XXC: 'Refugee (other)',
  XXX: 'Unspecified nationality',
  XKX: 'Kosovo',
  RKS: 'Kosovo',
  XMP: 'Parliamentary Assembly of the Mediterranean',
  XCT: 'Northern Cyprus (Turkish Cypriot)',
  XCC: 'Caribbean Community',
  XCE: 'Council of Europe',
  XCO: 'Common Market for Eastern and Southern Africa',
  XEC: 'Economic Community of West African States',
  XBA: 'African Development Bank',
  XIM: 'African Export-Import Bank',
  IAO: 'ICAO',
  ZAR: 'Zaire',
  ROM: 'Romania (former code)',
  TPE: 'Taipei',
  BUR: 'Burma (former code)',
  ICO: 'International Criminal Police',
  AN: 'Netherlands Antilles',
  ANT: 'Netherlands Antilles',
  UTO: 'Utopia (ICAO specimen)',
};

/** English name of an ICAO state or organisation code without fillers, or null when the code is unknown. */
export function stateName(code: string): string | null {
  return (states as Record<string, string>)[code] ?? SPECIAL[code] ?? null;
}

/** One spelling for one state: the ICAO code `D` and its ISO form `DEU`, and the former Romanian code. */
export function sameState(a: string, b: string): boolean {
  const normal = (code: string) => ({ D: 'DEU', ROM: 'ROU', ZAR: 'COD', RKS: 'XKX' })[code] ?? code;
  return normal(a) === normal(b);
}
