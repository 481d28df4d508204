import { numberPositions } from '../contract/vocabulary/mrz/check-coverage.ts';
import type { CharacterEvidence } from '../contract/vocabulary/observations.ts';
import { weighEvidence } from './evidence.ts';
import type { MrzDocument } from './parse-mrz.ts';
import { type PrintedField, readPrintedFields } from './printed-fields.ts';
import type { DocumentObservation } from './visit-observations.ts';

/** What stands behind the MRZ of one document. */
export interface Corroboration {
  readonly printed: readonly PrintedField[];
  /** One list a line, one entry a character. */
  readonly characters: readonly (readonly CharacterEvidence[])[];
  /**
   * A second source says every character of the document number, and none speaks against one. A check digit alone is not enough:
   * letters of a number are blind to it, and how sure the recogniser is of them it says itself.
   */
  readonly numberSeenTwice: boolean;
}

/** Brings together the pictures, the lights and the printed zone of one document whose MRZ was read as `mrz`. */
export function corroborate(
  document: Pick<DocumentObservation, 'mrz' | 'frames' | 'infraredMrz' | 'printedZone'>,
  mrz: MrzDocument,
): Corroboration {
  const reading = document.mrz;
  if (!reading) return { printed: [], characters: [], numberSeenTwice: false };
  const printed = readPrintedFields(document.printedZone?.words ?? [], mrz);
  const characters = weighEvidence(reading, {
    frames: document.frames ?? [],
    infrared: document.infraredMrz ?? null,
    printed,
    chip: null,
  });
  const number = numberPositions(reading).map(({ line, column }) => characters[line]?.[column]);
  return {
    printed,
    characters,
    numberSeenTwice: number.every(
      (one) => one !== undefined && one.against.length === 0 && one.sources.some((source) => source !== 'check-digit'),
    ),
  };
}
