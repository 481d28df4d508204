import { useEffect } from 'preact/hooks';
import type { DeliveryState } from '../../../agent/contract/vocabulary/visit.ts';
import { nextSteps } from '../../languages/next-steps.ts';
import { ColourSign } from '../../parts/colour-sign.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import type { VisitScreenProps } from '../screen-props.ts';
import { ScreenTitle } from '../screen-title.tsx';
import { playVerdictTone } from '../verdict-tone.ts';
import { WipingScreen } from './plain-screens.tsx';

const DELIVERY_SYMBOLS: Readonly<Record<DeliveryState, IconName>> = {
  sealed: 'dots',
  sending: 'dots',
  accepted: 'check',
  poison: 'exclamation',
};

/** The result with colour, symbol, words and sound, what to do now, and honestly how far the result has come. */
export function OutcomeScreen(props: VisitScreenProps) {
  const { view, visit, words, send, busy } = props;
  const outcome = visit.outcome;
  const colour = outcome?.verdict.colour;
  useEffect(() => {
    if (colour !== undefined) playVerdictTone(colour);
  }, [colour]);
  if (outcome === undefined || colour === undefined) return <WipingScreen {...props} />;
  const { verdict, delivery, receiptId } = outcome;
  return (
    <section class={`screen screen-outcome outcome-${colour.toLowerCase()}`}>
      <div class="outcome-banner">
        <ColourSign colour={colour} word={words.colours[colour].word} />
        <ScreenTitle title={words.colours[colour].meaning} />
      </div>
      <div class="outcome-next">
        <h2>{words.cardholder.whatNow}</h2>
        <ul>
          {nextSteps(verdict, words).map((step) => (
            <li key={step}>{step}</li>
          ))}
          <li>{words.phases[view.phase].lead}</li>
        </ul>
      </div>
      {verdict.reasons.length > 0 && (
        <div class="outcome-reasons">
          <h2>{words.cardholder.whatWeFound}</h2>
          <ul>
            {verdict.reasons.map((reason) => (
              <li key={reason}>{words.reasons[reason].sentence}</li>
            ))}
          </ul>
        </div>
      )}
      <div class="outcome-end">
        <div class={`delivery delivery-${delivery}`} aria-live="polite">
          <Icon name={DELIVERY_SYMBOLS[delivery]} />
          <p>
            {words.deliveries[delivery]}
            {receiptId !== undefined && (
              <span class="receipt">
                {words.cardholder.receipt} <code>{receiptId}</code>
              </span>
            )}
          </p>
        </div>
        <button
          type="button"
          class="button button-main button-large"
          disabled={busy}
          onClick={() => void send({ type: 'finish', visit: visit.id })}
        >
          {words.cardholder.done}
        </button>
      </div>
    </section>
  );
}
