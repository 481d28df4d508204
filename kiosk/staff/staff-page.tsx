import { useEffect, useState } from 'preact/hooks';
import { ENDPOINTS } from '../../agent/contract/endpoints.ts';
import type { Language } from '../../agent/contract/vocabulary/document.ts';
import { type Notice, postCommand } from '../connection/use-commands.ts';
import { useView } from '../connection/use-view.ts';
import { LANGUAGES, SENTENCES } from '../languages/by-code.ts';
import type { Sentences } from '../languages/sentences.ts';
import { Console } from './console.tsx';
import { SignIn } from './sign-in.tsx';

const LANGUAGE_STORE = 'staff.language';

/** The officer's page: signs in, then is a function of the last view. The officer's language is the only thing this browser keeps. */
export function StaffPage() {
  const [language, setLanguage] = useState<Language>(rememberedLanguage);
  const [key, setKey] = useState(keyTakenFromAddress);
  const [notice, setNotice] = useState<Notice>();
  const words = SENTENCES[language];
  useEffect(() => {
    document.documentElement.lang = words.language.tag;
    document.title = words.staff.pageTitle;
  }, [words]);
  useEffect(() => {
    if (key === undefined) return;
    void signIn(key).then((trouble) => {
      setNotice(trouble);
      setKey(undefined);
    });
  }, [key]);

  const choose = (next: Language): void => {
    localStorage.setItem(LANGUAGE_STORE, next);
    setLanguage(next);
  };
  if (key !== undefined) return <p class="staff-waiting">{words.staff.connecting}</p>;
  return <SignedIn language={language} words={words} notice={notice} onKey={setKey} onLanguage={choose} />;
}

interface SignedInProps {
  readonly language: Language;
  readonly words: Sentences;
  readonly notice: Notice | undefined;
  readonly onKey: (key: string) => void;
  readonly onLanguage: (language: Language) => void;
}

function SignedIn({ language, words, notice, onKey, onLanguage }: SignedInProps) {
  const { view, connection, refused } = useView(ENDPOINTS.staffView);
  if (refused !== undefined) return <SignIn words={words} notice={notice} onKey={onKey} />;
  if (view === undefined) {
    return <p class="staff-waiting">{connection === 'paused' ? words.staff.paused : words.staff.connecting}</p>;
  }
  return <Console view={view} connection={connection} words={words} language={language} onLanguage={onLanguage} />;
}

async function signIn(key: string): Promise<Notice | undefined> {
  const answer = await postCommand(ENDPOINTS.signIn.path, { key });
  return answer === undefined ? 'unanswered' : answer.accepted ? undefined : answer.fault;
}

/** The start script may open the page with `#key=…`. A fragment never leaves the browser; here it also leaves the history. */
function keyTakenFromAddress(): string | undefined {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (key === null) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  return key;
}

function rememberedLanguage(): Language {
  const stored = localStorage.getItem(LANGUAGE_STORE);
  return LANGUAGES.find((language) => language === stored) ?? 'sv';
}
