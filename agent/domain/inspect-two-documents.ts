import type { CheckRecord } from '../contract/record.ts';
import type { CheckId } from '../contract/vocabulary/checks.ts';
import type { DocumentRole } from '../contract/vocabulary/document.ts';
import { sameState } from './issuing-states.ts';
import type { MrzDocument } from './parse-mrz.ts';

/** A document as far as it was read. */
export interface ReadDocument {
  readonly role: DocumentRole;
  readonly mrz: MrzDocument | null;
  readonly accepted: boolean;
}

/** Residence permit against passport: same holder, permit still valid, permit shown first. Empty for a one-document visit. */
export function inspectTwoDocuments(documents: readonly ReadDocument[], today: string): readonly CheckRecord[] {
  const permit = documents.find((document) => document.role === 'residence-permit');
  const passport = documents.find((document) => document.role === 'identity-document');
  if (!permit || !passport) return [];
  const compare = (id: CheckId, agree: (a: MrzDocument, b: MrzDocument) => boolean): CheckRecord => {
    if (!permit.mrz || !passport.mrz) return { id, result: 'not_performed', by: 'machine' };
    if (agree(permit.mrz, passport.mrz)) return { id, result: 'successful', by: 'machine' };
    return { id, result: permit.accepted && passport.accepted ? 'failed' : 'undetermined', by: 'machine' };
  };
  const expiry = permit.mrz?.expiryDate?.iso;
  return [
    compare('XDC-01', (a, b) => samePrefix(a.surname, b.surname, a, b) && samePrefix(a.givenNames, b.givenNames, a, b)),
    compare('XDC-02', (a, b) => a.birthDate.iso !== null && a.birthDate.iso === b.birthDate.iso),
    compare('XDC-03', (a, b) => a.sex === b.sex || !/[MF]/.test(a.sex) || !/[MF]/.test(b.sex)),
    compare('XDC-04', (a, b) => sameState(a.nationality, b.nationality)),
    {
      id: 'XDC-06',
      by: 'machine',
      result: !permit.accepted || !expiry ? 'undetermined' : expiry >= today ? 'successful' : 'failed',
    },
    { id: 'XDC-08', by: 'machine', result: documents[0] === permit ? 'successful' : 'failed' },
  ];
}

/** Equal, or the one that is cut at the end of its field is the beginning of the other. */
function samePrefix(a: string, b: string, first: MrzDocument, second: MrzDocument): boolean {
  return a === b || (first.namesTruncated && b.startsWith(a)) || (second.namesTruncated && a.startsWith(b));
}
