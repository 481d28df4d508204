import type { MrzFormat } from '../contract/vocabulary/document.ts';
import type { DocumentObservation } from '../domain/visit-observations.ts';

/** What an earlier try saw of the same document, with a copy of its picture. */
export interface EarlierSide {
  readonly observation: DocumentObservation;
  readonly jpeg: Uint8Array;
}

/** Cards carry the MRZ on one side and the portrait on the other (ICAO Doc 9303-5 §3); a booklet page carries both. */
export const isCard = (format: MrzFormat): boolean => format === 'TD1' || format === 'TD2' || format === 'FRA-ID';

/** The MRZ side was read; the side with the portrait is still to come. */
export const awaitsPortraitSide = ({ observation }: EarlierSide): boolean =>
  observation.mrz !== null && observation.mrz.gate === 'accepted' && isCard(observation.mrz.format);

/** The first side had no MRZ; it may be the portrait side. */
export const awaitsMrzSide = ({ observation }: EarlierSide): boolean =>
  observation.mrz === null && observation.fault?.code === 'mrz.not-found';

/** Two sides as one observation: MRZ, quality and chip of the one, printed words and digests of both. */
export function joinSides(mrzSide: DocumentObservation, portraitSide: DocumentObservation): DocumentObservation {
  const words = [...(portraitSide.printedZone?.words ?? []), ...(mrzSide.printedZone?.words ?? [])];
  return {
    ...mrzSide,
    lights: [...mrzSide.lights, ...portraitSide.lights],
    digests: [...mrzSide.digests, ...portraitSide.digests],
    printedZone: words.length > 0 ? { words } : null,
    fault: null,
  };
}
