import { useEffect, useState } from 'preact/hooks';
import type { CardholderCommand } from '../../agent/contract/commands.ts';
import { ENDPOINTS } from '../../agent/contract/endpoints.ts';
import type { CardholderView } from '../../agent/contract/views.ts';
import type { Language } from '../../agent/contract/vocabulary/document.ts';
import { usePageCamera } from '../camera/use-page-camera.ts';
import { useCommands } from '../connection/use-commands.ts';
import { useView } from '../connection/use-view.ts';
import { SENTENCES } from '../languages/by-code.ts';
import { NoticeBar } from '../parts/notice-bar.tsx';
import { cameraIsSending, cameraIsWanted } from './camera-use.ts';
import { PageFooter } from './page-footer.tsx';
import { PageHeader } from './page-header.tsx';
import { PausedCover } from './paused-cover.tsx';
import { Screen } from './screen.tsx';

/** The cardholder's page: a function of the last view. The only things it remembers are an early choice of language and the last notice. */
export function CardholderPage() {
  const { view, connection } = useView(ENDPOINTS.cardholderView);
  const commands = useCommands<CardholderCommand>(ENDPOINTS.cardholderCommand.path);
  const [early, setEarly] = useState<Language>();
  const camera = usePageCamera(cameraIsWanted(view), cameraIsSending(view), ENDPOINTS.cameraFrames.path);

  const language =
    view === undefined ? (early ?? 'sv') : view.visit === undefined ? (early ?? view.language) : view.language;
  const words = SENTENCES[language];
  const phase = view?.phase;

  useEffect(() => {
    document.documentElement.lang = words.language.tag;
    document.title = words.cardholder.pageTitle;
  }, [words]);
  useEffect(() => commands.dismiss(), [phase]);
  const open = view?.visit !== undefined;
  useEffect(() => {
    // The visit has a language of its own, and the next person starts in the station's, whatever this one chose.
    if (open) setEarly(undefined);
  }, [open]);

  const choose = (next: Language): void => {
    if (view?.visit === undefined) setEarly(next);
    else void commands.send({ type: 'chooseLanguage', visit: view.visit.id, language: next });
  };
  const paused = connection === 'paused';
  return (
    <>
      <div class="frame" inert={paused}>
        <PageHeader view={view} words={words} language={language} onLanguage={choose} send={commands.send} />
        <main class="main">
          <NoticeBar notice={commands.notice} words={words} onDismiss={commands.dismiss} />
          {view === undefined ? (
            <p class="starting">{words.cardholder.starting}</p>
          ) : (
            <Screen key={screenKey(view)} {...{ view, words, camera, earlyLanguage: early }} {...commands} />
          )}
        </main>
        <PageFooter view={view} words={words} />
      </div>
      {paused && <PausedCover words={words} />}
    </>
  );
}

/** A new screen begins, and takes the focus, with each phase and with each document asked for. */
function screenKey(view: CardholderView): string {
  const asked = view.visit?.documents.findIndex(({ state }) => state === 'asked') ?? -1;
  return `${view.visit?.id ?? ''} ${view.phase} ${asked}`;
}
