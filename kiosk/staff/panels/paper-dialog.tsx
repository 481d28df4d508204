import { useState } from 'preact/hooks';
import type { PresentedPaper } from '../../../agent/contract/papers.ts';
import type { SupportingPaper } from '../../../agent/contract/rule-pack.ts';
import type { Sentences } from '../../languages/sentences.ts';
import { AskDialog } from '../../parts/ask-dialog.tsx';

export interface PaperDialogProps {
  readonly words: Sentences;
  readonly kinds: readonly SupportingPaper[];
  readonly onCancel: () => void;
  readonly onPaper: (paper: PresentedPaper) => void;
}

const MOST_PAGES = 20;
const OFFICER = /^[A-Z0-9][A-Z0-9-]{1,15}$/;

/** Records a paper by the digests of its page pictures. The pictures themselves do not leave this page. */
export function PaperDialog({ words, kinds, onCancel, onPaper }: PaperDialogProps) {
  const [kind, setKind] = useState(kinds.length === 1 ? kinds[0] : undefined);
  const [officer, setOfficer] = useState('');
  const [pages, setPages] = useState<readonly string[]>([]);
  const number = officer.trim().toUpperCase();
  const isComplete = pages.length > 0 && pages.length <= MOST_PAGES && OFFICER.test(number);
  return (
    <AskDialog
      title={words.staff.recordPaper}
      yes={words.staff.paperYes}
      no={words.staff.cancel}
      yesDisabled={kind === undefined || !isComplete}
      onNo={onCancel}
      onYes={() => kind !== undefined && onPaper({ kind, pages: [...pages], officer: number })}
    >
      <p>{words.staff.paperText}</p>
      <fieldset class="reasons">
        <legend>{words.staff.paperKind}</legend>
        {kinds.map((choice) => (
          <label key={choice} class="tick">
            <input type="radio" name="paper-kind" checked={choice === kind} onChange={() => setKind(choice)} />
            {words.papers[choice]}
          </label>
        ))}
      </fieldset>
      <label class="field">
        {words.staff.paperPages}
        <input
          type="file"
          accept="image/*"
          multiple
          onChange={({ currentTarget }) => void digestsOf([...(currentTarget.files ?? [])]).then(setPages)}
        />
      </label>
      <p aria-live="polite">{words.staff.paperCount(pages.length)}</p>
      <label class="field">
        {words.staff.comparisonOfficer}
        <input value={officer} maxLength={16} onInput={({ currentTarget }) => setOfficer(currentTarget.value)} />
      </label>
    </AskDialog>
  );
}

/** Base64url SHA-256 of each file, in the order given; the same page twice counts once. */
async function digestsOf(files: readonly File[]): Promise<readonly string[]> {
  const digests = await Promise.all(
    files.map(async (file) => {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      return btoa(String.fromCharCode(...digest))
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
        .replace(/=/g, '');
    }),
  );
  return [...new Set(digests)];
}
