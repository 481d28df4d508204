import { useState } from 'preact/hooks';
import type { Sentences } from '../languages/sentences.ts';

/**
 * The way out for who cannot do what is asked, without blame and without a reason. Changing light is offered here alone, with a
 * warning, and not to a person whose computer says that movement on screens is unwelcome.
 */
export function DeclineAction(props: {
  readonly lightIsOffered: boolean;
  readonly words: Sentences;
  readonly busy: boolean;
  readonly onDecline: (instead: 'another' | 'light') => void;
}) {
  const { lightIsOffered, words, busy, onDecline } = props;
  const [open, setOpen] = useState(false);
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (!open) {
    return (
      <button type="button" class="button decline-action" onClick={() => setOpen(true)}>
        {words.cardholder.cannotDoThis}
      </button>
    );
  }
  return (
    <div class="decline-choices">
      <button type="button" class="button button-main" disabled={busy} onClick={() => onDecline('another')}>
        {words.cardholder.anotherMovement}
      </button>
      {lightIsOffered && !calm && (
        <>
          <button
            type="button"
            class="button"
            disabled={busy}
            aria-describedby="light-warning"
            onClick={() => onDecline('light')}
          >
            {words.cardholder.lightInstead}
          </button>
          <p class="hint" id="light-warning">
            {words.cardholder.lightWarning}
          </p>
        </>
      )}
    </div>
  );
}
