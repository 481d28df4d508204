import type { StaffCommand } from '../../agent/contract/commands.ts';
import type { StaffView } from '../../agent/contract/views.ts';
import type { Sentences } from '../languages/sentences.ts';

/** What every panel of the console gets. */
export interface PanelProps {
  readonly view: StaffView;
  readonly words: Sentences;
  readonly send: (command: StaffCommand) => Promise<boolean>;
  readonly busy: boolean;
}
