import { useState } from 'preact/hooks';
import type { VisitView } from '../../../agent/contract/views.ts';
import { ComparisonAnswer } from '../../../agent/contract/vocabulary/visit.ts';
import { AskDialog } from '../../parts/ask-dialog.tsx';
import type { PanelProps } from '../panel-props.ts';
import { FeatureList, featuresLeft, isComplete, type PartialFindings } from './feature-list.tsx';

const OFFICER = /^[A-Z0-9][A-Z0-9-]{1,15}$/;

/** One officer's list and answer. The three answers look alike: the page suggests none, and opens them when the list is complete. */
export function ComparisonForm({ words, send, busy, visit }: PanelProps & { readonly visit: VisitView }) {
  const [officer, setOfficer] = useState('');
  const [findings, setFindings] = useState<PartialFindings>({});
  const [asking, setAsking] = useState<ComparisonAnswer>();
  const say = words.staff;
  const ready = isComplete(findings) && OFFICER.test(officer);
  return (
    <div class="comparison-form">
      <FeatureList
        findings={findings}
        words={words}
        onFinding={(feature, finding) => setFindings((all) => ({ ...all, [feature]: finding }))}
      />
      <label for="officer">{say.comparisonOfficer}</label>
      <input
        id="officer"
        class="field comparison-officer"
        autocomplete="off"
        maxLength={16}
        value={officer}
        aria-describedby="officer-hint"
        onInput={(event) => setOfficer(event.currentTarget.value.trim().toUpperCase())}
      />
      <p id="officer-hint" class="comparison-hint">
        {say.comparisonOfficerHint}
      </p>
      <p aria-live="polite">{say.comparisonLeft(featuresLeft(findings))}</p>
      <div class="comparison-answers">
        {ComparisonAnswer.enum.map((answer) => (
          <button key={answer} type="button" class="button" disabled={busy || !ready} onClick={() => setAsking(answer)}>
            {say.comparisonAnswers[answer]}
          </button>
        ))}
      </div>
      {asking !== undefined && isComplete(findings) && (
        <AskDialog
          title={say.comparisonAnswers[asking]}
          yes={say.confirm}
          no={say.cancel}
          onNo={() => setAsking(undefined)}
          onYes={() => {
            setAsking(undefined);
            void send({ type: 'answerComparison', visit: visit.id, officer, findings, answer: asking });
          }}
        >
          <p>{say.comparisonConfirm}</p>
        </AskDialog>
      )}
    </div>
  );
}
