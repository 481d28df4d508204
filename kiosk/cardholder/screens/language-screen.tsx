import { LANGUAGES, SENTENCES } from '../../languages/by-code.ts';
import { Icon } from '../../parts/icon.tsx';
import type { VisitScreenProps } from '../screen-props.ts';
import { ScreenTitle } from '../screen-title.tsx';

/** The question stands in every language at once, because nobody knows yet which one is read. */
export function LanguageScreen({ visit, send, busy }: VisitScreenProps) {
  return (
    <section class="screen screen-language">
      <ScreenTitle title={LANGUAGES.map((language) => SENTENCES[language].phases.language.title).join(' · ')} />
      <div class="language-choices">
        {LANGUAGES.map((language) => (
          <button
            key={language}
            type="button"
            class="choice-card language-choice"
            lang={SENTENCES[language].language.tag}
            disabled={busy}
            onClick={() => void send({ type: 'chooseLanguage', visit: visit.id, language })}
          >
            <strong>{SENTENCES[language].language.name}</strong>
            <span>
              {SENTENCES[language].cardholder.continueInThisLanguage} <Icon name="arrow-right" />
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}
