import type { Purpose } from '../../agent/contract/vocabulary/document.ts';
import type { DeviceRole } from '../ports.ts';
import type { SheetSide, SpecimenDocument } from './document/specimen-document.ts';
import type { Wear } from './document/wear.ts';
import { NOBODY, type Scene } from './scene.ts';
import {
  ALTERED_PASSPORT,
  EXPIRED_FINNISH_CARD,
  ICAO_PASSPORT,
  LITHUANIAN_CARD,
  PAGE_WITHOUT_MRZ,
  POLISH_PASSPORT,
  SWEDISH_PASSPORT,
  SWEDISH_RESIDENCE_PERMIT,
  UKRAINIAN_PASSPORT,
} from './specimens.ts';

/** The closed list of scenes the simulated world can play. */
export const SCENARIO_IDS = [
  'happy-passport',
  'happy-id-card',
  'transliterated-name',
  'third-country',
  'expired-card',
  'specimen-passport',
  'wrong-check-digit',
  'order-name-mismatch',
  'wrong-person',
  'photo-of-a-photo',
  'printed-photo',
  'two-people',
  'nobody',
  'unreadable',
  'no-mrz',
  'cable-pulled-scanner',
  'cable-pulled-camera',
] as const;
export type ScenarioId = (typeof SCENARIO_IDS)[number];

/** The card order that belongs to a scenario. */
export interface ScenarioOrder {
  readonly reference: string;
  readonly surname: string;
  readonly givenNames: string;
  readonly birthDate: string;
  readonly nationality: string;
  readonly identificationNumber?: string;
  readonly purpose: Purpose;
}

/** A document as it comes onto the glass. */
interface LaidDocument {
  readonly document: SpecimenDocument;
  readonly side: SheetSide;
  readonly wear?: Partial<Wear>;
}

/** A cable pulled `afterMs` after something happened, and put back later. */
export interface CableEvent {
  readonly on: 'document-laid' | 'person-asked';
  readonly afterMs: number;
  readonly unplug: DeviceRole;
  readonly pluggedBackAfterMs: number;
}

export interface Scenario {
  readonly id: ScenarioId;
  readonly title: string;
  /** In the order in which the holder lays them down. */
  readonly documents: readonly LaidDocument[];
  readonly scene: Scene;
  readonly order: ScenarioOrder;
  readonly events: readonly CableEvent[];
}

const live = (...persons: readonly string[]): Scene => ({ persons, presentation: 'live' });
const sheet = (document: SpecimenDocument, wear?: Partial<Wear>): LaidDocument => ({
  document,
  side: 'both',
  ...(wear ? { wear } : {}),
});

/** The order that agrees with a document; the reference ends in the scenario's number. */
function orderFor(
  document: SpecimenDocument,
  number: number,
  nationality: string,
  changes: Partial<ScenarioOrder> = {},
): ScenarioOrder {
  const latin = (text: string) => text.split(' / ').at(-1) as string;
  return {
    reference: `ORD-2026-${String(number).padStart(4, '0')}`,
    surname: latin(document.printed.surname),
    givenNames: latin(document.printed.givenNames),
    birthDate: document.printed.birthDate,
    nationality,
    purpose: 'id06-card',
    ...changes,
  };
}

type Told = Omit<Scenario, 'id' | 'events'> & { readonly events?: readonly CableEvent[] };

const polish = (number: number, changes: Partial<Told> & { readonly title: string }): Told => ({
  documents: [sheet(POLISH_PASSPORT)],
  scene: live('zofia'),
  order: orderFor(POLISH_PASSPORT, number, 'POL'),
  ...changes,
});

const TOLD: Readonly<Record<ScenarioId, Told>> = {
  'happy-passport': polish(1, { title: 'Polish passport, holder present' }),
  'happy-id-card': {
    title: 'Lithuanian identity card, both sides',
    documents: [sheet(LITHUANIAN_CARD)],
    scene: live('jonas'),
    order: orderFor(LITHUANIAN_CARD, 2, 'LTU'),
  },
  'transliterated-name': {
    title: 'Å, Ö and Ł in the order, AA, OE and L in the passport',
    documents: [sheet(SWEDISH_PASSPORT)],
    scene: live('bjorn'),
    order: orderFor(SWEDISH_PASSPORT, 3, 'SWE', { surname: 'Åkerström', givenNames: 'Björn Łukasz' }),
  },
  'third-country': {
    title: 'Ukrainian holder: residence permit, then passport',
    documents: [sheet(SWEDISH_RESIDENCE_PERMIT), sheet(UKRAINIAN_PASSPORT)],
    scene: live('oksana'),
    order: orderFor(UKRAINIAN_PASSPORT, 4, 'UKR'),
  },
  'expired-card': {
    title: 'Finnish card that expired in 2024',
    documents: [sheet(EXPIRED_FINNISH_CARD, { scratches: 0.25, seed: 5 })],
    scene: live('mikko'),
    order: orderFor(EXPIRED_FINNISH_CARD, 5, 'FIN'),
  },
  'specimen-passport': {
    title: "ICAO's specimen of Utopia",
    documents: [sheet(ICAO_PASSPORT)],
    scene: live('anna'),
    order: orderFor(ICAO_PASSPORT, 6, 'UTO'),
  },
  'wrong-check-digit': polish(7, {
    title: 'A check digit printed wrong',
    documents: [sheet(ALTERED_PASSPORT)],
  }),
  'order-name-mismatch': polish(8, {
    title: 'The order names somebody else',
    order: orderFor(POLISH_PASSPORT, 8, 'POL', { surname: 'NOWAK' }),
  }),
  'wrong-person': polish(9, { title: 'Somebody else stands before the camera', scene: live('jonas') }),
  'photo-of-a-photo': polish(10, {
    title: "The holder's picture on a telephone",
    scene: { persons: ['zofia'], presentation: 'screen' },
  }),
  'printed-photo': polish(11, {
    title: "The holder's picture on paper",
    scene: { persons: ['zofia'], presentation: 'print' },
  }),
  'two-people': polish(12, { title: 'Two people before the camera', scene: live('zofia', 'jonas') }),
  nobody: polish(13, { title: 'Nobody before the camera', scene: NOBODY }),
  unreadable: polish(14, {
    title: 'Glare and blur over the lower lines',
    documents: [sheet(POLISH_PASSPORT, { glare: 1, glareX: 0.52, glareY: 0.84, blurMm: 0.32, dirt: 0.4, seed: 9 })],
  }),
  'no-mrz': polish(15, { title: 'A page without machine-readable zone', documents: [sheet(PAGE_WITHOUT_MRZ)] }),
  'cable-pulled-scanner': polish(16, {
    title: "The scanner's cable is pulled while it captures",
    events: [{ on: 'document-laid', afterMs: 80, unplug: 'document-scanner', pluggedBackAfterMs: 4000 }],
  }),
  'cable-pulled-camera': polish(17, {
    title: "The camera's cable is pulled during the challenge",
    events: [{ on: 'person-asked', afterMs: 500, unplug: 'face-camera', pluggedBackAfterMs: 4000 }],
  }),
};

export const SCENARIOS: readonly Scenario[] = SCENARIO_IDS.map((id) => ({ id, events: [], ...TOLD[id] }));

export function scenarioOf(id: ScenarioId): Scenario {
  return SCENARIOS.find((scenario) => scenario.id === id) as Scenario;
}
