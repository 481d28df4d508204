import type { CardholderView } from '../../agent/contract/views.ts';
import type { Sentences } from '../languages/sentences.ts';
import { useNow } from '../parts/use-now.ts';

/** Time is shown only when it runs short: a clock that always ticks makes people hurry. */
const SHOW_TIME_BELOW_S = 30;
/** A screen reader hears it at these moments, not every second. */
const SAY_AT_S = [30, 10];

export function PageFooter({ view, words }: { readonly view: CardholderView | undefined; readonly words: Sentences }) {
  const now = useNow(1000);
  const deadlineAt = view?.visit?.deadlineAt;
  const seconds = deadlineAt === undefined ? undefined : Math.max(0, Math.ceil((deadlineAt - now) / 1000));
  const short = seconds !== undefined && seconds <= SHOW_TIME_BELOW_S;
  return (
    <footer class="page-footer">
      <p>{words.cardholder.help}</p>
      {short && <p class="time-left">{words.cardholder.timeLeft(seconds)}</p>}
      <p class="for-readers" aria-live="polite">
        {short && SAY_AT_S.includes(seconds) ? words.cardholder.timeLeft(seconds) : ''}
      </p>
      {view !== undefined && (
        <p class="station-name">
          {view.station.site} · {view.station.id}
        </p>
      )}
    </footer>
  );
}
