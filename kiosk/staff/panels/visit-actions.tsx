import { useState } from 'preact/hooks';
import type { VisitView } from '../../../agent/contract/views.ts';
import type { Phase } from '../../../agent/contract/vocabulary/visit.ts';
import type { PanelProps } from '../panel-props.ts';
import { PaperDialog } from './paper-dialog.tsx';
import { StopDialog } from './stop-dialog.tsx';

type Action = 'scanDocument' | 'retry' | 'continueWithout' | 'finish' | 'stop';

/** What an officer may do in each phase. Nothing here touches a verdict: once decided, only finishing is left. */
const ACTIONS: Readonly<Record<Phase, readonly Action[]>> = {
  idle: [],
  language: ['stop'],
  consent: ['stop'],
  document: ['scanDocument', 'stop'],
  reading: ['stop'],
  'document-retry': ['retry', 'continueWithout', 'stop'],
  camera: ['stop'],
  'camera-retry': ['retry', 'continueWithout', 'stop'],
  comparing: ['stop'],
  'operator-comparison': ['stop'],
  deciding: [],
  outcome: ['finish'],
  wiping: [],
  'out-of-service': [],
};

export function VisitActions({ view, words, send, busy, visit }: PanelProps & { readonly visit: VisitView }) {
  const [stopping, setStopping] = useState(false);
  const [recording, setRecording] = useState(false);
  const papers = view.papers ?? [];
  const labels: Readonly<Record<Action, string>> = {
    scanDocument: words.staff.scan,
    retry: words.staff.retry,
    continueWithout: words.staff.continueWithout,
    finish: words.staff.finish,
    stop: words.staff.stop,
  };
  const actions = ACTIONS[view.phase].filter((action) => action !== 'retry' || visit.attemptsLeft > 0);
  const give = (action: Action): void => {
    if (action === 'stop') setStopping(true);
    else void send({ type: action, visit: visit.id });
  };
  if (actions.length === 0) return null;
  return (
    <div class="visit-actions">
      {actions.map((action, index) => (
        <button
          key={action}
          type="button"
          class={action === 'stop' ? 'button button-stop' : index === 0 ? 'button button-main' : 'button'}
          disabled={busy}
          onClick={() => give(action)}
        >
          {labels[action]}
        </button>
      ))}
      {papers.length > 0 && (
        <button type="button" class="button" disabled={busy} onClick={() => setRecording(true)}>
          {words.staff.recordPaper}
        </button>
      )}
      {recording && papers.length > 0 && (
        <PaperDialog
          words={words}
          kinds={papers}
          onCancel={() => setRecording(false)}
          onPaper={(paper) => {
            setRecording(false);
            void send({ type: 'recordPaper', visit: visit.id, paper });
          }}
        />
      )}
      {stopping && (
        <StopDialog
          words={words}
          onCancel={() => setStopping(false)}
          onStop={(reason) => {
            setStopping(false);
            void send({ type: 'stop', visit: visit.id, reason });
          }}
        />
      )}
    </div>
  );
}
