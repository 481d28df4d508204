import type { Verdict } from '../../agent/contract/vocabulary/verdict.ts';
import { REASON_COLOUR } from '../../agent/contract/vocabulary/verdict.ts';
import type { Sentences } from './sentences.ts';

/**
 * What the person does after the verdict, each step once. The reasons that made the colour say it best; a colour without
 * such a reason, and GREEN, whose reasons are only notes, has its own sentence.
 */
export function nextSteps(verdict: Verdict, sentences: Sentences): readonly string[] {
  const deciding = verdict.reasons.filter((reason) => REASON_COLOUR[reason] === verdict.colour);
  if (verdict.colour === 'GREEN' || deciding.length === 0) return [sentences.colours[verdict.colour].next];
  return [...new Set(deciding.map((reason) => sentences.reasons[reason].next))];
}
