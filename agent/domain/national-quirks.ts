import type { DocumentType, MrzFormat } from '../contract/vocabulary/document.ts';

/** What a deviation changes in the parsed document or its checks. A kind that nobody applies does not exist. */
export type QuirkEffect =
  /** The code stands for the state that ICAO or ISO 3166-1 writes `means`; the two never differ. */
  | { readonly kind: 'state-code'; readonly code: string; readonly means: string }
  /** The nationality field holds no citizenship, so that there is nothing to compare it with. */
  | { readonly kind: 'no-citizenship'; readonly codes: readonly string[]; readonly of: 'person' | 'office' }
  /** Nationalities that only these issuers write. */
  | { readonly kind: 'nationality-of'; readonly codes: readonly string[]; readonly issuers: readonly string[] }
  /** The document code means this type, and is no mistake. */
  | { readonly kind: 'document-type'; readonly codes: readonly string[]; readonly type: DocumentType }
  /** Characters of the document number; what does not fit was misread. */
  | { readonly kind: 'number-alphabet'; readonly pattern: RegExp }
  /** The number carries a check of the issuer beside the digit of the MRZ. */
  | { readonly kind: 'number-check'; readonly pattern: RegExp; readonly scheme: 'mod-97' | 'luhn-36' };

/** One deviation of one issuer. `issuers` are codes as printed, null for every issuer. */
export interface NationalQuirk {
  readonly issuers: readonly string[] | null;
  readonly formats?: readonly MrzFormat[];
  readonly deviates: string;
  readonly source: string;
  readonly effect: QuirkEffect;
}

const GERMAN_SERIAL = /^[0-9A-Z][0-9CFGHJKLMNPRTVWXYZ]{8}$/;
const BRITISH_ISSUERS = [
  ...['GBR', 'GBD', 'AIA', 'BMU', 'CYM', 'FLK', 'GGY', 'GIB', 'IMN', 'IOT', 'JEY', 'MSR', 'PCN', 'SGS', 'SHN', 'TCA'],
  'VGB',
];

const stateCode = (code: string, means: string, deviates: string, source: string): NationalQuirk => ({
  issuers: null,
  deviates,
  source,
  effect: { kind: 'state-code', code, means },
});

/**
 * How single issuers deviate from ICAO Doc 9303, by name. Deviations in layout and check digits stand in the layouts themselves, because
 * the recogniser needs them too: the French identity card of 1988, driving licences, the two ways to weigh a long document number, the
 * digit of an empty optional field.
 */
