import type { StaffCommand } from '../../agent/contract/commands.ts';
import { ENDPOINTS } from '../../agent/contract/endpoints.ts';
import type { StaffView } from '../../agent/contract/views.ts';
import type { Language } from '../../agent/contract/vocabulary/document.ts';
import { useCommands } from '../connection/use-commands.ts';
import type { Connection } from '../connection/view-stream.ts';
import type { Sentences } from '../languages/sentences.ts';
import { Icon } from '../parts/icon.tsx';
import { LanguageSwitch } from '../parts/language-switch.tsx';
import { Mark } from '../parts/mark.tsx';
import { NoticeBar } from '../parts/notice-bar.tsx';
import { DeliveryPanel } from './panels/delivery-panel.tsx';
import { DevicesPanel } from './panels/devices-panel.tsx';
import { HistoryPanel } from './panels/history-panel.tsx';
import { SimulatorDock } from './panels/simulator-dock.tsx';
import { TodayPanel } from './panels/today-panel.tsx';
import { VisitPanel } from './panels/visit-panel.tsx';

export interface ConsoleProps {
  readonly view: StaffView;
  readonly connection: Connection;
  readonly words: Sentences;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
}

/** Left the day, in the middle the visit, right the machine. */
export function Console({ view, connection, words, language, onLanguage }: ConsoleProps) {
  const commands = useCommands<StaffCommand>(ENDPOINTS.staffCommand.path);
  const panel = { view, words, send: commands.send, busy: commands.busy };
  return (
    <div class="console">
      <header class="console-header">
        <div class="console-name">
          <Mark />
          <h1>{words.staff.pageTitle}</h1>
          <span>
            {view.station.site} · {view.station.id}
          </span>
          {view.station.simulated && <span class="badge">{words.cardholder.simulated}</span>}
        </div>
        <LanguageSwitch label={words.staff.language} current={language} onChoose={onLanguage} />
      </header>
      <main class="console-main">
        <div class="console-notices">
          {connection === 'paused' && (
            <p class="notice" role="status">
              <Icon name="exclamation" /> {words.staff.paused}
            </p>
          )}
          <NoticeBar notice={commands.notice} words={words} onDismiss={commands.dismiss} />
        </div>
        <div class="column">
          <TodayPanel {...panel} />
        </div>
        <div class="column">
          <VisitPanel {...panel} />
          <HistoryPanel view={view} words={words} />
        </div>
        <div class="column">
          <DevicesPanel view={view} words={words} />
          <DeliveryPanel view={view} words={words} />
          {view.simulator !== undefined && <SimulatorDock simulator={view.simulator} words={words} />}
        </div>
      </main>
      <footer class="console-footer">
        <p>{words.staff.noOneChangesVerdict}</p>
        <p>{words.tiers[view.station.tier]}</p>
      </footer>
    </div>
  );
}
