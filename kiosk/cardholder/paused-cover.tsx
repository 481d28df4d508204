import { useEffect, useRef } from 'preact/hooks';
import type { Sentences } from '../languages/sentences.ts';

/** What is under it may be old, so it is covered until the agent speaks again. */
export function PausedCover({ words }: { readonly words: Sentences }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="paused" role="alertdialog" aria-labelledby="paused-title" aria-describedby="paused-text">
      <div class="paused-box">
        <span class="spinner" aria-hidden="true" />
        <h1 id="paused-title" ref={heading} tabIndex={-1}>
          {words.cardholder.pausedTitle}
        </h1>
        <p id="paused-text">{words.cardholder.pausedText}</p>
      </div>
    </div>
  );
}
