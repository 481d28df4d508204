import type { CheckId } from '../contract/vocabulary/checks.ts';
import type { MrzReading } from '../contract/vocabulary/observations.ts';
import type { CheckResult } from '../contract/vocabulary/verdict.ts';
import type { Corroboration } from './corroborate.ts';
import { WITNESS_PROBABILITY } from './evidence.ts';
import type { PrintedField } from './printed-fields.ts';
import type { DocumentObservation } from './visit-observations.ts';

/** A check, its result, and for MRZ-26 what the exchanges cost together in nats. */
export interface CorroborationLine {
  readonly id: CheckId;
  readonly result: CheckResult;
  readonly score?: number;
}

/** What other lights, other frames and the printed zone say of the MRZ. */
export function inspectCorroboration(
  document: DocumentObservation,
  reading: MrzReading,
  { printed, numberSeenTwice }: Corroboration,
): readonly CorroborationLine[] {
  const repairs = reading.repairs;
  const cost = repairs.reduce((sum, { costNats }) => sum + costNats, 0);
  return [
    { id: 'MRZ-24', result: compareInfrared(reading, document.infraredMrz ?? null) },
    { id: 'MRZ-25', result: numberSeenTwice ? 'successful' : 'undetermined' },
    { id: 'MRZ-26', result: repairs.length > 0 ? 'undetermined' : 'successful', ...(cost > 0 ? { score: cost } : {}) },
    { id: 'MRZ-27', result: compareFrames(reading, document.frames ?? []) },
    ...PRINTED_FIELDS.map(({ id, name }) => ({ id, result: fieldResult(document, printed, name) })),
    { id: 'VIZ-20', result: requiredResult(document, printed) },
    { id: 'CMB-02', result: compareZones(document, reading, printed) },
  ];
}

const PRINTED_FIELDS: readonly { readonly id: CheckId; readonly name: PrintedField['name'] | null }[] = [
  { id: 'VIZ-01', name: 'documentNumber' },
  { id: 'VIZ-02', name: 'surname' },
  { id: 'VIZ-03', name: 'givenNames' },
  { id: 'VIZ-04', name: 'birthDate' },
  { id: 'VIZ-05', name: 'sex' },
  { id: 'VIZ-06', name: 'nationality' },
  { id: 'VIZ-07', name: 'expiryDate' },
  { id: 'VIZ-08', name: 'issueDate' },
  { id: 'VIZ-09', name: 'personalNumber' },
  // The place of birth stands nowhere else on the document, so nothing tells it from other print.
  { id: 'VIZ-10', name: null },
];

/** What tells one person's document from another's. */
const REQUIRED: readonly PrintedField['name'][] = ['documentNumber', 'surname', 'birthDate'];

function fieldResult(
  { printedZone }: DocumentObservation,
  printed: readonly PrintedField[],
  name: PrintedField['name'] | null,
): CheckResult {
  if (name === null) return 'not_supported';
  if (!printedZone) return 'not_performed';
  return printed.some((field) => field.name === name) ? 'successful' : 'undetermined';
}

function requiredResult(document: DocumentObservation, printed: readonly PrintedField[]): CheckResult {
  if (!document.printedZone) return 'not_performed';
  return REQUIRED.every((name) => printed.some((field) => field.name === name)) ? 'successful' : 'undetermined';
}

/** Fails only where an accepted MRZ and a certain printed field differ; print that could not be read decides nothing. */
function compareZones(
  { printedZone }: DocumentObservation,
  reading: MrzReading,
  printed: readonly PrintedField[],
): CheckResult {
  if (!printedZone) return 'not_performed';
  if (printed.some(({ agreement }) => agreement === 'other'))
    return reading.gate === 'accepted' ? 'failed' : 'undetermined';
  const agrees = (name: PrintedField['name']) =>
    printed.some((field) => field.name === name && field.agreement === 'same');
  return agrees('documentNumber') && agrees('surname') ? 'successful' : 'undetermined';
}

/** Only B900 ink shows in near infrared: two readings that each stand and yet differ are two different texts. */
function compareInfrared(visible: MrzReading, infrared: MrzReading | null): CheckResult {
  if (!infrared) return 'not_performed';
  if (sameText(visible, infrared)) return 'successful';
  const bothStand = visible.gate === 'accepted' && infrared.gate === 'accepted';
  return bothStand && differForCertain(visible, infrared) ? 'failed' : 'undetermined';
}

function compareFrames(reading: MrzReading, frames: readonly MrzReading[]): CheckResult {
  if (frames.length < 2) return 'not_performed';
  if (frames.every((frame) => sameText(frame, reading))) return 'successful';
  return frames.some((frame) => differForCertain(frame, reading)) ? 'failed' : 'undetermined';
}

const sameText = (a: MrzReading, b: MrzReading) => a.format === b.format && a.lines.join('\n') === b.lines.join('\n');

function differForCertain(a: MrzReading, b: MrzReading): boolean {
  if (a.format !== b.format) return a.gate === 'accepted' && b.gate === 'accepted';
  return a.characters.some((line, i) =>
    line.some((one, j) => {
      const other = b.characters[i]?.[j];
      if (other === undefined || other.text === one.text) return false;
      return Math.min(one.probability, other.probability) >= WITNESS_PROBABILITY;
    }),
  );
}
