import type { MrzReading, PrintedZoneReading } from '../contract/vocabulary/observations.ts';
import type { MrzDocument } from './parse-mrz.ts';

/** Which fields of the MRZ a second source confirms. */
export interface Corroboration {
  readonly number: boolean;
  readonly surname: boolean;
}

/**
 * Looks for the MRZ's number and surname in the printed zone and in the infrared reading. Letters that print alike are taken
 * as one only when a check digit already tells them apart (0/O/D, 1/I, 2/Z, 5/S, 8/B); members of one blind class never are.
 */
export function corroborate(
  mrz: MrzDocument,
  reading: MrzReading,
  printed: PrintedZoneReading | null,
  infrared: MrzReading | null,
): Corroboration {
  if (infrared && sameText(reading, infrared)) return { number: true, surname: true };
  const words = (printed?.words ?? []).map((word) => squeeze(word.text)).filter((word) => word !== '');
  const page = words.join('');
  const number = lookalikes(squeeze(mrz.documentNumber));
  const surname = mrz.surname.split(' ').filter((word) => word.length > 1);
  return {
    number: number.length >= 5 && lookalikes(page).includes(number),
    surname: surname.length > 0 && surname.every((word) => words.some((printedWord) => printedWord.includes(word))),
  };
}

const sameText = (a: MrzReading, b: MrzReading) =>
  a.format === b.format && a.lines.length === b.lines.length && a.lines.every((line, index) => line === b.lines[index]);

const squeeze = (text: string) =>
  text
    .toUpperCase()
    .normalize('NFD')
    .replace(/[^A-Z0-9]/g, '');

const lookalikes = (text: string) =>
  text.replace(/[OD]/g, '0').replace(/I/g, '1').replace(/Z/g, '2').replace(/S/g, '5').replace(/B/g, '8');
