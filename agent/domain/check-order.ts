import { Value } from 'typebox/value';
import { failed, fault, ok, type Result } from '../contract/faults.ts';
import { CardOrder } from '../contract/order.ts';
import { letterWithoutSpelling } from '../contract/vocabulary/mrz/transliteration.ts';
import { calendarDay } from './identification/birth-days.ts';
import type { IdentificationNumber } from './identification/identification-number.ts';
import { agreesWithBirth } from './identification/match-identification-number.ts';
import { readIdentificationNumber } from './identification/read-identification-number.ts';
import { issuingState } from './issuing-states.ts';

/**
 * A card order that can be compared with a document: a past birth date of the calendar, a known nationality, a name in letters that
 * Doc 9303-3 §6 spells, and an identification number of its scheme, which comes back in its one normal form. Nothing is guessed: faults
 * `input.invalid` name the field in `where` and the remedy in `detail`, never the value. `today` is `YYYY-MM-DD`.
 */
export function checkOrder(value: unknown, today: string): Result<CardOrder> {
  const [error] = Value.Errors(CardOrder, value);
  if (error) {
    const { requiredProperties, additionalProperties } = error.params as Record<string, readonly string[] | undefined>;
    const field = error.instancePath.slice(1) || requiredProperties?.[0] || additionalProperties?.[0] || 'order';
    return refuse(field, requiredProperties ? 'give it' : 'write it as the order form asks');
  }
  const order = value as CardOrder;
  const [year, month, day] = order.birthDate.split('-').map(Number) as [number, number, number];
  if (calendarDay(year, month, day) === null) return refuse('birthDate', 'the calendar has no such day');
  if (order.birthDate > today) return refuse('birthDate', 'give a day that is past');
  if (issuingState(order.nationality) === null)
    return refuse('nationality', 'give a code of ISO 3166-1 alpha-3 or of Doc 9303-3 section 5');
  if (!/\p{L}/u.test(order.surname + order.givenNames)) return refuse('surname', 'give the only name as the surname');
  for (const field of ['surname', 'givenNames'] as const)
    if (letterWithoutSpelling(order[field]) !== null)
      return refuse(field, 'write it in Latin, Cyrillic or Arabic letters, as the document has it');
  if (order.identificationNumber === undefined) return ok(order);
  const number = readOrderedNumber(order.identificationNumber, order, today);
  return number.ok ? ok({ ...order, identificationNumber: number.value.normal }) : number;
}

/** The number as the holder's own state issues it, or as Sweden does, whose registers list foreign workers too. */
function readOrderedNumber(text: string, order: CardOrder, today: string): Result<IdentificationNumber> {
  const own = readIdentificationNumber(text, order.nationality, today);
  if (own.ok && own.value.scheme !== 'unlisted' && agreesWithBirth(own.value, order.birthDate)) return own;
  const swedish = readIdentificationNumber(text, 'SWE', today);
  if (swedish.ok && agreesWithBirth(swedish.value, order.birthDate)) return swedish;
  if (own.ok && own.value.scheme !== 'unlisted')
    return refuse('identificationNumber', 'the birth date in it is not the one ordered');
  return own;
}

const refuse = (where: string, detail: string) => failed(fault('input.invalid', { where, detail }));
