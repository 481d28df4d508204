import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface AskDialogProps {
  readonly title: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
  readonly yesDisabled?: boolean;
  readonly children: ComponentChildren;
}

/** A question before a step that cannot be taken back. Modal; Escape means no; the browser keeps the focus inside. */
export function AskDialog({ title, yes, no, onYes, onNo, yesDisabled = false, children }: AskDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the first paint, so that no key pressed at once can miss the question.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="ask" aria-labelledby="ask-title" onClose={onNo}>
      <h2 id="ask-title">{title}</h2>
      <div class="ask-text">{children}</div>
      <div class="ask-answers">
        <button type="button" class="button" onClick={onNo}>
          {no}
        </button>
        <button type="button" class="button button-main" disabled={yesDisabled} onClick={onYes}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
