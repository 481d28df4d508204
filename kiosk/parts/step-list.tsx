import type { StepView } from '../../agent/contract/views.ts';
import type { Sentences } from '../languages/sentences.ts';
import { Icon, type IconName } from './icon.tsx';

const SYMBOLS: Readonly<Record<StepView['state'], IconName>> = {
  waiting: 'ring',
  running: 'dots',
  done: 'check',
  failed: 'cross',
  skipped: 'dash',
};

/** True progress: one line per step of machine work, with symbol and words. */
export function StepList({ steps, words, label }: { steps: readonly StepView[]; words: Sentences; label: string }) {
  return (
    <ol class="step-list" aria-label={label}>
      {steps.map(({ step, state }) => (
        <li key={step} class={`step step-${state}`} aria-current={state === 'running' ? 'step' : undefined}>
          <span class="step-symbol">
            <Icon name={SYMBOLS[state]} />
          </span>
          <span class="step-name">{words.steps[step]}</span>
          <span class="step-state">{words.stepStates[state]}</span>
        </li>
      ))}
    </ol>
  );
}
