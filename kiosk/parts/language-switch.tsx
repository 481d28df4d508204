import type { Language } from '../../agent/contract/vocabulary/document.ts';
import { LANGUAGES, SENTENCES } from '../languages/by-code.ts';
import { Icon } from './icon.tsx';

export interface LanguageSwitchProps {
  readonly label: string;
  readonly current: Language;
  readonly onChoose: (language: Language) => void;
}

/** Every language under its own name, reachable in any phase. */
export function LanguageSwitch({ label, current, onChoose }: LanguageSwitchProps) {
  return (
    <fieldset class="language-switch">
      <legend class="for-readers">{label}</legend>
      <Icon name="globe" />
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          class="language-button"
          lang={SENTENCES[language].language.tag}
          aria-pressed={language === current}
          onClick={() => onChoose(language)}
        >
          {SENTENCES[language].language.name}
        </button>
      ))}
    </fieldset>
  );
}
