import type { CardholderCommand } from '../../agent/contract/commands.ts';
import type { CardholderView, VisitView } from '../../agent/contract/views.ts';
import type { Language } from '../../agent/contract/vocabulary/document.ts';
import type { PageCamera } from '../camera/use-page-camera.ts';
import type { Sentences } from '../languages/sentences.ts';

/** What every screen gets. */
export interface ScreenProps {
  readonly view: CardholderView;
  readonly words: Sentences;
  readonly camera: PageCamera;
  /** The language the person touched before a visit was open. */
  readonly earlyLanguage: Language | undefined;
  readonly send: (command: CardholderCommand) => Promise<boolean>;
  readonly busy: boolean;
}

/** What the screens of an open visit get. */
export interface VisitScreenProps extends ScreenProps {
  readonly visit: VisitView;
}
