import { states } from 'mrz';
import { quirksOf } from './national-quirks.ts';

/** What an ICAO code of Doc 9303-3 §5 stands for. */
export interface IssuingState {
  readonly name: string;
  readonly kind: 'state' | 'nationality-of-a-state' | 'organisation' | 'person' | 'specimen' | 'master-list' | 'former';
  /** Years in which documents with the code were issued, where it was not always so. */
  readonly issuedFrom?: number;
  readonly issuedUntil?: number;
  /** The code that stands for the same state today. */
  readonly today?: string;
}

type Row = readonly [name: string, more?: Partial<Omit<IssuingState, 'name' | 'kind'>>];

/** Codes of Doc 9303-3 §5 parts A–H that ISO 3166-1 lacks, and codes seen in documents that neither lists. */
const SPECIAL: Readonly<Record<IssuingState['kind'], Readonly<Record<string, Row>>>> = {
  state: {
    D: ['Germany'],
    RKS: ['Kosovo', { issuedFrom: 2008 }],
    XKX: ['Kosovo'],
    XXK: ['Kosovo'],
    XCT: ['Northern Cyprus (Turkish Cypriot)', { issuedFrom: 1983 }],
    TPE: ['Taipei'],
  },
  'nationality-of-a-state': {
    GBD: ['British Overseas Territories citizen', { issuedFrom: 1983 }],
    GBN: ['British National (Overseas)', { issuedFrom: 1987 }],
    GBO: ['British Overseas citizen', { issuedFrom: 1983 }],
    GBP: ['British protected person'],
    GBS: ['British subject'],
  },
  organisation: {
    EUE: ['European Union', { issuedFrom: 2015 }],
    UNO: ['United Nations'],
    UNA: ['United Nations specialized agency'],
    UNK: ['Resident of Kosovo, document of the United Nations mission', { issuedFrom: 2000, issuedUntil: 2008 }],
    XBA: ['African Development Bank'],
    XIM: ['African Export-Import Bank'],
    XCC: ['Caribbean Community'],
    XCE: ['Council of Europe'],
    XCO: ['Common Market for Eastern and Southern Africa'],
    XEC: ['Economic Community of West African States'],
    XPO: ['Interpol'],
    INP: ['Interpol (code of its first passports)', { today: 'XPO' }],
    ICO: ['International Criminal Police Organization', { today: 'XPO' }],
    XES: ['Organization of Eastern Caribbean States'],
    XMP: ['Parliamentary Assembly of the Mediterranean'],
    XOM: ['Sovereign Military Order of Malta'],
    XDC: ['Southern African Development Community'],
  },
  person: {
    XXA: ['Stateless person (1954 Convention)'],
    XXB: ['Refugee (1951 Convention)'],
    XXC: ['Refugee (other)'],
    XXX: ['Unspecified nationality'],
  },
  specimen: { UTO: ['Utopia (ICAO specimen)'] },
  'master-list': { IAO: ['International Civil Aviation Organization'] },
  former: {
    AN: ['Netherlands Antilles', { issuedUntil: 2010 }],
    ANT: ['Netherlands Antilles', { issuedUntil: 2010 }],
    NTZ: ['Neutral Zone', { issuedUntil: 1993 }],
    BUR: ['Burma', { issuedUntil: 1989, today: 'MMR' }],
    BYS: ['Byelorussian SSR', { issuedUntil: 1992, today: 'BLR' }],
    CSK: ['Czechoslovakia', { issuedUntil: 1993 }],
    DDR: ['German Democratic Republic', { issuedUntil: 1990, today: 'DEU' }],
    FXX: ['Metropolitan France', { issuedUntil: 1997, today: 'FRA' }],
    ROM: ['Romania', { issuedUntil: 2002, today: 'ROU' }],
    SCG: ['Serbia and Montenegro', { issuedFrom: 2003, issuedUntil: 2006 }],
    SUN: ['Union of Soviet Socialist Republics', { issuedUntil: 1992 }],
    TMP: ['East Timor', { issuedUntil: 2002, today: 'TLS' }],
    YMD: ['Yemen (Aden)', { issuedUntil: 1990, today: 'YEM' }],
    YUG: ['Yugoslavia', { issuedUntil: 2003 }],
    ZAR: ['Zaire', { issuedUntil: 1997, today: 'COD' }],
  },
};

const KNOWN: ReadonlyMap<string, IssuingState> = new Map<string, IssuingState>([
  ...Object.entries(states).map(([code, name]) => [code, { name, kind: 'state' as const }] as const),
  ...(Object.keys(SPECIAL) as IssuingState['kind'][]).flatMap((kind) =>
    Object.entries(SPECIAL[kind]).map(([code, [name, more]]) => [code, { name, kind, ...more }] as const),
  ),
]);

/** What an ICAO code without fillers stands for, or null when it is unknown. */
export function issuingState(code: string): IssuingState | null {
  return KNOWN.get(code) ?? null;
}

/** English name of an ICAO state or organisation code without fillers, or null when the code is unknown. */
export function stateName(code: string): string | null {
  return KNOWN.get(code)?.name ?? null;
}

const CODES_BY_QUIRK: ReadonlyMap<string, string> = new Map(
  quirksOf('state-code').map(({ effect }) => [effect.code, effect.means]),
);

/** One state under two codes: those that issuers write otherwise (`D` for `DEU`, the codes of Kosovo) and former codes of living states. */
export function sameState(a: string, b: string): boolean {
  const normal = (code: string) => CODES_BY_QUIRK.get(code) ?? KNOWN.get(code)?.today ?? code;
  return normal(a) === normal(b);
}

const WITHOUT_CITIZENSHIP: ReadonlySet<string> = new Set(
  quirksOf('no-citizenship').flatMap(({ effect }) => effect.codes),
);

/** Whether a nationality field states a citizenship; the codes of stateless people, refugees and organisations do not. */
export function isCitizenship(code: string): boolean {
  return code !== '' && !WITHOUT_CITIZENSHIP.has(code);
}

/** Whether an issuer writes a nationality at all: the British ones beside `GBR` stand in British documents only. */
export function mayState(issuingState: string, nationality: string): boolean {
  return quirksOf('nationality-of').every(
    ({ effect }) => !effect.codes.includes(nationality) || effect.issuers.includes(issuingState),
  );
}

/** No travel document is made out for longer, years. */
const LONGEST_VALIDITY = 10;

/**
 * Whether documents under a known code can expire on that day (`YYYY-MM-DD`, null where none is known): a code that went out of use
 * stands on no document that runs on for longer than documents do.
 */
export function canExpireAt(code: string, expiryDate: string | null): boolean {
  const state = KNOWN.get(code);
  if (!state) return false;
  if (state.issuedUntil === undefined || expiryDate === null) return true;
  return Number(expiryDate.slice(0, 4)) <= state.issuedUntil + LONGEST_VALIDITY;
}
