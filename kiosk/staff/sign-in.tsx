import { useState } from 'preact/hooks';
import type { Notice } from '../connection/use-commands.ts';
import type { Sentences } from '../languages/sentences.ts';
import { Mark } from '../parts/mark.tsx';

export interface SignInProps {
  readonly words: Sentences;
  readonly notice: Notice | undefined;
  readonly onKey: (key: string) => void;
}

export function SignIn({ words, notice, onKey }: SignInProps) {
  const [typed, setTyped] = useState('');
  return (
    <main class="sign-in">
      <form
        class="panel"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') onKey(typed.trim());
        }}
      >
        <Mark />
        <h1>{words.staff.signInTitle}</h1>
        <p>{words.staff.signInText}</p>
        <label for="key">{words.staff.keyLabel}</label>
        <input
          id="key"
          class="field"
          type="password"
          autocomplete="off"
          maxLength={200}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <p class="field-trouble" role="alert">
          {notice === undefined
            ? ''
            : notice === 'unanswered'
              ? words.cardholder.commandLost
              : `${words.faults[notice.code].sentence} ${words.faults[notice.code].remedy}`}
        </p>
        <button type="submit" class="button button-main">
          {words.staff.signIn}
        </button>
      </form>
    </main>
  );
}
