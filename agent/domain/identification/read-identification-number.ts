import { failed, fault, ok, type Result } from '../../contract/faults.ts';
import { issuingState } from '../issuing-states.ts';
import { BALTIC_NUMBERS } from './baltic-numbers.ts';
import { CENTRAL_NUMBERS } from './central-numbers.ts';
import { EASTERN_NUMBERS } from './eastern-numbers.ts';
import type { IdentificationNumber, NumberRefusal, NumberScheme } from './identification-number.ts';
import { NORTHERN_NUMBERS } from './northern-numbers.ts';

/**
 * Reads an identification number as the state (ICAO code of Doc 9303-3 §5) issues it and gives its one normal form: two written forms
 * of one number give the same value. Spaces, dashes and small letters do not matter. A state without a scheme in the tables gives the
 * number as letters and digits, `unlisted`, unchecked. `today` (`YYYY-MM-DD`) settles centuries; a birth date after it is refused.
 * Faults `input.invalid`: `where` is `nationality` for an unknown state, else `identificationNumber`; `detail` names scheme and rule,
 * never the number.
 */
export function readIdentificationNumber(text: string, state: string, today: string): Result<IdentificationNumber> {
  if (issuingState(state) === null) return refuse('nationality', `no state has the code ${state.slice(0, 3)}`);
  const written = plainForm(text);
  if (!/[\dA-Z]/.test(written)) return refuse('identificationNumber', 'nothing is given');
  const schemes = schemesOf(state);
  if (schemes.length === 0) {
    const normal = written.replace(/[^\dA-Z]/g, '');
    return ok({ scheme: 'unlisted', normal, birthDates: [], sex: null });
  }
  let nearest: { readonly scheme: NumberScheme; readonly refusal: NumberRefusal } | null = null;
  for (const scheme of schemes) {
    const [whole, ...parts] = scheme.form.exec(written) ?? scheme.form.exec(written.replace(/[-/]/g, '')) ?? [];
    const reading = whole === undefined ? 'form' : scheme.read(parts, today);
    if (typeof reading !== 'string') return ok({ scheme: scheme.id, ...reading });
    if (nearest === null || SEVERITY[reading] < SEVERITY[nearest.refusal]) nearest = { scheme, refusal: reading };
  }
  const { scheme, refusal } = nearest as NonNullable<typeof nearest>;
  return refuse('identificationNumber', `${scheme.id}: ${REMEDIES[refusal]}`);
}

/** The schemes a state issues. */
export const schemesOf = (state: string): readonly NumberScheme[] => BY_STATE.get(state) ?? [];

/** Upper case, no spaces, every dash a hyphen. */
const plainForm = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.]+/g, '')
    .replace(/[‐‑‒–—−]/g, '-');

const SEVERITY: Readonly<Record<NumberRefusal, number>> = {
  form: 3,
  'birth-date': 2,
  'never-issued': 1,
  'check-digit': 0,
};

const REMEDIES: Readonly<Record<NumberRefusal, string>> = {
  form: 'write as many letters and digits as the scheme has',
  'birth-date': 'the birth date in it is not a past day of the calendar',
  'never-issued': 'no person is given such a number',
  'check-digit': 'the check digit does not fit, one character may be wrong',
};

const BY_STATE = new Map<string, NumberScheme[]>();
for (const scheme of [...NORTHERN_NUMBERS, ...BALTIC_NUMBERS, ...CENTRAL_NUMBERS, ...EASTERN_NUMBERS])
  for (const state of scheme.states) BY_STATE.set(state, [...(BY_STATE.get(state) ?? []), scheme]);

const refuse = (where: string, detail: string) => failed(fault('input.invalid', { where, detail }));
