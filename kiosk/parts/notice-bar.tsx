import type { Notice } from '../connection/use-commands.ts';
import type { Sentences } from '../languages/sentences.ts';
import { Icon } from './icon.tsx';

/** Why the last press did nothing, and what helps. */
export function NoticeBar(props: {
  readonly notice: Notice | undefined;
  readonly words: Sentences;
  readonly onDismiss: () => void;
}) {
  const { notice, words, onDismiss } = props;
  return (
    <div role="alert" class="notice-place">
      {notice !== undefined && (
        <div class="notice">
          <Icon name="exclamation" />
          <p>
            {notice === 'unanswered'
              ? words.cardholder.commandLost
              : `${words.faults[notice.code].sentence} ${words.faults[notice.code].remedy}`}
          </p>
          <button type="button" class="button button-small" onClick={onDismiss}>
            {words.cardholder.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}
