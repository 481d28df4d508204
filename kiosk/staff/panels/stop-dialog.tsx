import { useState } from 'preact/hooks';
import { StopReason } from '../../../agent/contract/vocabulary/verdict.ts';
import type { Sentences } from '../../languages/sentences.ts';
import { AskDialog } from '../../parts/ask-dialog.tsx';

export interface StopDialogProps {
  readonly words: Sentences;
  readonly onCancel: () => void;
  readonly onStop: (reason: StopReason) => void;
}

/** Stopping needs a reason; none is chosen beforehand. */
export function StopDialog({ words, onCancel, onStop }: StopDialogProps) {
  const [reason, setReason] = useState<StopReason>();
  return (
    <AskDialog
      title={words.staff.stopTitle}
      yes={words.staff.stopYes}
      no={words.staff.cancel}
      yesDisabled={reason === undefined}
      onNo={onCancel}
      onYes={() => reason !== undefined && onStop(reason)}
    >
      <p>{words.staff.stopText}</p>
      <fieldset class="reasons">
        <legend>{words.staff.stopReason}</legend>
        {StopReason.enum.map((choice) => (
          <label key={choice} class="tick">
            <input type="radio" name="stop-reason" checked={choice === reason} onChange={() => setReason(choice)} />
            {words.stopReasons[choice]}
          </label>
        ))}
      </fieldset>
    </AskDialog>
  );
}
