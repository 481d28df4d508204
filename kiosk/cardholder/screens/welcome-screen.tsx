import { useEffect, useRef, useState } from 'preact/hooks';
import Value from 'typebox/value';
import { OrderReference } from '../../../agent/contract/order.ts';
import { Keypad } from '../keypad.tsx';
import { CodePicture } from '../pictures/code-picture.tsx';
import type { ScreenProps } from '../screen-props.ts';
import { ScreenTitle } from '../screen-title.tsx';

/** Start of a visit: by the code of the appointment, or by typing the reference of the order. */
export function WelcomeScreen({ view, words, send, busy, earlyLanguage }: ScreenProps) {
  const [reference, setReference] = useState('');
  const [invalid, setInvalid] = useState(false);
  const [keypad, setKeypad] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useTypingReaches(field);

  const start = (): void => {
    const typed = reference.trim().toUpperCase();
    const fits = Value.Check(OrderReference, typed);
    setInvalid(!fits);
    if (!fits) {
      field.current?.focus();
      return;
    }
    void send({
      type: 'checkIn',
      reference: typed,
      ...(earlyLanguage === undefined ? {} : { language: earlyLanguage }),
    });
  };
  return (
    <section class="screen screen-welcome">
      <ScreenTitle title={words.phases[view.phase].title}>
        <p class="lead">{words.phases[view.phase].lead}</p>
      </ScreenTitle>
      <div class="picture-place code-place">
        <CodePicture />
        <div>
          <h2>{words.cardholder.scanCode}</h2>
          <p>{words.cardholder.scanCodeHint}</p>
        </div>
      </div>
      <form
        class="reference-form"
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <label for="reference">{words.cardholder.referenceLabel}</label>
        <p id="reference-hint" class="hint">
          {words.cardholder.referenceHint}
        </p>
        <div class="reference-line">
          <input
            id="reference"
            ref={field}
            class="reference-field"
            value={reference}
            onInput={(event) => setReference(event.currentTarget.value)}
            onPointerDown={(event) => event.pointerType === 'touch' && setKeypad(true)}
            inputMode={keypad ? 'none' : 'text'}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={64}
            aria-invalid={invalid}
            aria-describedby={invalid ? 'reference-hint reference-invalid' : 'reference-hint'}
          />
          <button type="submit" class="button button-main button-large" disabled={busy}>
            {words.cardholder.start}
          </button>
        </div>
        <p id="reference-invalid" class="field-trouble" role="alert">
          {invalid ? words.cardholder.referenceInvalid : ''}
        </p>
        <button type="button" class="button button-quiet" aria-expanded={keypad} onClick={() => setKeypad(!keypad)}>
          {keypad ? words.cardholder.hideKeyboard : words.cardholder.showKeyboard}
        </button>
        {keypad && (
          <Keypad
            eraseLabel={words.cardholder.erase}
            onKey={(key) => setReference((typed) => (typed + key).slice(0, 64))}
            onErase={() => setReference((typed) => typed.slice(0, -1))}
          />
        )}
      </form>
    </section>
  );
}

/** A code reader that types like a keyboard, or a person who just types, reaches the field wherever the focus is. */
function useTypingReaches(field: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const route = (event: KeyboardEvent): void => {
      const elsewhere = event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey || event.metaKey;
      if (!elsewhere && /^[A-Za-z0-9-]$/.test(event.key)) field.current?.focus();
    };
    document.addEventListener('keydown', route);
    return () => document.removeEventListener('keydown', route);
  }, [field]);
}
