import type { CardOrder } from '../../agent/contract/order.ts';
import { composeMrz } from '../../drivers/simulation/document/mrz-lines.ts';

/** The holder whose name, document number and pictures must never lie on the station's disk. */
export const CANARY = {
  surname: 'KANARIENVOGEL',
  givenNames: 'ZILPZALP',
  documentNumber: 'QXC4N4RYZ',
  page: 'canary-sings-in-the-picture-of-the-page',
  live: 'canary-sings-before-the-live-camera',
} as const;

export const CANARY_TEXTS: readonly string[] = Object.values(CANARY);

/** The machine-readable zone of the holder's passport. */
export const CANARY_PASSPORT = composeMrz('TD3', {
  documentCode: 'P',
  issuer: 'POL',
  primary: CANARY.surname,
  secondary: CANARY.givenNames,
  documentNumber: CANARY.documentNumber,
  nationality: 'POL',
  birth: '880417',
  sex: 'F',
  expiry: '340305',
});

export const canaryOrder = (reference: string): CardOrder => ({
  reference,
  purpose: 'id06-card',
  surname: CANARY.surname,
  givenNames: CANARY.givenNames,
  birthDate: '1988-04-17',
  nationality: 'POL',
  state: 'open',
});
