import { useState } from 'preact/hooks';
import type { CardholderCommand } from '../../agent/contract/commands.ts';
import type { CardholderView } from '../../agent/contract/views.ts';
import type { Language } from '../../agent/contract/vocabulary/document.ts';
import type { Phase } from '../../agent/contract/vocabulary/visit.ts';
import type { Sentences } from '../languages/sentences.ts';
import { AskDialog } from '../parts/ask-dialog.tsx';
import { LanguageSwitch } from '../parts/language-switch.tsx';
import { Mark } from '../parts/mark.tsx';

export interface PageHeaderProps {
  readonly view: CardholderView | undefined;
  readonly words: Sentences;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
  readonly send: (command: CardholderCommand) => Promise<boolean>;
}

const OVER: readonly Phase[] = ['idle', 'deciding', 'outcome', 'wiping', 'out-of-service'];

export function PageHeader({ view, words, language, onLanguage, send }: PageHeaderProps) {
  const [asking, setAsking] = useState(false);
  const visit = view?.visit;
  const mayLeave = view !== undefined && visit !== undefined && !OVER.includes(view.phase);
  return (
    <header class="page-header">
      <div class="page-name">
        <Mark />
        <span>ID06</span>
        {view?.station.simulated === true && <span class="badge">{words.cardholder.simulated}</span>}
      </div>
      <div class="page-tools">
        <LanguageSwitch label={words.cardholder.chooseLanguage} current={language} onChoose={onLanguage} />
        {mayLeave && (
          <button type="button" class="button button-small" onClick={() => setAsking(true)}>
            {words.cardholder.leave}
          </button>
        )}
      </div>
      {asking && mayLeave && (
        <AskDialog
          title={words.cardholder.leaveTitle}
          yes={words.cardholder.leaveYes}
          no={words.cardholder.goBack}
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            void send({ type: 'leave', visit: visit.id });
          }}
        >
          <p>{words.cardholder.leaveText}</p>
        </AskDialog>
      )}
    </header>
  );
}
