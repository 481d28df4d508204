import { useState } from 'preact/hooks';
import { AskDialog } from '../../parts/ask-dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { VisitScreenProps } from '../screen-props.ts';
import { ScreenTitle } from '../screen-title.tsx';

/**
 * Explicit consent before any face template is made (GDPR art. 9(2)(a)). The path without biometrics stands beside it with the
 * same size and weight, because consent is free only when saying no costs nothing.
 */
export function ConsentScreen({ view, visit, words, send, busy }: VisitScreenProps) {
  const [refusing, setRefusing] = useState(false);
  const say = words.cardholder;
  return (
    <section class="screen screen-consent">
      <ScreenTitle title={words.phases[view.phase].title}>
        <p class="lead">
          {words.phases[view.phase].lead} {say.bothEqual}
        </p>
      </ScreenTitle>
      <div class="consent-choices">
        <article class="choice-card">
          <span class="choice-picture">
            <Icon name="camera" />
          </span>
          <h2>{say.biometricTitle}</h2>
          <p>{say.biometricText}</p>
          <button
            type="button"
            class="button button-main button-large"
            disabled={busy}
            onClick={() => void send({ type: 'giveConsent', visit: visit.id })}
          >
            {say.biometricAction}
          </button>
        </article>
        <article class="choice-card">
          <span class="choice-picture">
            <Icon name="officer" />
          </span>
          <h2>{say.operatorTitle}</h2>
          <p>{say.operatorText}</p>
          <button
            type="button"
            class="button button-main button-large"
            disabled={busy}
            onClick={() => void send({ type: 'chooseNonBiometric', visit: visit.id })}
          >
            {say.operatorAction}
          </button>
        </article>
      </div>
      <div class="consent-end">
        <ul class="facts">
          {say.consentFacts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
        <button type="button" class="button" disabled={busy} onClick={() => setRefusing(true)}>
          {say.refuse}
        </button>
      </div>
      {refusing && (
        <AskDialog
          title={say.refuseTitle}
          yes={say.refuseYes}
          no={say.goBack}
          onNo={() => setRefusing(false)}
          onYes={() => {
            setRefusing(false);
            void send({ type: 'refuseConsent', visit: visit.id });
          }}
        >
          <p>{say.refuseText}</p>
        </AskDialog>
      )}
    </section>
  );
}
