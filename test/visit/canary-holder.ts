import type { CardOrder } from '../../agent/contract/order.ts';
import { emitMrz } from '../../agent/contract/vocabulary/mrz/emit-mrz.ts';

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
export const CANARY_PASSPORT = linesOf(
  emitMrz(
    {
      documentCode: 'P',
      issuingState: 'POL',
      nationality: 'POL',
      surname: CANARY.surname,
      givenNames: CANARY.givenNames,
      documentNumber: CANARY.documentNumber,
      birthDate: '1988-04-17',
      sex: 'F',
      expiryDate: '2034-03-05',
    },
    'TD3',
  ),
);

function linesOf(emitted: ReturnType<typeof emitMrz>): readonly string[] {
  if (!emitted.ok) throw new Error(emitted.fault.detail);
  return emitted.value;
}

export const canaryOrder = (reference: string): CardOrder => ({
  reference,
  purpose: 'id06-card',
  surname: CANARY.surname,
  givenNames: CANARY.givenNames,
  birthDate: '1988-04-17',
  nationality: 'POL',
  state: 'open',
});
