import { retryAdvice } from '../../languages/retry-advice.ts';
import { Icon } from '../../parts/icon.tsx';
import { FacesPicture } from '../pictures/faces-picture.tsx';
import { GlassPicture } from '../pictures/glass-picture.tsx';
import type { VisitScreenProps } from '../screen-props.ts';
import { ScreenTitle } from '../screen-title.tsx';

/** Says what went wrong and what helps; offers another try while there is one, and the way on without. */
export function TryAgainScreen(props: VisitScreenProps & { readonly kind: 'document-retry' | 'camera-retry' }) {
  const { view, visit, words, send, busy, kind } = props;
  const advice = retryAdvice(visit, words);
  const guided =
    kind === 'camera-retry' && visit.guidance !== undefined && visit.guidance !== 'ok'
      ? words.guidance[visit.guidance]
      : undefined;
  const asked = visit.documents.find(({ state }) => state === 'asked');
  const mayRetry = visit.attemptsLeft > 0;
  return (
    <section class="screen screen-retry">
      <ScreenTitle title={words.phases[view.phase].title}>
        {advice.length === 0 && <p class="lead">{words.phases[view.phase].lead}</p>}
        {advice.map(({ sentence, remedy }) => (
          <div key={sentence} class="advice" role="status">
            <Icon name="exclamation" />
            <div>
              <p class="advice-what">{sentence}</p>
              <p>{remedy}</p>
            </div>
          </div>
        ))}
        {guided !== undefined && <p class="lead">{guided}</p>}
      </ScreenTitle>
      <div class="picture-place">
        {kind === 'document-retry' ? (
          <GlassPicture shape={asked?.role === 'residence-permit' ? 'card' : 'passport'} moving="placing" />
        ) : (
          <FacesPicture kind="posing" />
        )}
      </div>
      <div class="actions">
        <p class="attempts">{words.cardholder.attemptsLeft(visit.attemptsLeft)}</p>
        {mayRetry && (
          <button
            type="button"
            class="button button-main button-large"
            disabled={busy}
            onClick={() => void send({ type: 'retry', visit: visit.id })}
          >
            {words.cardholder.tryAgain}
          </button>
        )}
        <button
          type="button"
          class={mayRetry ? 'button button-large' : 'button button-main button-large'}
          disabled={busy}
          onClick={() => void send({ type: 'continueWithout', visit: visit.id })}
        >
          {words.cardholder.continueWithout}
        </button>
        <p class="hint">{words.cardholder.continueWithoutHint}</p>
      </div>
    </section>
  );
}
