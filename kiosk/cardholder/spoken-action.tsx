import { useEffect, useState } from 'preact/hooks';
import type { Sentences } from '../languages/sentences.ts';

/**
 * Reads the action aloud for who does not see the screen well, once asked to. Only a voice of this computer is used: others would
 * send the words elsewhere. Without one there is no button; screen readers say the action by themselves.
 */
export function SpokenAction({ text, words }: { readonly text: string; readonly words: Sentences }) {
  const [speaks, setSpeaks] = useState(false);
  const voice = localVoice(words.language.tag);
  useEffect(() => {
    if (!speaks || voice === undefined) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    speechSynthesis.speak(utterance);
    return () => speechSynthesis.cancel();
  }, [text, speaks, voice]);
  if (voice === undefined) return null;
  return (
    <button type="button" class="button" aria-pressed={speaks} onClick={() => setSpeaks(!speaks)}>
      {words.cardholder.readAloud}
    </button>
  );
}

function localVoice(language: string): SpeechSynthesisVoice | undefined {
  if (!('speechSynthesis' in window)) return undefined;
  const primary = language.split('-')[0] ?? language;
  return speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.startsWith(primary));
}
