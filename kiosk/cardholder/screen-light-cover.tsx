import type { ScreenLight } from '../../agent/contract/vocabulary/visit.ts';

/**
 * Fills the screen behind picture and words with one soft colour. The station decides when it changes, at most every 700 ms, which is
 * well below three flashes a second (WCAG 2.3.1).
 */
export function ScreenLightCover({ light }: { readonly light: ScreenLight }) {
  return <div class={`screen-light screen-light-${light}`} aria-hidden="true" />;
}