export const NATIONAL_QUIRKS = {
  'german-state-code': stateCode(
    'D',
    'DEU',
    'Germany writes D<< where ISO 3166-1 has DEU, as issuing state and as nationality',
    'ICAO Doc 9303-3 §5, part A',
  ),
  'kosovo-eu-code': stateCode(
    'XKX',
    'RKS',
    'EU states write XKX for Kosovo, whose own passports say RKS',
    'European Commission, interinstitutional style guide, annex A5',
  ),
  'kosovo-german-code': stateCode(
    'XXK',
    'RKS',
    'German residence permits write XXK for the nationality of Kosovo',
    'github.com/cheminfo/mrz issue 39',
  ),
  'taipei-code': stateCode('TPE', 'TWN', 'TPE for TWN', 'ICAO Doc 9303-3 §5; npm mrz state table'),
  'no-citizenship': {
    issuers: null,
    deviates: 'the nationality field says that the holder is stateless, a refugee, or of unspecified nationality',
    source: 'ICAO Doc 9303-3 §5, part E',
    effect: { kind: 'no-citizenship', codes: ['XXA', 'XXB', 'XXC', 'XXX'], of: 'person' },
  },
  'office-instead-of-citizenship': {
    issuers: null,
    deviates: 'a laissez-passer names the organisation, whose officials keep a citizenship it does not state',
    source: 'ICAO Doc 9303-3 §5, parts B, C and D',
    effect: {
      kind: 'no-citizenship',
      codes: ['UNO', 'UNA', 'UNK', 'EUE', 'XOM', 'XPO', 'XBA', 'XIM', 'XCC', 'XCE', 'XCO', 'XEC', 'XES', 'XMP', 'XDC'],
      of: 'office',
    },
  },
  'british-nationalities': {
    issuers: null,
    deviates: 'five British nationalities have codes of their own and are not the citizenship GBR',
    source: 'ICAO Doc 9303-3 §5, part A; British Nationality Act 1981',
    effect: { kind: 'nationality-of', codes: ['GBD', 'GBN', 'GBO', 'GBP', 'GBS'], issuers: BRITISH_ISSUERS },
  },
  'german-number-alphabet': {
    issuers: ['D'],
    formats: ['TD1', 'TD2', 'TD3'],
    deviates: 'behind its first place the number holds no vowel and none of B, D, Q, S: a circle is always the digit 0',
    source: 'Bundesministerium des Innern, serial numbers of passports (2007-11-01) and identity cards (2010-11-01)',
    effect: { kind: 'number-alphabet', pattern: GERMAN_SERIAL },
  },
  'german-temporary-card': {
    issuers: ['D'],
    formats: ['TD1', 'TD2'],
    deviates: 'the temporary identity card has the document code IT',
    source: 'Personalausweisverordnung, annex; ITD in line 1',
    effect: { kind: 'document-type', codes: ['IT'], type: 'identity-card' },
  },
  'belgian-card-number': {
    issuers: ['BEL'],
    formats: ['TD1'],
    deviates: 'twelve digits, three of them in the optional data; the last two are the first ten modulo 97, 97 for 0',
    source: 'IBZ Rijksregister, IT195; python-stdnum stdnum.be.eid',
    effect: { kind: 'number-check', pattern: /^\d{12}$/, scheme: 'mod-97' },
  },
  'portuguese-card-number': {
    issuers: ['PRT'],
    formats: ['TD1'],
    deviates: 'nine digits, two letters or digits and a digit over them, three of the twelve in the optional data',
    source: 'autenticacao.gov.pt, número de documento do Cartão de Cidadão; python-stdnum stdnum.pt.cc',
    effect: { kind: 'number-check', pattern: /^\d{9}[A-Z0-9]{2}\d$/, scheme: 'luhn-36' },
  },
  'estonian-permit-code': {
    issuers: ['EST'],
    formats: ['TD1'],
    deviates: 'residence permits had the document code RP, whose first letter Doc 9303-5 does not know',
    source: 'github.com/Arg0s1080/mrz pull request 27; ICAO Doc 9303-5 §4.2.2, note k',
    effect: { kind: 'document-type', codes: ['RP'], type: 'residence-permit' },
  },
  'russian-internal-passport': {
    issuers: ['RUS'],
    formats: ['TD3'],
    deviates: 'PN is the passport for use inside Russia, which is no travel document',
    source: 'Government of the Russian Federation, decree 828 of 1997-07-08',
    effect: { kind: 'document-type', codes: ['PN'], type: 'other' },
  },
  'crew-member-certificate': {
    issuers: null,
    formats: ['TD1', 'TD2'],
    deviates: 'AC is the certificate of a crew member, not an identity card',
    source: 'ICAO Doc 9303-5 §4.2.2, note k',
    effect: { kind: 'document-type', codes: ['AC'], type: 'other' },
  },
} as const satisfies Record<string, NationalQuirk>;

export type QuirkId = keyof typeof NATIONAL_QUIRKS;
export const QUIRK_IDS = Object.keys(NATIONAL_QUIRKS) as readonly QuirkId[];

/** Every quirk of one kind of effect, with its name. */
export function quirksOf<K extends QuirkEffect['kind']>(
  kind: K,
): readonly (NationalQuirk & { readonly id: QuirkId; readonly effect: Extract<QuirkEffect, { kind: K }> })[] {
  return QUIRK_IDS.flatMap((id) => {
    const quirk: NationalQuirk = NATIONAL_QUIRKS[id];
    const { effect } = quirk;
    return isOfKind(effect, kind) ? [{ ...quirk, id, effect }] : [];
  });
}

const isOfKind = <K extends QuirkEffect['kind']>(
  effect: QuirkEffect,
  kind: K,
): effect is Extract<QuirkEffect, { kind: K }> => effect.kind === kind;
