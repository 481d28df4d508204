import {
  charAt,
  numberPositions,
  type Position,
  positionKey,
  positionsOf,
} from '../contract/vocabulary/mrz/check-coverage.ts';
import { LAYOUTS } from '../contract/vocabulary/mrz/layouts.ts';
import type { MrzReading } from '../contract/vocabulary/observations.ts';
import type { PrintedField } from './printed-fields.ts';

/**
 * What the printed zone says of single characters of the MRZ, by `positionKey`. A name that agrees speaks for its own letters and
 * the fillers between them; only surname and given names together also speak for the fillers that end the field.
 */
export function printedOpinions(
  reading: MrzReading,
  fields: readonly PrintedField[],
): ReadonlyMap<number, 'same' | 'other'> {
  const opinions = new Map<number, 'same' | 'other'>();
  for (const { name, agreement } of fields) {
    if (agreement === 'unknown') continue;
    for (const position of positionsOfField(reading, name)) opinions.set(positionKey(position), agreement);
  }
  const agrees = (wanted: PrintedField['name']) =>
    fields.some(({ name, agreement }) => name === wanted && agreement === 'same');
  if (agrees('surname') && agrees('givenNames'))
    for (const position of positionsOf(LAYOUTS[reading.format].names)) opinions.set(positionKey(position), 'same');
  return opinions;
}

function positionsOfField(reading: MrzReading, name: PrintedField['name']): readonly Position[] {
  const layout = LAYOUTS[reading.format];
  switch (name) {
    case 'documentNumber':
      return numberPositions(reading);
    case 'surname':
      return layout.names ? nameParts(reading).surname : positionsOf(layout.surname);
    case 'givenNames':
      return layout.names ? nameParts(reading).givenNames : positionsOf(layout.givenNames);
    case 'birthDate':
      return positionsOf(layout.birthDate);
    case 'expiryDate':
      return positionsOf(layout.expiryDate);
    case 'sex':
      return positionsOf(layout.sex);
    case 'nationality':
      return positionsOf(layout.nationality);
    case 'personalNumber':
      return layout.optional.flatMap(positionsOf).filter((position) => charAt(reading.lines, position) !== '<');
    case 'issueDate':
      return [];
  }
}

/** Primary and secondary identifier within the name field, fillers at their ends left out (Doc 9303-3 §4.6). */
function nameParts({ format, lines }: MrzReading): { surname: Position[]; givenNames: Position[] } {
  const field = positionsOf(LAYOUTS[format].names);
  const text = field.map((position) => charAt(lines, position)).join('');
  const split = text.indexOf('<<');
  const end = text.replace(/<+$/, '').length;
  return {
    surname: field.slice(0, split < 0 ? end : split),
    givenNames: split < 0 ? [] : field.slice(split + 2, Math.max(split + 2, end)),
  };
}
