import { useState } from 'preact/hooks';
import type { VisitView } from '../../../agent/contract/views.ts';
import type { ComparisonAnswer } from '../../../agent/contract/vocabulary/visit.ts';
import { AskDialog } from '../../parts/ask-dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { PanelProps } from '../panel-props.ts';
import { pictureAddress } from './picture-address.ts';

const ANSWERS: readonly ComparisonAnswer[] = ['same-person', 'different-person', 'cannot-tell'];

/** The officer compares by eye. The three answers look alike: the page suggests none of them. */
export function ComparisonPanel({ view, words, send, busy, visit }: PanelProps & { readonly visit: VisitView }) {
  const [asking, setAsking] = useState<ComparisonAnswer>();
  const shown =
    view.pictures.find(({ kind }) => kind === 'portrait') ?? view.pictures.find(({ kind }) => kind === 'document');
  const live = view.pictures.findLast(({ kind }) => kind === 'live');
  const say = words.staff;
  return (
    <section class="comparison" aria-labelledby="comparison">
      <h3 id="comparison">{say.comparisonTitle}</h3>
      <p>{say.comparisonText}</p>
      <div class="comparison-pair">
        {shown !== undefined && (
          <figure class="taken">
            <img src={pictureAddress(shown.id)} alt={say.pictureKinds[shown.kind]} />
            <figcaption>{say.pictureKinds[shown.kind]}</figcaption>
          </figure>
        )}
        {live === undefined ? (
          <div class="in-person">
            <Icon name="officer" />
            <p>{say.comparisonInPerson}</p>
          </div>
        ) : (
          <figure class="taken">
            <img src={pictureAddress(live.id)} alt={say.pictureKinds.live} />
            <figcaption>{say.pictureKinds.live}</figcaption>
          </figure>
        )}
      </div>
      <div class="comparison-answers">
        {ANSWERS.map((answer) => (
          <button key={answer} type="button" class="button" disabled={busy} onClick={() => setAsking(answer)}>
            {say.comparisonAnswers[answer]}
          </button>
        ))}
      </div>
      {asking !== undefined && (
        <AskDialog
          title={say.comparisonAnswers[asking]}
          yes={say.confirm}
          no={say.cancel}
          onNo={() => setAsking(undefined)}
          onYes={() => {
            setAsking(undefined);
            void send({ type: 'answerComparison', visit: visit.id, answer: asking });
          }}
        >
          <p>{say.comparisonConfirm}</p>
        </AskDialog>
      )}
    </section>
  );
}
