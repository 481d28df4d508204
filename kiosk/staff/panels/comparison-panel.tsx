import type { VisitView } from '../../../agent/contract/views.ts';
import { Icon } from '../../parts/icon.tsx';
import type { PanelProps } from '../panel-props.ts';
import { ComparisonForm } from './comparison-form.tsx';
import { MagnifiedPair } from './magnified-pair.tsx';

/**
 * Officers compare by eye: every portrait of the documents beside the live photo, then the list. The form starts empty for each officer,
 * so nobody sees what another one found.
 */
export function ComparisonPanel(props: PanelProps & { readonly visit: VisitView }) {
  const { view, words, send, busy, visit } = props;
  const say = words.staff;
  const portraits = view.pictures.filter(({ kind }) => kind === 'portrait');
  const references =
    portraits.length > 0 ? portraits : view.pictures.filter(({ kind }) => kind === 'document').slice(-1);
  const live = view.pictures.findLast(({ kind }) => kind === 'live');
  const { officer, of, mayPhotographAgain } = view.comparison ?? { officer: 1, of: 1, mayPhotographAgain: false };
  return (
    <section class="comparison" aria-labelledby="comparison">
      <h3 id="comparison">{say.comparisonTitle}</h3>
      <p>
        {say.comparisonTurn(officer, of)} {officer > 1 && say.comparisonAlone} {say.comparisonText}
      </p>
      <div class="comparison-pair">
        <MagnifiedPair pictures={live === undefined ? references : [...references, live]} words={words} />
        {live === undefined && (
          <div class="in-person">
            <Icon name="officer" />
            <p>{say.comparisonInPerson}</p>
          </div>
        )}
      </div>
      <p id="magnifier-hint" class="comparison-hint">
        {say.magnifierHint}
      </p>
      {mayPhotographAgain && (
        <button
          type="button"
          class="button comparison-again"
          disabled={busy}
          onClick={() => void send({ type: 'retry', visit: visit.id })}
        >
          {say.photographAgain}
        </button>
      )}
      <ComparisonForm key={`${visit.id}-${officer}`} {...props} />
    </section>
  );
}
