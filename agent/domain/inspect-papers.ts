import type { CheckRecord } from '../contract/record.ts';
import type { RulePack } from '../contract/rule-pack.ts';
import type { Purpose } from '../contract/vocabulary/document.ts';
import { papersDemanded } from './plan-documents.ts';
import type { RecordedPaper } from './visit-observations.ts';

/**
 * XDC-10: papers an officer recorded, which no machine reads. Successful once one of each group that the purpose demands is there,
 * undetermined while one is missing. Nothing when no paper plays a part.
 */
export function inspectPapers(
  pack: RulePack,
  purpose: Purpose,
  papers: readonly RecordedPaper[],
): readonly CheckRecord[] {
  const demanded = papersDemanded(pack, purpose);
  if (demanded.length === 0 && papers.length === 0) return [];
  const complete = demanded.every((group) => papers.some(({ kind }) => group.includes(kind)));
  const evidence = papers.flatMap(({ pages }) => pages);
  return [{ id: 'XDC-10', result: complete ? 'successful' : 'undetermined', by: 'operator', evidence }];
}
