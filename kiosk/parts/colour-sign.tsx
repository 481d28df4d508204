import type { Colour } from '../../agent/contract/vocabulary/verdict.ts';
import { Icon, type IconName } from './icon.tsx';

/** Each colour has its own symbol, so that nothing is said by colour alone (EN 301 549 9.1.4.1). */
const SYMBOLS: Readonly<Record<Colour, IconName>> = {
  GREEN: 'check',
  YELLOW: 'exclamation',
  RED: 'cross',
  STOPPED: 'square',
};

export function ColourSign({ colour, word }: { readonly colour: Colour; readonly word: string }) {
  return (
    <span class={`colour-sign colour-${colour.toLowerCase()}`}>
      <span class="colour-symbol">
        <Icon name={SYMBOLS[colour]} />
      </span>
      <span class="colour-word">{word}</span>
    </span>
  );
}
