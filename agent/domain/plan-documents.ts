import type { CardOrder } from '../contract/order.ts';
import type { RulePack, SupportingPaper } from '../contract/rule-pack.ts';
import type { DocumentRole, DocumentType, Purpose } from '../contract/vocabulary/document.ts';

/**
 * Documents a cardholder presents, in order. While the pack says so, citizens outside the free-movement states show the EU residence
 * permit before the passport (rule of 2022-05-11).
 */
export function planDocuments(order: CardOrder, pack: RulePack): readonly DocumentRole[] {
  const permitFirst = pack.permitFirst && !pack.freeMovementStates.includes(order.nationality);
  return permitFirst ? ['residence-permit', 'identity-document'] : ['identity-document'];
}

/**
 * Whether a paper may be shown instead of the residence permit card: a decision of the Migration Agency, and in the asylum track
 * (purpose `id06-lma`) the card that shows the right to work.
 */
export function mayStandForPermit(pack: RulePack, purpose: Purpose, kind: SupportingPaper): boolean {
  return papersOf(pack, purpose, 'permit').some((group) => group.includes(kind));
}

/** Papers that a purpose knows beside its documents, in groups of which one paper is enough. */
export function papersDemanded(pack: RulePack, purpose: Purpose): readonly (readonly SupportingPaper[])[] {
  return papersOf(pack, purpose, 'beside');
}

/** Papers recorded at any time of the visit; those that stand for the permit only while that is asked for. */
export function papersTaken(pack: RulePack, purpose: Purpose): readonly SupportingPaper[] {
  return papersDemanded(pack, purpose).flat();
}

const papersOf = (pack: RulePack, purpose: Purpose, stands: RulePack['papers'][number]['stands']) =>
  pack.papers.filter((rule) => rule.stands === stands && rule.purposes.includes(purpose)).map(({ anyOf }) => anyOf);

/**
 * What is asked for in words when one of two documents is presented in the place of the other; null when it may be the right one.
 * `shown` is what the MRZ says the document is.
 */
export function otherDocument(
  asked: DocumentRole,
  shown: DocumentType,
  plan: readonly DocumentRole[],
): 'document.permit-first' | 'document.permit-already-read' | null {
  if (plan.length < 2) return null;
  if (asked === 'residence-permit') return shown === 'passport' ? 'document.permit-first' : null;
  return shown === 'residence-permit' ? 'document.permit-already-read' : null;
}
