import { useMemo } from 'preact/hooks';
import type { ChallengeView } from '../../agent/contract/views.ts';
import type { ChallengeAction } from '../../agent/contract/vocabulary/visit.ts';
import type { Sentences } from '../languages/sentences.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { useNow } from '../parts/use-now.ts';

/** The picture is mirrored, so the person's own left is also left on the screen. */
const SYMBOLS: Readonly<Record<ChallengeAction, IconName>> = {
  'turn-left': 'arrow-left',
  'turn-right': 'arrow-right',
  'look-up': 'arrow-up',
  blink: 'eye',
  'come-closer': 'closer',
  'follow-light': 'light',
};

const RING_RADIUS = 44;
const RING_LENGTH = 2 * Math.PI * RING_RADIUS;

/** One movement of the active challenge: arrow, words, and a ring that empties until the deadline. */
export function ChallengeSign({ challenge, words }: { readonly challenge: ChallengeView; readonly words: Sentences }) {
  const now = useNow(200);
  // The ring is full at the moment this movement was first shown; the deadline itself is absolute.
  const shownAt = useMemo(() => Date.now(), [challenge.deadlineAt, challenge.index]);
  const leftMs = Math.max(0, challenge.deadlineAt - now);
  const share = Math.min(1, leftMs / Math.max(1, challenge.deadlineAt - shownAt));
  return (
    <div class="challenge">
      <div class="challenge-ring">
        <svg viewBox="0 0 100 100" aria-hidden="true" focusable="false">
          <circle class="ring-track" cx="50" cy="50" r={RING_RADIUS} />
          <circle
            class="ring-left"
            cx="50"
            cy="50"
            r={RING_RADIUS}
            stroke-dasharray={RING_LENGTH}
            stroke-dashoffset={RING_LENGTH * (1 - share)}
          />
        </svg>
        <span class={`challenge-symbol challenge-${challenge.action}`}>
          <Icon name={SYMBOLS[challenge.action]} />
        </span>
      </div>
      <div class="challenge-words" aria-live="assertive">
        <p class="challenge-action">{words.challenges[challenge.action]}</p>
        <p class="overline">{words.cardholder.challengeOf(challenge.index + 1, challenge.of)}</p>
      </div>
    </div>
  );
}
