import type { CardOrder } from '../contract/order.ts';
import type { RulePack } from '../contract/rule-pack.ts';
import type { DocumentRole } from '../contract/vocabulary/document.ts';

/**
 * Documents a cardholder presents, in order. Citizens outside the free-movement states show the EU residence permit before the
 * passport (rule of 2022-05-11).
 */
export function planDocuments(order: CardOrder, pack: RulePack): readonly DocumentRole[] {
  return pack.freeMovementStates.includes(order.nationality)
    ? ['identity-document']
    : ['residence-permit', 'identity-document'];
}
