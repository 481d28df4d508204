import type { VisitView } from '../../agent/contract/views.ts';
import type { Sentences } from './sentences.ts';

/**
 * Why the last try did not work, with what helps, worst first. What was seen to be wrong with the page says more than that it
 * could not be read; where nothing was seen, the fault speaks.
 */
export function retryAdvice(
  { fault, pageProblems = [] }: Pick<VisitView, 'fault' | 'pageProblems'>,
  words: Sentences,
): readonly { readonly sentence: string; readonly remedy: string }[] {
  if (fault === undefined) return [];
  if (pageProblems.length === 0) return [words.faults[fault.code]];
  return pageProblems.map(({ kind, advice }) => ({
    sentence: words.pageProblems[kind],
    remedy: words.pageAdvices[advice],
  }));
}
